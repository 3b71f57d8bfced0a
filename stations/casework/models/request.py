"""What a person asked about the own data, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.models import Role
from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.custody_enums import AskedBy, RequestKind, RequestState
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import decide_requests, view_requests, write_requests
from stations.records.models import Record


class DataRequestQuerySet(RestrictedQuerySet):
    """The bureau decides on minors' requests without their files being open to it."""

    rules = {
        "view": of_minors(view_requests(), freely=(Role.BUREAU,)),
        "edit": of_minors(write_requests(), freely=(Role.BUREAU,)),
        "decide": decide_requests(),
    }


class DataRequest(Record):
    """A request to see, take out, correct or erase (PIPL, articles 45 to 50), with its answer."""

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="data_requests"
    )
    kind = models.CharField(_("Kind of request"), max_length=10, choices=RequestKind)
    asked_by = models.CharField(_("Asked by"), max_length=10, choices=AskedBy)
    details = EncryptedTextField(_("What is asked for"), blank=True, default="")
    asked_on = models.DateField(_("Asked on"))
    due_on = models.DateField(_("To be answered by"))
    state = models.CharField(
        _("State"), max_length=10, choices=RequestState, default=RequestState.RECEIVED
    )
    answer = EncryptedTextField(_("Answer"), blank=True, default="")
    decided_on = models.DateField(_("Request decided on"), null=True, blank=True)
    decided_by_name = models.CharField(_("Decided by"), max_length=60, blank=True, default="")
    decided_received_at = models.DateTimeField(null=True, editable=False)
    done_on = models.DateField(_("Carried out on"), null=True, blank=True)
    done_received_at = models.DateTimeField(null=True, editable=False)
    # Of a correction: the entry of the audit trail that shows it.
    change_uuid = models.UUIDField(_("Change that was made"), null=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="request_due_after", condition=Q(due_on__gte=F("asked_on"))
            ),
            models.CheckConstraint(
                name="request_decided",
                condition=Q(state="RECEIVED", decided_on=None, decided_received_at=None)
                | (
                    ~Q(state="RECEIVED")
                    & Q(
                        decided_on__isnull=False,
                        decided_on__gte=F("asked_on"),
                        decided_received_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="request_done",
                condition=(~Q(state="DONE") & Q(done_on=None, done_received_at=None))
                | Q(state="DONE", done_on__isnull=False, done_received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_change_of_correction",
                condition=Q(change_uuid=None) | Q(kind="CORRECT", state="DONE"),
            ),
        ]
        indexes = [models.Index(fields=["station", "-asked_on"], name="request_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.kind} {self.asked_on}"
