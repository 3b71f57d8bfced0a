"""From a sheet's inputs to its scores, total and grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluation.scoring.check import Answer, read_sheet
from evaluation.scoring.given import Refused, SheetInput
from evaluation.scoring.grade import applied_caps, bonus_of, grade_of
from evaluation.scoring.indicator import Indicator, Part
from evaluation.scoring.methods import METHODS
from evaluation.scoring.na import share_factor
from evaluation.scoring.ready import ReadyPart, ready_parts
from evaluation.scoring.rubric import Area, Rubric
from evaluation.scoring.sheet import AreaScore, PartTrace, Score, Sheet, State, Trace

ZERO, ONE = Fraction(0), Fraction(1)


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
    ready = ready_parts(rubric, read.months)
    measured = {each.id: _measure(each, read.answers[each.id], ready) for each in rubric.indicators}
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


def _measure(
    indicator: Indicator, answer: Answer, ready: Mapping[tuple[str, str], ReadyPart]
) -> Measured:
    if answer.na:
        return Measured(indicator, "NA", ZERO, (), ())
    if answer.lacking:
        return Measured(indicator, "MISSING", ZERO, (), answer.lacking)
    counted: list[tuple[Part, ReadyPart, Fraction]] = []
    for part in answer.parts:
        formula = ready[indicator.id, part.name]
        values = tuple(answer.values[key] for key in part.inputs)
        share = METHODS[part.method].share(values, formula.numbers)
        if share is None and part.empty == "NA":
            return Measured(indicator, "NA", ZERO, (), ())
        if share is None and part.empty == "LEFT_OUT":
            continue
        if share is None:
            share = ONE if part.empty == "FULL" else ZERO
        counted.append((part, formula, share))
    return _weigh(indicator, counted)


def _weigh(indicator: Indicator, counted: list[tuple[Part, ReadyPart, Fraction]]) -> Measured:
    """The weighted mean of the parts that count."""
    weights = sum((formula.weight for _, formula, _ in counted), ZERO)
    share = sum((formula.weight * share for _, formula, share in counted), ZERO) / weights
    traces = tuple(
        PartTrace(
            name=part.name,
            method=part.method,
            rule=formula.rule,
            points=indicator.points * formula.weight / weights,
            share=share,
            numbers=formula.used,
        )
        for part, formula, share in counted
    )
    return Measured(indicator, "SCORED", share, traces, ())


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
