"""Applications for benefits that the station helps with (G3213)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import ApplicationState, Policy
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record, both


class BenefitApplicationQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class BenefitApplication(Record):
    """One application for one of the ten policies: helped with, handed in, decided."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(_("Policy"), max_length=20, choices=Policy)
    state = models.CharField(
        _("State of the application"),
        max_length=10,
        choices=ApplicationState,
        default=ApplicationState.HELPED,
    )
    helped_on = models.DateField(_("Helped on"))
    submitted_on = models.DateField(_("Handed in on"), null=True, blank=True)
    submitted_received_at = models.DateTimeField(null=True, editable=False)
    decided_on = models.DateField(_("Benefit decided on"), null=True, blank=True)
    decided_received_at = models.DateTimeField(null=True, editable=False)
    note = EncryptedTextField(_("Application note"), blank=True, default="")

    objects = BenefitApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-helped_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="benefitapplication_state",
                condition=Q(state="HELPED", submitted_on=None, decided_on=None)
                | Q(state="SUBMITTED", submitted_on__isnull=False, decided_on=None)
                | Q(
                    state__in=("GRANTED", "REFUSED"),
                    submitted_on__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="benefitapplication_order",
                condition=(Q(submitted_on=None) | Q(submitted_on__gte=F("helped_on")))
                & (Q(decided_on=None) | Q(decided_on__gte=F("submitted_on"))),
            ),
            models.CheckConstraint(
                name="benefitapplication_received",
                condition=both("submitted_on", "submitted_received_at")
                & both("decided_on", "decided_received_at"),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-helped_on"], name="benefitapplication_station")
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.policy}"
