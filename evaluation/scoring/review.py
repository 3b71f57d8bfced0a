"""Taking reviewers' grades together."""

from collections.abc import Sequence
from fractions import Fraction

from evaluation.scoring.rubric import Rubric


def grade_values(rubric: Rubric, letters: Sequence[str]) -> list[Fraction]:
    """The values of grade letters, lowest first. KeyError for a letter the rubric has not."""
    values = {each.id: each.value for each in rubric.letters}
    return sorted(values[letter] for letter in letters)


def mean_grade(rubric: Rubric, letters: Sequence[str]) -> Fraction:
    """The mean of the grades' values; with many grades one highest and one lowest are dropped."""
    values = grade_values(rubric, letters)
    if len(values) >= rubric.review.drop_from:
        values = values[1:-1]
    return sum(values, Fraction(0)) / len(values)


def spread(rubric: Rubric, letters: Sequence[str]) -> Fraction:
    """Highest minus lowest grade value over all reviewers, before anything is dropped."""
    values = grade_values(rubric, letters)
    return values[-1] - values[0]


def needs_decision(rubric: Rubric, letters: Sequence[str]) -> bool:
    """Whether the reviewers are so far apart that reconciling needs a reasoned decision."""
    return spread(rubric, letters) > rubric.review.spread_limit
