"""Sharing out the points of indicators that do not apply."""

from collections.abc import Container
from fractions import Fraction

from evaluation.scoring.rubric import Area, Rubric


def share_factor(rubric: Rubric, area: Area, not_applicable: Container[str]) -> Fraction:
    """What the area's other scores are multiplied with, so that the area keeps its points.

    An area in which nothing applies keeps the factor 1: there is nothing to multiply.
    """
    left = sum(
        (each.points for each in rubric.of_area(area.id) if each.id not in not_applicable),
        Fraction(0),
    )
    return area.points / left if left else Fraction(1)
