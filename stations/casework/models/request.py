"""What a person asked about the own data, and what became of it."""

from typing import Any

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


def request_rules(name: str) -> list[models.BaseConstraint]:
    """The table rules of a request; ``name`` begins their names."""
    return [
        models.CheckConstraint(name=f"{name}_due_after", condition=Q(due_on__gte=F("asked_on"))),
        models.CheckConstraint(
            name=f"{name}_decided",
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
            name=f"{name}_done",
            condition=(~Q(state="DONE") & Q(done_on=None, done_received_at=None))
            | Q(state="DONE", done_on__isnull=False, done_received_at__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{name}_change_of_correction",
            condition=Q(change_uuid=None) | Q(kind="CORRECT", state="DONE"),
        ),
    ]


class SubjectRequest(Record):
    """A request to see, take out, correct or erase (PIPL, articles 45 to 50), with its answer.

    ``subject`` is whose data it is about; each table knows one kind of people.
    """

    subject: Any

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of request"), max_length=10, choices=RequestKind)
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
    # Of a correction: what was corrected, and the last entry of the audit trail that shows it.
    correction = EncryptedTextField(_("What was corrected"), blank=True, default="", db_default="")
    change_uuid = models.UUIDField(_("Change that was made"), null=True, editable=False)

    class Meta:
        abstract = True


class DataRequestQuerySet(RestrictedQuerySet):
    """The bureau decides on minors' requests without their files being open to it."""

    rules = {
        "view": of_minors(view_requests(), freely=(Role.BUREAU,)),
        "edit": of_minors(write_requests(), freely=(Role.BUREAU,)),
        "decide": decide_requests(),
    }


class DataRequest(SubjectRequest):
    """Of a person served, or of who asks for them."""

    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="data_requests"
    )
    asked_by = models.CharField(_("Asked by"), max_length=10, choices=AskedBy)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = request_rules("request")
        indexes = [models.Index(fields=["station", "-asked_on"], name="request_station_day")]

    def __str__(self) -> str:
        return str(self.asked_on)

    @property
    def subject(self) -> Beneficiary:
        return self.beneficiary
