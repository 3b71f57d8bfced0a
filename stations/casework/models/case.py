"""A case in its six stages, what is written about it, and what follows (G44b)."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import (
    CaseAct,
    CaseKind,
    CaseUnit,
    ClosureReason,
    DocumentKind,
    Problem,
    Stage,
)
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import read_cases, sign_cases, view_cases, write_persons
from stations.casework.sections import show
from stations.records.models import Record

OF_CASE = "case__station__"


class CaseQuerySet(RestrictedQuerySet):
    """ "view" is that a case exists and where it stands; "read" adds names and texts."""

    rules = {
        "view": view_cases(),
        "read": of_minors(read_cases()),
        "edit": of_minors(write_persons()),
        "sign": of_minors(sign_cases()),
    }


class CasePartQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_cases(OF_CASE), "case__beneficiary__", OF_CASE),
        "edit": of_minors(write_persons(OF_CASE), "case__beneficiary__", OF_CASE),
    }


class Case(Record):
    """What a station does with a person or household about one problem, from intake to closure.

    Closed when ``closed_on`` is set; ``round`` rises when it is opened again, and what the gates
    ask for is then to be written anew.
    """

    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="cases")
    # Of a household case: where the person lived when it was opened.
    household = models.ForeignKey(
        "casework.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    responsible = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = EncryptedTextField(_("What the case is about"))
    unit = models.CharField(_("Case for"), max_length=10, choices=CaseUnit)
    kind = models.CharField(_("Kind of case"), max_length=10, choices=CaseKind)
    problem = models.CharField(_("Kind of problem"), max_length=20, choices=Problem)
    stage = models.CharField(_("Stage"), max_length=20, choices=Stage, default=Stage.INTAKE)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    opened_on = models.DateField(_("Case opened on"))
    closure_reason = models.CharField(
        _("Reason of closure"), max_length=20, choices=ClosureReason, blank=True, default=""
    )
    closure_requested_by_uuid = models.UUIDField(null=True, editable=False)
    closure_requested_by_name = models.CharField(
        max_length=60, blank=True, default="", editable=False
    )
    receiver = EncryptedTextField(_("Referred to"), blank=True, default="")
    closed_on = models.DateField(_("Case closed on"), null=True, blank=True)
    closed_received_at = models.DateTimeField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="case_closed_after_opened",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="case_closing_received",
                condition=Q(closed_on=None, closed_received_at=None)
                | (
                    Q(closed_on__isnull=False, closed_received_at__isnull=False)
                    & ~Q(closure_reason="")
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-opened_on"], name="case_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.opened_on}"


class CaseDocument(Record):
    """A text about a case; a stage begins only after those its gate names (C912a)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("Kind of document"), max_length=20, choices=DocumentKind)
    body = EncryptedTextField(_("Text"), blank=True)
    # What the kind of document asks for (data/sections.yaml), as sections.pack keeps it.
    sections = EncryptedTextField(_("Sections"), blank=True, default="", db_default="")
    written_on = models.DateField(_("Written on"))
    signed = models.BooleanField(_("Signed by both sides"), default=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        ordering = ["written_on", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def answers(self) -> list[tuple[Any, str]]:
        """The sections in words."""
        return show(self.kind, self.sections)


class CaseStep(Record):
    """A move of a case: who, when (``received_at``) and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=CaseAct)
    from_stage = models.CharField(max_length=20, choices=Stage, blank=True, default="")
    to_stage = models.CharField(max_length=20, choices=Stage)
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    # Of a closing move: the day and reason of closure, kept when the case is opened again.
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=20, choices=ClosureReason, blank=True, default="")
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(max_length=60, blank=True, default="", editable=False)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"


class CaseFollowUp(Record):
    """A look at how it goes after the closure: due, then done (C86b)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("Follow-up due on"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    done_received_at = models.DateTimeField(null=True, editable=False)
    note = EncryptedTextField(_("What was found"), blank=True, default="")

    objects = CasePartQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_done_received",
                condition=Q(done_on=None, done_received_at=None)
                | Q(done_on__isnull=False, done_received_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"
