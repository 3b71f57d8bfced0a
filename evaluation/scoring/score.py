"""From a sheet's inputs to its scores, total and grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from evaluation.scoring.check import Answer, read_sheet
from evaluation.scoring.given import Refused, SheetInput
from evaluation.scoring.grade import applied_caps, bonus_of, grade_of
from evaluation.scoring.methods import METHODS
from evaluation.scoring.na import share_factor
from evaluation.scoring.numbers import decimal_text
from evaluation.scoring.rubric import Area, Indicator, Parameter, Part, Rubric
from evaluation.scoring.sheet import AreaScore, PartTrace, Score, Sheet, State, Trace, UsedNumber

ZERO, ONE = Fraction(0), Fraction(1)
CONTROL_NUMBERS = ("weight", "when_at_least")


@dataclass(frozen=True)
class Measured:
    """An indicator before the points of its area are shared: its share of 0 to 1."""

    indicator: Indicator
    state: State
    share: Fraction
    parts: tuple[PartTrace, ...]
    lacking: tuple[str, ...]


def score(rubric: Rubric, sheet: SheetInput) -> Sheet:
    """Scores a sheet; raises Refused with all refusals when any input cannot be."""
    read = read_sheet(rubric, sheet)
    if read.refusals:
        raise Refused(read.refusals)
    measured = {
        each.id: _measure(each, read.answers[each.id], read.months) for each in rubric.indicators
    }
    scores = _share_out(rubric, measured, sheet.inputs)
    areas = {each.id: _area_score(each, scores, rubric) for each in rubric.areas}
    missing = tuple(id for id, each in scores.items() if each.state == "MISSING")
    caps = applied_caps(rubric, sheet, read.answers, areas)
    vetoes = tuple(sorted(set(sheet.vetoes)))
    bonus = bonus_of(rubric, sheet.bonus)
    base = None if missing else sum((each.score or ZERO for each in areas.values()), ZERO)
    total = None if base is None else min(base + bonus, rubric.total_limit)
    grade = None if total is None else grade_of(rubric, total, caps, vetoes)
    return Sheet(
        rubric=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        scores=scores,
        areas=areas,
        base=base,
        bonus=bonus,
        total=total,
        grade=grade,
        caps=caps,
        vetoes=vetoes,
        missing=missing,
    )


def scaled(parameter: Parameter, months: int) -> Fraction:
    """A yearly threshold for the months open, rounded up, at least 1; others as they are."""
    if not parameter.yearly or months == 12:
        return parameter.value
    return Fraction(max(1, ceil(parameter.value * months / 12)))


def _measure(indicator: Indicator, answer: Answer, months: int) -> Measured:
    if answer.na:
        return Measured(indicator, "NA", ZERO, (), ())
    if answer.lacking:
        return Measured(indicator, "MISSING", ZERO, (), answer.lacking)
    counted: list[tuple[Part, Fraction, Fraction]] = []
    for part in answer.parts:
        share = _share_of_part(part, answer.values, months)
        if share is None and part.empty == "NA":
            return Measured(indicator, "NA", ZERO, (), ())
        if share is None and part.empty == "LEFT_OUT":
            continue
        if share is None:
            share = ONE if part.empty == "FULL" else ZERO
        weight = part.parameter("weight")
        counted.append((part, weight.value if weight else ONE, share))
    return _weigh(indicator, counted, months)


def _weigh(
    indicator: Indicator, counted: list[tuple[Part, Fraction, Fraction]], months: int
) -> Measured:
    weights = sum((weight for _, weight, _ in counted), ZERO)
    share = sum((weight * share for _, weight, share in counted), ZERO) / weights
    traces = tuple(
        _trace_part(part, indicator.points * weight / weights, share, months)
        for part, weight, share in counted
    )
    return Measured(indicator, "SCORED", share, traces, ())


def _share_of_part(part: Part, values: Mapping[str, Any], months: int) -> Fraction | None:
    taken = tuple(values[key] for key in part.inputs)
    numbers = {each.name: scaled(each, months) for each in part.parameters}
    return METHODS[part.method].share(taken, numbers)


def _trace_part(part: Part, points: Fraction, share: Fraction, months: int) -> PartTrace:
    numbers = tuple(
        UsedNumber(each.name, scaled(each, months), each.value, each.origin, each.clause)
        for each in part.parameters
    )
    texts = {
        each.name: decimal_text(each.value) for each in numbers if each.name not in CONTROL_NUMBERS
    }
    rule = METHODS[part.method].rule(part.inputs, texts)
    return PartTrace(part.name, part.method, rule, points, share, numbers)


def _share_out(
    rubric: Rubric, measured: Mapping[str, Measured], inputs: Mapping[str, Any]
) -> dict[str, Score]:
    not_applicable = {id for id, each in measured.items() if each.state == "NA"}
    factors = {each.id: share_factor(rubric, each, not_applicable) for each in rubric.areas}
    return {
        id: _score(each, factors[each.indicator.area], inputs.get(id) or {})
        for id, each in measured.items()
    }


def _score(measured: Measured, factor: Fraction, inputs: Mapping[str, Any]) -> Score:
    indicator = measured.indicator
    scored = measured.state == "SCORED"
    return Score(
        indicator=indicator.id,
        state=measured.state,
        points=indicator.points,
        score=indicator.points * measured.share * factor if scored else None,
        lacking=measured.lacking,
        trace=Trace(
            indicator=indicator.id,
            clause=indicator.clause,
            origin=indicator.origin,
            rule=" + ".join(
                f"{decimal_text(each.points)} x {each.rule}" for each in measured.parts
            ),
            inputs=inputs,
            parts=measured.parts,
            factor=factor,
        ),
    )


def _area_score(area: Area, scores: Mapping[str, Score], rubric: Rubric) -> AreaScore:
    mine = [scores[each.id] for each in rubric.of_area(area.id)]
    if any(each.state == "MISSING" for each in mine):
        return AreaScore(area.points, None)
    return AreaScore(area.points, sum((each.score or ZERO for each in mine), ZERO))
