"""A word about somebody in difficulty, before there is a file (N02)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField, mask_name
from stations.casework.enums import LeadEnd, LeadSource, LeadState, Urgency
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_persons, write_work
from stations.casework.sections import show, suggested_kinds
from stations.records.models import Record
from stations.records.purge import purge_texts

FORM = "SCREENING"  # of data/sections.yaml


class DiscoveryLeadQuerySet(RestrictedQuerySet):
    """ "decide" is verifying, filing, dismissing: the station's; rooms write what they hear."""

    rules = {
        "view": of_minors(view_work()),
        "edit": of_minors(write_work()),
        "purge": of_minors(purge_texts()),
        "decide": of_minors(write_persons()),
    }


class DiscoveryLead(Record):
    """Somebody may need help: who told, how soon, what was found, what became of it."""

    day_at_place = "told_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    division_code = models.CharField(_("Village"), max_length=12)
    told_on = models.DateField(_("Told on"))
    source = models.CharField(_("Told by"), max_length=20, choices=LeadSource)
    told_by = EncryptedTextField(_("Name and phone of who told"), blank=True, default="")
    urgency = models.CharField(
        _("Urgency"), max_length=10, choices=Urgency, default=Urgency.ORDINARY
    )
    name = models.CharField(_("Name, as told"), max_length=60, blank=True, default="")
    whereabouts = EncryptedTextField(_("Where the person is found"), blank=True, default="")
    situation = EncryptedTextField(_("What was told"))
    state = models.CharField(
        _("State of the lead"), max_length=10, choices=LeadState, default=LeadState.NEW
    )
    verified_on = models.DateField(_("Verified on"), null=True, blank=True)
    findings = EncryptedTextField(_("What was found on the spot"), blank=True, default="")
    # Body, property, housing and other (G3212; data/sections.yaml), as sections.pack keeps them.
    screening = EncryptedTextField(_("Screening"), blank=True, default="", db_default="")
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_received_at = models.DateTimeField(null=True, editable=False)
    dismissed_reason = models.CharField(
        _("Why it leads to no file"), max_length=20, choices=LeadEnd, blank=True, default=""
    )
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )

    free_texts = (
        "told_by",
        "whereabouts",
        "situation",
        "findings",
        "screening",
        "dismissed_reason",
    )

    objects = DiscoveryLeadQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="lead_state",
                condition=Q(state="NEW", verified_on=None, decided_on=None)
                | Q(state="VERIFIED", verified_on__isnull=False, decided_on=None)
                | Q(state="FILED", verified_on__isnull=False, decided_on__isnull=False)
                | Q(state="DISMISSED", decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="lead_outcome",
                condition=Q(state="FILED") ^ Q(beneficiary=None),
            ),
            models.CheckConstraint(
                name="lead_dismissal_named",
                condition=Q(state="DISMISSED") ^ Q(dismissed_reason=""),
            ),
            models.CheckConstraint(
                name="lead_days",
                condition=(Q(verified_on=None) | Q(verified_on__gte=F("told_on")))
                & (Q(decided_on=None) | Q(decided_on__gte=F("told_on"))),
            ),
            models.CheckConstraint(
                name="lead_decision_received",
                condition=Q(decided_on=None, decided_received_at=None)
                | Q(decided_on__isnull=False, decided_received_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["station", "-told_on"], name="lead_station_day")]

    @property
    def answers(self) -> list[str]:
        """The screening in words."""
        return [f"{label}：{words}" for label, words in show(FORM, self.screening)]

    @property
    def suggested(self) -> list[str]:
        """The kinds of persons that the screening suggests, in words."""
        return [str(kind.label) for kind in suggested_kinds(FORM, self.screening)]

    def __str__(self) -> str:
        """Masked: this text goes into the audit trail."""
        return f"{mask_name(self.name)} {self.told_on}"
