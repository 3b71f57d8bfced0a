"""Bonus, total, grade, caps and vetoes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.scoring.answer import Answer
from evaluation.scoring.given import SheetInput
from evaluation.scoring.numbers import exact_decimal, half_up
from evaluation.scoring.rubric import Cap, Rubric
from evaluation.scoring.sheet import AppliedCap, AreaScore

TOTAL_PLACES = 2
TRACK_CAP = "TRACK"


def bonus_of(rubric: Rubric, given: Mapping[str, Any]) -> Fraction:
    """The bonus points granted, limited to the rubric's limit."""
    granted = (exact_decimal(points) or Fraction(0) for points in given.values())
    return min(sum(granted, Fraction(0)), rubric.bonus_limit)


def grade_of(
    rubric: Rubric, total: Fraction, caps: tuple[AppliedCap, ...], vetoes: tuple[str, ...]
) -> str:
    """The grade of the total rounded half-up to 0.01, then the lowest cap, then the vetoes."""
    if vetoes:
        return rubric.grades[-1].id
    rounded = half_up(total, TOTAL_PLACES)
    order = [each.id for each in rubric.grades]
    earned = next(i for i, each in enumerate(rubric.grades) if rounded >= each.at_least)
    return order[max([earned, *(order.index(each.best) for each in caps)])]


def applied_caps(
    rubric: Rubric,
    sheet: SheetInput,
    answers: Mapping[str, Answer],
    areas: Mapping[str, AreaScore],
) -> tuple[AppliedCap, ...]:
    """Every cap whose condition holds, by name, whether or not it changes the grade."""
    best = {each.id: _best_under(each, sheet, answers, areas) for each in rubric.caps}
    track = rubric.track(sheet.track)
    if track.best != rubric.grades[0].id:
        best[TRACK_CAP] = track.best
    return tuple(AppliedCap(id, best[id] or "") for id in sorted(best) if best[id])


def _best_under(
    cap: Cap,
    sheet: SheetInput,
    answers: Mapping[str, Answer],
    areas: Mapping[str, AreaScore],
) -> str | None:
    if cap.kind == "GIVEN":
        return cap.best if cap.id in sheet.caps else None
    if cap.kind == "AREA_SHARE":
        return _best_of_areas(cap, areas)
    value = answers[cap.indicator or ""].values.get(cap.input or "")
    if cap.kind == "CHOSEN":
        return cap.best if value == cap.choice else None
    zeros = sum(each == 0 for each in value) if isinstance(value, tuple) else 0
    return cap.best if zeros >= (cap.months or 0) else None


def _best_of_areas(cap: Cap, areas: Mapping[str, AreaScore]) -> str | None:
    shares = [each.score / each.points for each in areas.values() if each.score is not None]
    for step in cap.steps:
        if any(share < step.under for share in shares):
            return step.best
    return None
