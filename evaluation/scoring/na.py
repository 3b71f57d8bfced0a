"""Sharing out the points of indicators that do not apply."""

from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache

from evaluation.scoring.numbers import ONE, add_up
from evaluation.scoring.rubric import Rubric


def share_factors(rubric: Rubric, not_applicable: Collection[str]) -> dict[str, Fraction]:
    """By area: what its other scores are multiplied with, so that the area keeps its points.

    An area in which nothing applies keeps the factor 1: there is nothing to multiply.
    """
    return {
        area.id: _factor(
            rubric,
            area.id,
            frozenset(id for id in not_applicable if rubric.by_id[id].area == area.id),
        )
        for area in rubric.areas
    }


@lru_cache(maxsize=1024)
def _factor(rubric: Rubric, area: str, not_applicable: frozenset[str]) -> Fraction:
    mine = rubric.of_area(area)
    left = add_up(each.points for each in mine if each.id not in not_applicable)
    return rubric.area(area).points / left if left else ONE
