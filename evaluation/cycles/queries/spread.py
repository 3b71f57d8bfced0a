"""How far reviewers lie apart, indicator by indicator (scoring.md, Arithmetic)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import grades_due, rubric_of
from evaluation.scoring import mean_grade, needs_decision, spread


@dataclass(frozen=True)
class Spread:
    """The letters of one indicator, their mean and spread (0 to 1), and whether it is too wide."""

    indicator: str
    grades: tuple[str, ...]
    mean: Fraction
    spread: Fraction
    needs_decision: bool


def spreads(evaluation: Evaluation, grades: Mapping[str, Sequence[str]]) -> list[Spread]:
    """The spread of every indicator whose grade is scored and given, in rubric order."""
    rubric = rubric_of(evaluation.cycle)
    return [
        Spread(
            indicator=each,
            grades=tuple(grades[each]),
            mean=mean_grade(rubric, grades[each]),
            spread=spread(rubric, grades[each]),
            needs_decision=needs_decision(rubric, grades[each]),
        )
        for each in grades_due(evaluation)
        if grades.get(each)
    ]
