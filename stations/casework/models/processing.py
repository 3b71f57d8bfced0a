"""The county's register of processing activities (X08)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.custody_enums import LegalBasis
from stations.casework.rules import view_processing, write_processing
from stations.records.models import Record


class ProcessingActivityQuerySet(RestrictedQuerySet):
    rules = {"view": view_processing(), "edit": write_processing()}


class ImpactAssessmentQuerySet(RestrictedQuerySet):
    rules = {"view": view_processing(), "edit": write_processing()}


class ProcessingActivity(Record):
    """One thing done with personal data: why, which, on what ground, who gets it (PIPL, 55-56).

    ``station`` is the county's hub: the register is the county's. An activity with sensitive
    data, or one entrusted to others, names the impact assessment made before it began; the
    reports themselves are `ImpactAssessment`, kept with the entry.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Processing activity"), max_length=80)
    purpose = models.CharField(_("Purpose"), max_length=200)
    data_kinds = models.CharField(_("Kinds of data"), max_length=200)
    is_sensitive = models.BooleanField(_("With sensitive data"), default=False)
    legal_basis = models.CharField(_("Legal basis"), max_length=12, choices=LegalBasis)
    recipients = models.CharField(_("Recipients"), max_length=200, blank=True, default="")
    entrusted_to = models.CharField(_("Entrusted to"), max_length=120, blank=True, default="")
    retention = models.CharField(_("Kept for how long"), max_length=120)
    started_on = models.DateField(_("Started on"))
    assessed_on = models.DateField(_("Impact assessed on"), null=True, blank=True)
    assessed_by = models.CharField(_("Impact assessed by"), max_length=60, blank=True, default="")
    next_review_on = models.DateField(_("Next review on"), null=True, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    ended_received_at = models.DateTimeField(null=True, editable=False)
    keep_until = models.DateField(_("Entry kept until"), null=True, blank=True)

    objects = ProcessingActivityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="processing_assessed",
                condition=Q(is_sensitive=False, entrusted_to="") | Q(assessed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="processing_assessment_whole",
                condition=Q(assessed_on=None, assessed_by="", next_review_on=None)
                | (
                    Q(
                        assessed_on__isnull=False,
                        next_review_on__isnull=False,
                        next_review_on__gt=F("assessed_on"),
                    )
                    & ~Q(assessed_by="")
                ),
            ),
            models.CheckConstraint(
                name="processing_end",
                condition=Q(ended_on=None, ended_received_at=None, keep_until=None)
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("started_on"),
                    ended_received_at__isnull=False,
                    keep_until__isnull=False,
                    keep_until__gt=F("ended_on"),
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "name"], name="processing_station")]

    def __str__(self) -> str:
        return self.name


class ImpactAssessment(Record):
    """The report of one assessment of an activity (PIPL, 55-56); a later one adds another."""

    activity = models.ForeignKey(
        ProcessingActivity, on_delete=models.PROTECT, related_name="assessments"
    )
    assessed_on = models.DateField(_("Impact assessed on"))
    assessed_by = models.CharField(_("Impact assessed by"), max_length=60)
    # Encrypted: it says where the data is weakest.
    report = EncryptedTextField(_("Report of the assessment"))

    objects = ImpactAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]

    def __str__(self) -> str:
        """Without the report: this text goes into the audit trail."""
        return f"{self.activity_id} {self.assessed_on}"
