"""A complaint about professional ethics."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from kernel.workdays.clock import today
from stations.people.enums import ComplaintSource, ComplaintState
from stations.people.models.head import HeadAppointment
from stations.people.models.staff import Staff
from stations.people.rules import (
    TAKERS,
    decide_complaints,
    head_complaints,
    oversee_complaints,
)
from stations.records.models import Record, covering


def read_complaints(actor: Actor) -> Q | None:
    """r of the column "oversight"; but a head reads none about a head (G24).

    Whoever took a complaint down reads it again.
    """
    reached = oversee_complaints()(actor) or Q(pk__in=[])
    if (as_head := head_complaints()(actor)) is not None:
        heads = HeadAppointment.objects.filter(covering(today()), withdrawn_at=None)
        reached |= as_head & ~Q(staff_id__in=heads.values("staff_id"))
    if actor.has(*TAKERS):
        reached |= Q(taken_by_uuid=actor.user_uuid)
    return reached


class EthicsComplaintQuerySet(RestrictedQuerySet):
    # A station neither decides nor takes back nor empties what was said about its people.
    rules = {
        "view": read_complaints,
        "edit": decide_complaints,
        "decide": decide_complaints,
        "purge": decide_complaints,
    }


class EthicsComplaint(Record):
    """Raised against a station's conduct; upheld or dismissed by the county (guideline 2.4)."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff,
        verbose_name=_("Worker complained of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
    )
    raised_on = models.DateField(_("Raised on"))
    source = models.CharField(
        _("Who complains"),
        max_length=20,
        choices=ComplaintSource,
        blank=True,
        default="",
        db_default="",
    )
    summary = EncryptedTextField(_("Complaint summary"), blank=True, default="")
    taken_by_uuid = models.UUIDField(null=True, editable=False)
    upheld_on = models.DateField(_("Upheld on"), null=True, blank=True)
    dismissed_on = models.DateField(_("Dismissed on"), null=True, blank=True)
    decided_received_at = models.DateTimeField(null=True, editable=False)
    decision_reason = EncryptedTextField(
        _("Reason of the decision"), blank=True, default="", db_default=""
    )

    free_texts = ("summary", "decision_reason")

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

    @property
    def decided_on(self) -> date | None:
        return self.upheld_on or self.dismissed_on

    @property
    def state(self) -> ComplaintState:
        """Open until the county has decided."""
        if self.upheld_on:
            return ComplaintState.UPHELD
        return ComplaintState.NOT_UPHELD if self.dismissed_on else ComplaintState.OPEN
