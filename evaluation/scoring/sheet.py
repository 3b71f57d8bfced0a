"""The result of scoring: scores, areas, total and grade, each with the way it came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from evaluation.scoring.codec import to_data
from evaluation.scoring.numbers import decimal_text, shown

State = Literal["SCORED", "NA", "MISSING"]


@dataclass(frozen=True)
class UsedNumber:
    """A number as it was used: `value` differs from `full_value` for a station opened in the
    year, whose yearly thresholds are smaller."""

    name: str
    value: Fraction
    full_value: Fraction
    origin: str
    clause: str | None

    @cached_property
    def data(self) -> dict[str, Any]:
        """As in the JSON of a sheet."""
        return {
            "name": self.name,
            "value": decimal_text(self.value),
            "full_value": decimal_text(self.full_value),
            "origin": self.origin,
            "clause": self.clause,
        }


@dataclass(frozen=True)
class PartFormula:
    """One part of a formula, the same for every station: the points it could bring, its rule
    and its numbers."""

    name: str
    method: str
    rule: str
    points: Fraction
    numbers: tuple[UsedNumber, ...]

    @cached_property
    def term(self) -> str:
        """Its term in the rule of the indicator: "2.4 x cap(volunteers/30)"."""
        return f"{decimal_text(self.points)} x {self.rule}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """As in the JSON of a sheet, share and score still open."""
        return {
            "name": self.name,
            "method": self.method,
            "rule": self.rule,
            "points": shown(self.points),
            "share": None,
            "score": None,
            "numbers": [each.data for each in self.numbers],
        }


@dataclass(frozen=True)
class PartTrace:
    """One part of a formula and the share (0 to 1) of its points it reached."""

    formula: PartFormula
    share: Fraction

    @property
    def name(self) -> str:
        return self.formula.name

    @property
    def method(self) -> str:
        return self.formula.method

    @property
    def rule(self) -> str:
        return self.formula.rule

    @property
    def points(self) -> Fraction:
        return self.formula.points

    @property
    def numbers(self) -> tuple[UsedNumber, ...]:
        return self.formula.numbers

    @property
    def data(self) -> dict[str, Any]:
        """As in the JSON of a sheet."""
        score = self.formula.points * self.share
        return {**self.formula.data, "share": shown(self.share, 6), "score": shown(score)}


@dataclass(frozen=True)
class Trace:
    """Why an indicator has its score: clause, inputs, the parts of its formula with the numbers
    used, and the factor by which the points of N/A indicators of its area were shared out."""

    indicator: str
    clause: str
    origin: str
    inputs: Mapping[str, Any]
    parts: tuple[PartTrace, ...]
    factor: Fraction

    @property
    def rule(self) -> str:
        """The formula as it was used: "2.4 x cap(volunteers/30) + 0.6 x cap(steps/4)"."""
        return " + ".join([each.formula.term for each in self.parts])


@dataclass(frozen=True)
class Score:
    """One indicator's score; `points` are the rubric's, before the factor of its area."""

    indicator: str
    state: State
    points: Fraction
    score: Fraction | None
    trace: Trace
    lacking: tuple[str, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """As in the JSON of a sheet."""
        return {**_points_and_score(self), "state": self.state}

    @cached_property
    def trace_data(self) -> dict[str, Any]:
        """The trace as in the JSON of a sheet."""
        trace = self.trace
        return {
            "indicator": trace.indicator,
            "clause": trace.clause,
            "rule": trace.rule,
            "inputs": to_data(trace.inputs),
            "origin": trace.origin,
            "state": self.state,
            "score": self.data["score"],
            "factor": shown(trace.factor, 6),
            "lacking": list(self.lacking),
            "parts": [each.data for each in trace.parts],
        }


@dataclass(frozen=True)
class AreaScore:
    """An area's points and the sum of its scores; None while one of them is missing."""

    points: Fraction
    score: Fraction | None


@dataclass(frozen=True)
class AppliedCap:
    """A cap whose condition holds, and the best grade it leaves."""

    id: str
    best: str


@dataclass(frozen=True)
class Sheet:
    """A scored sheet. While `missing` names indicators there is no base, total or grade."""

    rubric: str
    version: str
    digest: str
    scores: Mapping[str, Score]
    areas: Mapping[str, AreaScore]
    base: Fraction | None
    bonus: Fraction
    total: Fraction | None
    grade: str | None
    caps: tuple[AppliedCap, ...]
    vetoes: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def trace(self) -> tuple[Trace, ...]:
        """The traces of all indicators, in rubric order."""
        return tuple(each.trace for each in self.scores.values())

    def to_json(self) -> dict[str, Any]:
        """The shapes of the API: scores as texts half-up to 4 decimals, absent is null.

        Rows may be added to; what stands within a row of the trace is shared with other sheets.
        """
        return {
            "rubric": {"id": self.rubric, "version": self.version, "digest": self.digest},
            "areas": {id: _points_and_score(area) for id, area in self.areas.items()},
            "scores": {id: {**each.data} for id, each in self.scores.items()},
            "base": _shown(self.base),
            "bonus": shown(self.bonus),
            "total": _shown(self.total),
            "grade": self.grade,
            "caps": [each.id for each in self.caps],
            "vetoes": list(self.vetoes),
            "missing": list(self.missing),
            "trace": [{**each.trace_data} for each in self.scores.values()],
        }


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else shown(value)


def _points_and_score(scored: Score | AreaScore) -> dict[str, Any]:
    return {"points": shown(scored.points), "score": _shown(scored.score)}
