"""A rubric's formulas made ready for stations open a number of months.

What depends on nothing but rubric and months is worked out once, not for every sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil

from evaluation.scoring.indicator import Parameter, Part
from evaluation.scoring.methods import METHODS
from evaluation.scoring.numbers import decimal_text
from evaluation.scoring.rubric import Rubric
from evaluation.scoring.sheet import UsedNumber

CONTROL_NUMBERS = ("weight", "when_at_least")


@dataclass(frozen=True)
class ReadyPart:
    """A part's weight, its numbers as they are used, and its rule written down with them."""

    weight: Fraction
    numbers: Mapping[str, Fraction]
    used: tuple[UsedNumber, ...]
    rule: str


@lru_cache(maxsize=128)
def ready_parts(rubric: Rubric, months: int) -> Mapping[tuple[str, str], ReadyPart]:
    """Every part by (indicator id, part name)."""
    return {
        (indicator.id, part.name): _ready(part, months)
        for indicator in rubric.indicators
        for part in indicator.parts
    }


def scaled(parameter: Parameter, months: int) -> Fraction:
    """A yearly threshold for the months open, rounded up, at least 1; others as they are."""
    if not parameter.yearly or months == 12:
        return parameter.value
    return Fraction(max(1, ceil(parameter.value * months / 12)))


def _ready(part: Part, months: int) -> ReadyPart:
    numbers = {each.name: scaled(each, months) for each in part.parameters}
    used = tuple(
        UsedNumber(each.name, numbers[each.name], each.value, each.origin, each.clause)
        for each in part.parameters
    )
    texts = {
        name: decimal_text(value) for name, value in numbers.items() if name not in CONTROL_NUMBERS
    }
    rule = METHODS[part.method].rule(part.inputs, texts)
    return ReadyPart(numbers.get("weight", Fraction(1)), numbers, used, rule)
