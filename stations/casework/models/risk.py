"""What a person's risk, a child's care and a person's strengths were found to be."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import (
    Absence,
    Contact,
    Grade,
    Guardian,
    GuardianAbility,
    GuardianRisk,
    Schooling,
    Talent,
    VisitLevel,
)
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record


class OfPersonQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class RiskAssessment(Record):
    """Health, mind, living and care of a person on a day; sets the visit level (G3222, X23).

    The answers are sensitive and encrypted; score and levels are what lists and alerts need.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="risks")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField(_("Assessed on"))
    health = EncryptedTextField(_("Health"), choices=Grade.choices)
    mind = EncryptedTextField(_("State of mind"), choices=Grade.choices)
    living = EncryptedTextField(_("Living conditions"), choices=Grade.choices)
    guard = EncryptedTextField(_("Care by others"), choices=Grade.choices)
    # The day of the event that changed the person's life, if there was one.
    change_on = models.DateField(_("Day of a major change"), null=True, blank=True)
    note = EncryptedTextField(_("Note on the assessment"), blank=True, default="")
    score = models.PositiveSmallIntegerField(_("Score"), editable=False)
    suggested = models.PositiveSmallIntegerField(
        _("Suggested visit level"), choices=VisitLevel, editable=False
    )
    level = models.PositiveSmallIntegerField(_("Visit level"), choices=VisitLevel)
    reason = EncryptedTextField(_("Reason for another level"), blank=True, default="")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="risk_level_one_to_five",
                condition=Q(level__gte=1, level__lte=5, suggested__gte=1, suggested__lte=5),
            ),
            models.CheckConstraint(
                name="risk_change_before",
                condition=Q(change_on=None) | Q(change_on__lte=models.F("assessed_on")),
            ),
            models.CheckConstraint(
                name="risk_other_level_reasoned",
                condition=Q(level=models.F("suggested")) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["station", "-assessed_on"], name="risk_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.assessed_on}"


class GuardianshipAssessment(Record):
    """Who looks after a child whose parents are away, and how well (G3251)."""

    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="guardianships"
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField(_("Assessed on"))
    guardian_kind = EncryptedTextField(_("Who looks after the child"), choices=Guardian.choices)
    guardian_name = EncryptedTextField(_("Name of the guardian"), blank=True, default="")
    ability = EncryptedTextField(_("Ability to care"), choices=GuardianAbility.choices)
    parents_away = EncryptedTextField(_("Parents away from home"), choices=Absence.choices)
    contact = EncryptedTextField(_("Contact with the parents"), choices=Contact.choices)
    schooling = EncryptedTextField(_("Schooling"), choices=Schooling.choices)
    # 委托照护协议: the parents have put the care into writing.
    has_agreement = models.BooleanField(_("Written agreement on the care"), default=False)
    note = EncryptedTextField(_("Note on the assessment"), blank=True, default="")
    result = models.CharField(
        _("Result of the assessment"), max_length=10, choices=GuardianRisk, editable=False
    )
    next_on = models.DateField(_("To be assessed again by"), editable=False)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="guardianship_next_after", condition=Q(next_on__gt=models.F("assessed_on"))
            ),
        ]
        indexes = [models.Index(fields=["station", "-assessed_on"], name="guardian_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.assessed_on}"


class Strength(Record):
    """What a person is good at, and whether they would help others with it (Z10)."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="strengths")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField(_("Noted on"))
    talent = models.CharField(_("Talent"), max_length=12, choices=Talent)
    detail = EncryptedTextField(_("What exactly"), blank=True, default="")
    would_help = models.BooleanField(_("Would help others with it"), default=False)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_on", "-id"]
        indexes = [models.Index(fields=["station", "talent"], name="strength_station_talent")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.talent}"
