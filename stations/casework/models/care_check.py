"""How left-behind children and elders are cared for at home, looked at on the spot (G3251)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.care_enums import CareVerdict, CheckKind
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record


class CareCheckQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class CareCheck(Record):
    """A visit to verify, a family visit or a supervision check."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="care_checks",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of check"), max_length=20, choices=CheckKind)
    checked_on = models.DateField(_("Checked on"))
    guardian = EncryptedTextField(_("Who takes care"), blank=True, default="")
    verdict = models.CharField(_("Verdict"), max_length=10, choices=CareVerdict)
    findings = EncryptedTextField(_("What the check found"))
    measures = EncryptedTextField(_("What is done about it"), blank=True, default="")
    next_on = models.DateField(_("Next check by"), null=True, blank=True)

    objects = CareCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="carecheck_next", condition=Q(next_on=None) | Q(next_on__gt=F("checked_on"))
            ),
        ]
        indexes = [models.Index(fields=["station", "-checked_on"], name="carecheck_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.kind} {self.checked_on}"
