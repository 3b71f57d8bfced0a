"""A rubric's formulas made ready for stations of one track, open a number of months.

What depends on nothing but rubric, track and months is worked out once, not for every sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

from evaluation.scoring.indicator import Empty, Indicator, InputSpec, Parameter, Part
from evaluation.scoring.methods import METHODS, Method, Share
from evaluation.scoring.numbers import ONE, add_up, decimal_text
from evaluation.scoring.rubric import Letter, Review, Rubric
from evaluation.scoring.sheet import PartFormula, UsedNumber

CONTROL_NUMBERS = ("weight", "when_at_least")


@dataclass(frozen=True, eq=False)
class ReadyPart:
    """A part's weight, its numbers as they are used, and its rule written down with them."""

    name: str
    method: str
    inputs: tuple[str, ...]
    when: str | None
    when_at_least: Fraction | None
    unless: str | None
    empty: Empty
    weight: Fraction
    numbers: Mapping[str, Fraction]
    used: tuple[UsedNumber, ...]
    rule: str
    measure: Method

    def share(self, values: Mapping[str, Any]) -> Share:
        """The share (0 to 1) these values reach, None when there is nothing to measure."""
        return self.measure.share(tuple(values[key] for key in self.inputs), self.numbers)


@dataclass(frozen=True)
class Portion:
    """What a part is worth among those that count with it: of one, and in points."""

    of_one: Fraction
    formula: PartFormula


@dataclass(frozen=True, eq=False)
class ReadyIndicator:
    """An indicator on one track: the parts that can count there, the inputs by key, those that
    may not exceed others, and whether N/A may be declared.

    There is one object for equal indicators, letters, track and months: it stands in the keys
    of what was read (see `read`), so rubrics that differ in a few numbers share all the rest.
    """

    indicator: Indicator
    inputs: Mapping[str, InputSpec]
    parts: tuple[ReadyPart, ...]
    limited: tuple[InputSpec, ...]
    may_be_na: bool
    _portions: dict[tuple[ReadyPart, ...], tuple[Portion, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def portions(self, counting: tuple[ReadyPart, ...]) -> tuple[Portion, ...]:
        """What each of the counting parts is worth, by their weights."""
        found = self._portions.get(counting)
        if found is None:
            weights = add_up(part.weight for part in counting)
            found = tuple(self._portion(part, part.weight / weights) for part in counting)
            self._portions[counting] = found
        return found

    def _portion(self, part: ReadyPart, of_one: Fraction) -> Portion:
        points = self.indicator.points * of_one
        return Portion(of_one, PartFormula(part.name, part.method, part.rule, points, part.used))


@lru_cache(maxsize=128)
def ready_rubric(rubric: Rubric, track: str, months: int) -> Mapping[str, ReadyIndicator]:
    """Every indicator by its id, in rubric order."""
    return {
        each.id: _ready_indicator(each, rubric.letters, rubric.review, track, months)
        for each in rubric.indicators
    }


@lru_cache(maxsize=4096)
def _ready_indicator(
    indicator: Indicator, letters: tuple[Letter, ...], review: Review, track: str, months: int
) -> ReadyIndicator:
    """Letters and review change nothing here, but they do change what a grade is read as."""
    return ReadyIndicator(
        indicator=indicator,
        inputs={spec.key: spec for spec in indicator.inputs},
        parts=tuple(_ready_part(part, months) for part in indicator.parts_on(track)),
        limited=tuple(spec for spec in indicator.inputs if spec.at_most),
        may_be_na=indicator.na is not None and track in indicator.na.tracks,
    )


def scaled(parameter: Parameter, months: int) -> Fraction:
    """A yearly threshold for the months open, rounded up, at least 1; others as they are."""
    if not parameter.yearly or months == 12:
        return parameter.value
    return Fraction(max(1, ceil(parameter.value * months / 12)))


def _ready_part(part: Part, months: int) -> ReadyPart:
    numbers = {each.name: scaled(each, months) for each in part.parameters}
    at_least = part.parameter("when_at_least")
    texts = {
        name: decimal_text(value) for name, value in numbers.items() if name not in CONTROL_NUMBERS
    }
    return ReadyPart(
        name=part.name,
        method=part.method,
        inputs=part.inputs,
        when=part.when,
        when_at_least=at_least.value if at_least else None,
        unless=part.unless,
        empty=part.empty,
        weight=numbers.get("weight", ONE),
        numbers=numbers,
        used=tuple(
            UsedNumber(each.name, numbers[each.name], each.value, each.origin, each.clause)
            for each in part.parameters
        ),
        rule=METHODS[part.method].rule(part.inputs, texts),
        measure=METHODS[part.method],
    )
