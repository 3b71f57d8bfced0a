"""The evaluation of one station in one cycle, and the steps it has taken."""

from django.db import models

from evaluation.cycles.models.append import AppendOnlyModel, AppendOnlyQuerySet
from evaluation.cycles.rules import EVALUATION_RULES, STEP_RULES
from evaluation.cycles.states import NEXT_ACTOR, Act, State
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel


class EvaluationQuerySet(RestrictedQuerySet):
    rules = EVALUATION_RULES


class Evaluation(UuidModel):
    """``track`` and ``opened_on`` are the station's at the freeze: later changes do not count.

    ``version`` counts every change; ``sheet_version`` is its value at the last change that
    all who see the evaluation may see. A reviewer's grade moves ``version`` and the
    reviewer's own ``Assignment.version``, so that reviewers neither disturb nor notice
    each other (see `guards.visible_version`).
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="evaluations")
    station = models.ForeignKey("network.Station", models.PROTECT, related_name="evaluations")
    track = models.CharField(max_length=20)
    opened_on = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.SELF_EVAL)
    awaits = models.CharField(max_length=16, choices=Act, blank=True)
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    sheet_version = models.PositiveIntegerField(default=1)

    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    reconciled_by = models.UUIDField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    publicised_on = models.DateField(null=True, blank=True)
    publicity_ends_on = models.DateField(null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__year", "station__code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "station"], name="evaluation_once_a_cycle"),
        ]
        indexes = [
            # The work desk: what waits for an act.
            models.Index(fields=["awaits", "due_on"], name="evaluation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.station.name} {self.cycle.year}"

    @property
    def next_actor(self) -> str | None:
        """The role whose turn it is; None when nothing is left to do."""
        return NEXT_ACTOR.get(self.awaits)


class StepQuerySet(AppendOnlyQuerySet):
    rules = STEP_RULES


class Step(AppendOnlyModel):
    """One act that moved an evaluation or its team: who, when, from where to where, why."""

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="steps")
    act = models.CharField(max_length=16, choices=Act)
    state_before = models.CharField(max_length=20, choices=State)
    state = models.CharField(max_length=20, choices=State)
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
