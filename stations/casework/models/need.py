"""What a person asked for, and whether they say it was met."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_work
from stations.records.models import Record


class NeedQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_work()), "edit": of_minors(write_work())}


class Need(Record):
    """Raised by a person; met only when the person confirms it (rubric, C14)."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="needs")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    summary = EncryptedTextField(_("What is needed"))
    raised_on = models.DateField(_("Raised on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    closed_received_at = models.DateTimeField(null=True, editable=False)
    confirmed_by_person = models.BooleanField(_("Confirmed by the person"), default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="need_closed_after_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("raised_on")),
            ),
            models.CheckConstraint(
                name="need_closing_received",
                condition=Q(closed_on=None, closed_received_at=None, confirmed_by_person=False)
                | Q(closed_on__isnull=False, closed_received_at__isnull=False),
            ),
        ]
        # A year of all stations (C14).
        indexes = [models.Index(fields=["raised_on"], name="need_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.raised_on}"
