"""One indicator's answer: what it measures, and the score it gives under a factor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from evaluation.scoring.numbers import ONE, ZERO, add_up
from evaluation.scoring.ready import ReadyIndicator, ReadyPart
from evaluation.scoring.sheet import PartTrace, Score, State, Trace

# The factors of an area are few: one for each set of its indicators that may be N/A.
MOST_FACTORS = 16


@dataclass(frozen=True)
class Measured:
    """An indicator before the points of its area are shared: its share of 0 to 1."""

    state: State
    share: Fraction = ZERO
    parts: tuple[PartTrace, ...] = ()


@dataclass(frozen=True, eq=False)
class Answer:
    """One indicator as read: declared N/A, or its values, the parts that count with them and
    the keys it lacks (the indicator is MISSING when there are any).

    Stations share answers (see `read`), so what follows from one is worked out once.
    """

    ready: ReadyIndicator
    inputs: Mapping[str, Any]
    na: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[ReadyPart, ...] = ()
    lacking: tuple[str, ...] = ()
    _scores: dict[tuple[int, int], Score] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def measured(self) -> Measured:
        """Its state and share. Only of an answer that was not refused."""
        if self.na:
            return Measured("NA")
        if self.lacking:
            return Measured("MISSING")
        counted = []
        for part in self.parts:
            share = part.share(self.values)
            if share is None and part.empty == "NA":
                return Measured("NA")
            if share is None and part.empty == "LEFT_OUT":
                continue
            if share is None:
                share = ONE if part.empty == "FULL" else ZERO
            counted.append((part, share))
        return _weigh(self.ready, counted)

    def score(self, factor: Fraction) -> Score:
        """The score with the factor by which the points of N/A indicators are shared out."""
        ratio = factor.as_integer_ratio()
        found = self._scores.get(ratio)
        if found is None:
            if len(self._scores) >= MOST_FACTORS:
                self._scores.clear()
            found = self._scores[ratio] = _score(self, factor)
        return found


def _weigh(ready: ReadyIndicator, counted: list[tuple[ReadyPart, Fraction]]) -> Measured:
    """The weighted mean of the parts that count."""
    portions = ready.portions(tuple([part for part, _ in counted]))
    shares = [share for _, share in counted]
    traces = [
        PartTrace(portion.formula, share) for portion, share in zip(portions, shares, strict=True)
    ]
    mean = add_up([portion.of_one * share for portion, share in zip(portions, shares, strict=True)])
    return Measured("SCORED", mean, tuple(traces))


def _score(answer: Answer, factor: Fraction) -> Score:
    indicator, measured = answer.ready.indicator, answer.measured
    scored = measured.state == "SCORED"
    return Score(
        indicator=indicator.id,
        state=measured.state,
        points=indicator.points,
        score=indicator.points * measured.share * factor if scored else None,
        lacking=answer.lacking,
        trace=Trace(
            indicator=indicator.id,
            clause=indicator.clause,
            origin=indicator.origin,
            inputs=answer.inputs,
            parts=measured.parts,
            factor=factor,
        ),
    )
