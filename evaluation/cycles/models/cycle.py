"""One year's evaluation in one county."""

from django.db import models

from evaluation.cycles.rules import CYCLE_RULES
from evaluation.cycles.states import CycleState
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel, carried_from


class CycleQuerySet(RestrictedQuerySet):
    rules = CYCLE_RULES


class Cycle(UuidModel):
    """A rubric, a cut-off day and the clocks, fixed for all stations when it opens.

    ``rubric`` is the frozen copy of the county's adopted rubric with its changes (R3: a
    version in public is kept as digest plus copy); it, its digest and the adoption come when
    the cycle opens. ``reviewers`` is its least team. ``clocks`` holds the days of each step
    (`evaluation.cycles.clocks`), all zero in a trial county.
    """

    year = models.PositiveSmallIntegerField()
    rubric_id = models.CharField(max_length=60)
    rubric_version = models.CharField(max_length=20)
    rubric_digest = models.CharField(max_length=64, blank=True)
    rubric = models.JSONField(default=dict, blank=True)
    adoption = models.ForeignKey(
        "adoption.Adoption", models.PROTECT, null=True, blank=True, related_name="cycles"
    )
    reviewers = models.PositiveSmallIntegerField(default=0)
    cutoff_on = models.DateField()
    clocks = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=CycleState, default=CycleState.DRAFT)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    carried_from = carried_from()

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "rubric_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from", "year", "rubric_id"], name="cycle_once_a_year_and_county"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.rubric_id}"
