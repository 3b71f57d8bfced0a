"""What an evaluation came to: exact, with its trace, never changed, only succeeded."""

from decimal import Decimal
from fractions import Fraction

from django.db import models

from evaluation.cycles.models.append import AppendOnlyModel, AppendOnlyQuerySet
from evaluation.cycles.rules import OUTCOME_RULES


def whole() -> models.DecimalField:
    """A whole number of any size: the denominators of a sheet multiply beyond 64 bits."""
    return models.DecimalField(max_digits=400, decimal_places=0)


def shown() -> models.DecimalField:
    """The value as people read it, half-up to 0.01."""
    return models.DecimalField(max_digits=6, decimal_places=2)


class ResultQuerySet(AppendOnlyQuerySet):
    rules = OUTCOME_RULES


class Result(AppendOnlyModel):
    """``sheet`` is the full scoring sheet with its trace (evaluation.scoring).

    A recalculation is a new row that ``supersedes`` the one before; the highest ``seq``
    stands.
    """

    evaluation = models.ForeignKey("cycles.Evaluation", models.PROTECT, related_name="results")
    seq = models.PositiveSmallIntegerField()
    supersedes = models.OneToOneField(
        "cycles.Result", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    sheet = models.JSONField()
    base_num, base_den, base_shown = whole(), whole(), shown()
    bonus_num, bonus_den, bonus_shown = whole(), whole(), shown()
    total_num, total_den, total_shown = whole(), whole(), shown()
    grade = models.CharField(max_length=10)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "seq"], name="result_seq"),
        ]

    @property
    def base(self) -> Fraction:
        return ratio(self.base_num, self.base_den)

    @property
    def bonus(self) -> Fraction:
        return ratio(self.bonus_num, self.bonus_den)

    @property
    def total(self) -> Fraction:
        return ratio(self.total_num, self.total_den)


def ratio(numerator: Decimal, denominator: Decimal) -> Fraction:
    return Fraction(int(numerator), int(denominator))
