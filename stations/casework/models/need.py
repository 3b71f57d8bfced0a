"""What a person asked for, and whether they say it was met."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import NeedDimension, NeedKind, NeedState, UnmetReason
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.rules import view_work, write_work
from stations.records.models import Record

STATES: dict[str, Q] = {
    NeedState.RAISED: Q(closed_on=None, matched_on=None),
    NeedState.MATCHED: Q(closed_on=None, matched_on__isnull=False),
    NeedState.MET: Q(closed_on__isnull=False, confirmed_by_person=True),
    NeedState.UNMET: Q(closed_on__isnull=False, confirmed_by_person=False),
}


class NeedQuerySet(RestrictedQuerySet):
    rules = {"view": of_minors(view_work()), "edit": of_minors(write_work())}

    def in_state(self, state: str) -> Self:
        """The needs of one of the four states."""
        return self.filter(STATES[state])


class Need(Record):
    """Raised by a person; met only when the person confirms it (rubric, C14).

    The four states are read from the days: there is no column that could contradict them. Kind
    and dimension are empty for needs from before they were asked for.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="needs")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        _("Kind of need"), max_length=20, choices=NeedKind, blank=True, default="", db_default=""
    )
    dimension = models.CharField(
        _("Side of life"),
        max_length=10,
        choices=NeedDimension,
        blank=True,
        default="",
        db_default="",
    )
    summary = EncryptedTextField(_("What is needed"))
    raised_on = models.DateField(_("Raised on"))
    matched_on = models.DateField(_("Handed over on"), null=True, blank=True)
    matched_to = EncryptedTextField(_("Who helps"), blank=True, default="", db_default="")
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    closed_received_at = models.DateTimeField(null=True, editable=False)
    confirmed_by_person = models.BooleanField(_("Confirmed by the person"), default=False)
    unmet_reason = models.CharField(
        _("Why it was not met"),
        max_length=20,
        choices=UnmetReason,
        blank=True,
        default="",
        db_default="",
    )
    unmet_note = EncryptedTextField(
        _("Note on the need not met"), blank=True, default="", db_default=""
    )

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

    @property
    def state(self) -> NeedState:
        """Which of the four states the days say (Z03)."""
        if self.closed_on is not None:
            return NeedState.MET if self.confirmed_by_person else NeedState.UNMET
        return NeedState.RAISED if self.matched_on is None else NeedState.MATCHED
