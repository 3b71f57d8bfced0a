"""A complaint about professional ethics."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.people.models.staff import Staff
from stations.people.rules import decide_complaints, view_complaints, write_complaints
from stations.records.models import Record


class EthicsComplaintQuerySet(RestrictedQuerySet):
    rules = {"view": view_complaints(), "edit": write_complaints(), "decide": decide_complaints}


class EthicsComplaint(Record):
    """Raised against a station's conduct; upheld or dismissed by the county (guideline 2.4)."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    raised_on = models.DateField(_("Raised on"))
    summary = EncryptedTextField(_("Complaint summary"), blank=True, default="")
    upheld_on = models.DateField(_("Upheld on"), null=True, blank=True)
    dismissed_on = models.DateField(_("Dismissed on"), null=True, blank=True)
    decided_received_at = models.DateTimeField(null=True, editable=False)

    objects = EthicsComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["raised_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="complaint_one_decision", condition=Q(upheld_on=None) | Q(dismissed_on=None)
            ),
            models.CheckConstraint(
                name="complaint_decision_received",
                condition=Q(upheld_on=None, dismissed_on=None, decided_received_at=None)
                | Q(decided_received_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.raised_on}"
