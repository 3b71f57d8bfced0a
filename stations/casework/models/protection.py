"""Reports of suspected harm to a child or an elder: sent once, never edited (X13, G3231, G3225)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from kernel.errors import Conflict
from stations.casework.care_enums import Authority, Protected, ReportChannel
from stations.casework.norms import norm
from stations.casework.protection_rules import answer_reports, name_officers, read_reports
from stations.records.models import Record, Span, both, span_rules

# The only columns that a report gains after it was sent: the authority's answer.
ANSWER = frozenset({"answer", "answered_on", "answered_received_at", "changed_at"})


class ReportQuerySet(RestrictedQuerySet):
    """No rule "edit": nothing of what was sent is ever changed, withdrawn or deleted."""

    rules = {"view": read_reports(), "answer": answer_reports()}

    def update(self, **values: Any) -> int:
        refuse_edit(values)
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise kept()


class StatementQuerySet(RestrictedQuerySet):
    rules = {"view": read_reports("report__")}


class OfficerQuerySet(RestrictedQuerySet):
    rules = {"view": name_officers(), "edit": name_officers()}


def refuse_edit(fields: Iterable[str] | None) -> None:
    """Raise Conflict for a column that stands since the report was sent."""
    if fields is None or not ANSWER.issuperset(fields):
        raise kept()


def kept() -> Conflict:
    """What an edit or a deletion is answered with."""
    return Conflict(_("A report is not changed after it was sent; add a statement."))


class ProtectionReport(Record):
    """What was seen, and which authority was told when; ``received_at`` is the time stamp.

    The receipt's number and the mark on it prove what was sent: ``mark`` is made over the content
    with the county's key.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    receipt_number = models.CharField(
        gettext_lazy("Number of the receipt"), max_length=20, unique=True, editable=False
    )
    subject = models.CharField(
        gettext_lazy("Whom it is about"),
        max_length=10,
        choices=Protected,
        default=Protected.CHILD,
        db_default=Protected.CHILD,
    )
    child = EncryptedTextField(gettext_lazy("The person: name, or how to know them"))
    seen = EncryptedTextField(gettext_lazy("What was seen or heard"))
    place = EncryptedTextField(gettext_lazy("Where it was seen"))
    noticed_at = models.DateTimeField(gettext_lazy("Noticed at"))
    authority = models.CharField(gettext_lazy("Authority told"), max_length=20, choices=Authority)
    channel = models.CharField(gettext_lazy("Told how"), max_length=10, choices=ReportChannel)
    reported_at = models.DateTimeField(gettext_lazy("Authority told at"))
    reporter_uuid = models.UUIDField(editable=False)
    reporter_name = models.CharField(gettext_lazy("Reported by"), max_length=60, editable=False)
    mark = models.CharField(max_length=64, editable=False)
    answered_on = models.DateField(gettext_lazy("Answered on"), null=True, blank=True)
    answered_received_at = models.DateTimeField(null=True, editable=False)
    answer = EncryptedTextField(gettext_lazy("The authority's answer"), blank=True, default="")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="protectionreport_order", condition=Q(reported_at__gte=F("noticed_at"))
            ),
            models.CheckConstraint(
                name="protectionreport_answer",
                condition=both("answered_on", "answered_received_at"),
            ),
        ]
        indexes = [models.Index(fields=["station", "-noticed_at"], name="protectionreport_station")]

    def __str__(self) -> str:
        return self.receipt_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Conflict for anything but a new report or the authority's answer."""
        if not self._state.adding:
            refuse_edit(kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Conflict: a report is kept."""
        raise kept()

    @property
    def due_at(self) -> Any:
        """Until when the authority was to be told."""
        return self.noticed_at + timedelta(hours=norm("protection_report", "hours"))

    @property
    def is_late(self) -> bool:
        """Told later than the time limit allows."""
        return bool(self.reported_at > self.due_at)


class ProtectionStatement(Record):
    """What was found out or put right later; the report itself stands."""

    report = models.ForeignKey(
        ProtectionReport, on_delete=models.PROTECT, related_name="statements"
    )
    body = EncryptedTextField(gettext_lazy("Statement"))
    by_uuid = models.UUIDField(editable=False)
    by_name = models.CharField(gettext_lazy("Stated by"), max_length=60, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.received_at}"


class ProtectionOfficer(Span):
    """A person of the bureau who answers for reports of the whole county."""

    user_uuid = models.UUIDField(editable=False)
    name = models.CharField(gettext_lazy("Full name"), max_length=60, editable=False)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *span_rules("protectionofficer"),
            models.UniqueConstraint(
                name="protectionofficer_once",
                fields=["user_uuid"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name
