"""The evaluation team, its grades, and what the county decided where they lay apart."""

from django.db import models

from evaluation.cycles.models.append import AppendOnlyModel, AppendOnlyQuerySet
from evaluation.cycles.rules import ASSIGNMENT_RULES, GRADE_RULES, OUTCOME_RULES
from kernel.access.restrict import RestrictedQuerySet
from kernel.base import UuidModel

GRADES = [(letter, letter) for letter in "ABCDE"]


class AssignmentQuerySet(RestrictedQuerySet):
    rules = ASSIGNMENT_RULES

    def active(self) -> "AssignmentQuerySet":
        return self.filter(recused_at__isnull=True)


class Assignment(UuidModel):
    """A reviewer of one evaluation. A recused one stays, with the reason; the grades too.

    ``no_conflict_at``: when the reviewer declared on the page that nothing binds them.
    """

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="assignments")
    reviewer = models.UUIDField()
    reviewer_name = models.CharField(max_length=60)
    assigned_at = models.DateTimeField()
    no_conflict_at = models.DateTimeField(null=True, blank=True)
    recused_at = models.DateTimeField(null=True, blank=True)
    recused_reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "reviewer"], name="assignment_once"),
        ]
        indexes = [
            # What a reviewer may see.
            models.Index(fields=["reviewer", "evaluation"], name="assignment_reviewer"),
        ]

    @property
    def is_active(self) -> bool:
        return self.recused_at is None


class ReviewGradeQuerySet(RestrictedQuerySet):
    rules = GRADE_RULES


class ReviewGrade(UuidModel):
    """One reviewer's grade of one indicator; changeable until that reviewer finishes."""

    assignment = models.ForeignKey("cycles.Assignment", models.PROTECT, related_name="grades")
    indicator = models.CharField(max_length=8)
    grade = models.CharField(max_length=1, choices=GRADES)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField()

    objects = ReviewGradeQuerySet.as_manager()

    class Meta:
        ordering = ["assignment_id", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "indicator"], name="grade_once"),
        ]


class DecisionQuerySet(AppendOnlyQuerySet):
    rules = OUTCOME_RULES


class Decision(AppendOnlyModel):
    """The grade that replaces the mean of grades lying too far apart (scoring.md)."""

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="decisions")
    indicator = models.CharField(max_length=8)
    grade = models.CharField(max_length=1, choices=GRADES)
    reason = models.TextField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="decision_once"),
        ]
