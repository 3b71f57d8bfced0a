"""A visit to a person: planned, then done with a result."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from kernel.workdays.clock import ZONE
from stations.casework.companions import say_companions
from stations.casework.data_file import read_data
from stations.casework.enums import Place, Result
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_work
from stations.casework.sections import show
from stations.records.models import Record

FORM = "VISIT"  # of data/sections.yaml
OF_VISIT = "visit__station__"


class VisitQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_work()), "edit": of_minors(write_work())}


class VisitCorrectionQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_minors(view_work(OF_VISIT), "visit__beneficiary__", OF_VISIT),
        "edit": of_minors(write_work(OF_VISIT), "visit__beneficiary__", OF_VISIT),
    }


class VisitContent(Record):
    """What is said of a visit that was made, and may be corrected."""

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_at = models.DateTimeField(_("Held at"), null=True, blank=True)
    place = models.CharField(_("Place of visit"), max_length=20, choices=Place, default=Place.HOME)
    result = models.CharField(
        _("Result of visit"), max_length=20, choices=Result, blank=True, default=""
    )
    # Codes of data/visits.yaml: who came along (Z11).
    joint_with = models.JSONField(_("Accompanied by"), default=list, db_default=[], blank=True)
    note = EncryptedTextField(_("Visit note"), blank=True, default="")
    # Optional short texts beside the note (Z12; data/sections.yaml), as sections.pack keeps them.
    sections = EncryptedTextField(_("Sections of the note"), blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def answers(self) -> list[tuple[Any, str]]:
        """The sections in words."""
        return show(FORM, self.sections)

    @property
    def company(self) -> str:
        """Who came along, in words."""
        return say_companions(self.joint_with)


def is_late(held_at: datetime | None, received_at: datetime) -> bool:
    """Received later after the day of the visit than data/visits.yaml gives."""
    if held_at is None:
        return False
    lag = received_at.astimezone(ZONE).date() - held_at.astimezone(ZONE).date()
    return lag.days > read_data("visits")["late_after_days"]


class Visit(VisitContent):
    """Done when ``held_at`` and ``result`` are set; a refusal is a result.

    ``received_at`` is when the result came in; of a planned visit, when the plan did; of one whose
    correction changed what is counted, when that did (C912b).
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="visits")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    # Where the person lived then: a later move leaves the household-times of the past alone (N04).
    household = models.ForeignKey(
        "casework.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    planned_on = models.DateField(_("Planned on"), null=True, blank=True)
    # The purchaser's rule of visiting by which it was planned, if by one (Z06).
    plan_rule = models.CharField(
        _("Planned by the rule"), max_length=120, blank=True, default="", db_default=""
    )
    # What programs of the last release read and write of ``joint_with``.
    joint_work = models.BooleanField(_("Together with a volunteer"), default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_planned_or_held",
                condition=Q(held_at=None, result="", planned_on__isnull=False)
                | (Q(held_at__isnull=False) & ~Q(result="")),
            ),
        ]
        # A year of all stations (C11); a place's visits in the order of their list, counted and
        # skipped without reading a row; what is planned there; a person's last visit, for the
        # due list.
        indexes = [
            models.Index(fields=["held_at"], name="visit_time"),
            models.Index(
                fields=["station", "-held_at", "-id"],
                include=["withdrawn_at"],
                name="visit_place_time",
            ),
            models.Index(
                fields=["station", "planned_on"],
                condition=Q(held_at=None, withdrawn_at=None),
                name="visit_planned",
            ),
            models.Index(
                fields=["beneficiary", "-held_at"],
                condition=Q(withdrawn_at=None, result__in=[Result.MET, Result.REFUSED]),
                name="visit_last",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.held_at or self.planned_on}"

    @property
    def is_late(self) -> bool:
        """Received later after its day than data/visits.yaml gives: marked, valid all the same."""
        return is_late(self.held_at, self.received_at)


class VisitCorrection(VisitContent):
    """What a visit said before a correction; who corrected it, when (``received_at``) and why.

    ``was_received_at`` is when that earlier reading came in.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="corrections")
    was_received_at = models.DateTimeField(editable=False)
    reason = EncryptedTextField(_("Reason of the correction"))
    by_uuid = models.UUIDField(null=True, editable=False)
    by_name = models.CharField(max_length=60, blank=True, default="", editable=False)

    objects = VisitCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.received_at}"

    @property
    def is_late(self) -> bool:
        """Corrected so long after the day it was about that a new entry would be marked."""
        return is_late(self.held_at, self.received_at)
