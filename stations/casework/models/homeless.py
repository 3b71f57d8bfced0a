"""Help to persons without a home, whose identity may be unknown, and patrols (G3218)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.care_enums import FoundBy, HomelessOutcome, HomelessStepKind
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_persons, write_work
from stations.records.models import Record, both
from stations.records.purge import purge_texts

PERSON, STATION = "aid__beneficiary__", "aid__station__"


class HomelessAidQuerySet(RestrictedQuerySet):
    """ "file" is opening the person's file, linking the one there is, or putting a wrong link
    right: the station's."""

    rules = {
        "view": of_minors(view_work()),
        "edit": of_minors(write_work()),
        "file": of_minors(write_persons()),
        "purge": of_minors(purge_texts()),
    }


class HomelessStepQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_work(STATION), PERSON, STATION),
        "edit": of_minors(write_work(STATION), PERSON, STATION),
        "purge": of_minors(purge_texts(STATION), PERSON, STATION),
    }


class HomelessMislinkQuerySet(RestrictedQuerySet):
    """Of a minor's file, only who may read it sees that it was linked."""

    rules = {
        "view": of_minors(view_work(STATION), station=STATION),
        "edit": of_minors(write_persons(STATION), station=STATION),
    }


class PatrolQuerySet(RestrictedQuerySet):
    rules = {"view": view_work(), "edit": write_work(), "purge": purge_texts()}


class HomelessAid(Record):
    """The file of a person without a home; the name stays empty until it is known."""

    day_at_place = "met_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="homeless_aids",
        verbose_name=_("Person served"),
    )
    met_on = models.DateField(_("Met on"))
    found_by = models.CharField(_("How met"), max_length=20, choices=FoundBy)
    name = models.CharField(_("Name, if known"), max_length=60, blank=True, default="")
    looks = EncryptedTextField(_("What the person looks like"))
    place = EncryptedTextField(_("Where met"))
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    outcome = models.CharField(
        _("How the help ended"), max_length=20, choices=HomelessOutcome, blank=True, default=""
    )
    ended_on = models.DateField(_("Help ended on"), null=True, blank=True)
    ended_received_at = models.DateTimeField(null=True, editable=False)

    free_texts = ("looks", "place")

    objects = HomelessAidQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="homelessaid_end",
                condition=both("ended_on", "ended_received_at")
                & (
                    Q(ended_on=None, outcome="")
                    | (Q(ended_on__isnull=False, ended_on__gte=F("met_on")) & ~Q(outcome=""))
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-met_on"], name="homelessaid_station_day")]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return f"{mask_name(self.name)} {self.met_on}".strip()


class HomelessStep(Record):
    """What was done: counselling, referral, search for the family."""

    aid = models.ForeignKey(
        HomelessAid,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name=_("Help to a person without a home"),
    )
    kind = models.CharField(_("What was done"), max_length=20, choices=HomelessStepKind)
    done_on = models.DateField(_("Done on"))
    note = EncryptedTextField(_("Note on the step"), blank=True, default="")

    free_texts = ("note",)

    objects = HomelessStepQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-id"]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.kind}"


class HomelessMislink(Record):
    """The file to which somebody's help was linked by mistake; who found it, when
    (``received_at``) and why."""

    aid = models.ForeignKey(HomelessAid, on_delete=models.PROTECT, related_name="mislinks")
    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("File linked by mistake"),
    )
    reason = EncryptedTextField(_("Reason of the correction"))
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(
        _("Corrected by"), max_length=60, blank=True, default="", editable=False
    )

    objects = HomelessMislinkQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.received_at}"


class Patrol(Record):
    """A round through the streets: how many were met, how many were brought to help."""

    day_at_place = "patrolled_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    patrolled_on = models.DateField(_("Patrolled on"))
    route = models.CharField(_("Route of the patrol"), max_length=200)
    patrollers = models.PositiveSmallIntegerField(_("Number of patrollers"))
    met = models.PositiveSmallIntegerField(_("Persons met"))
    helped = models.PositiveSmallIntegerField(_("Of them helped"))
    note = EncryptedTextField(_("Patrol note"), blank=True, default="")

    free_texts = ("route", "note")

    objects = PatrolQuerySet.as_manager()

    class Meta:
        ordering = ["-patrolled_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="patrol_numbers", condition=Q(patrollers__gte=1, helped__lte=F("met"))
            ),
        ]
        indexes = [models.Index(fields=["station", "-patrolled_on"], name="patrol_station_day")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.patrolled_on}"
