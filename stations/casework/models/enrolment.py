"""A person's way into the service and out of it (N10)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import EnrolmentAct, EnrolmentExit, EnrolmentState
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_persons, write_persons
from stations.records.models import Record

OF_ENROLMENT = "enrolment__station__"
PERSON = "enrolment__beneficiary__"


class EnrolmentQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_persons()), "edit": of_minors(write_persons())}


class EnrolmentStepQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_persons(OF_ENROLMENT), PERSON, OF_ENROLMENT),
        "edit": of_minors(write_persons(OF_ENROLMENT), PERSON, OF_ENROLMENT),
    }


class Enrolment(Record):
    """From the application to the exit; a person has one that runs, and as many as ended."""

    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="enrolments"
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("State of the service"),
        max_length=10,
        choices=EnrolmentState,
        default=EnrolmentState.APPLIED,
    )
    wish = EncryptedTextField(_("What the person asks for"))
    applied_on = models.DateField(_("Applied on"))
    exited_on = models.DateField(_("Left the service on"), null=True, blank=True)
    exited_received_at = models.DateTimeField(null=True, editable=False)
    exit_reason = models.CharField(
        _("Why the service ended"), max_length=20, choices=EnrolmentExit, blank=True, default=""
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="enrolment_one_running",
                fields=["beneficiary"],
                condition=~Q(state="EXITED") & Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="enrolment_exit",
                condition=Q(
                    state="EXITED", exited_on__isnull=False, exited_received_at__isnull=False
                )
                & ~Q(exit_reason="")
                | Q(exited_on=None, exited_received_at=None, exit_reason="") & ~Q(state="EXITED"),
            ),
            models.CheckConstraint(
                name="enrolment_days",
                condition=Q(exited_on=None) | Q(exited_on__gte=F("applied_on")),
            ),
        ]
        indexes = [models.Index(fields=["station", "-applied_on"], name="enrolment_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.state}"


class EnrolmentStep(Record):
    """A move of an enrolment: which, on what day, by whom and why."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(_("What happened"), max_length=10, choices=EnrolmentAct)
    done_on = models.DateField(_("Done on"))
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(max_length=60, blank=True, default="", editable=False)

    objects = EnrolmentStepQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "id"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.act}"
