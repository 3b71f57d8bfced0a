"""Scoring written down once more, plainly: one Fraction after the other, nothing remembered.

For whole sheets of stations open all year; what `score` gives must equal it to the digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from evaluation.scoring import Indicator, InputSpec, Part, Rubric, mean_grade

ZERO, ONE = Fraction(0), Fraction(1)
Numbers = Mapping[str, Fraction]


@dataclass(frozen=True)
class PlainSheet:
    """Shares and scores by indicator (None: N/A), the sums by area, and the base."""

    shares: dict[str, Fraction | None]
    scores: dict[str, Fraction | None]
    areas: dict[str, Fraction]
    base: Fraction


def score_plainly(rubric: Rubric, inputs: Mapping[str, Any], track: str) -> PlainSheet:
    shares = {each.id: share_of(rubric, each, inputs[each.id], track) for each in rubric.indicators}
    scores: dict[str, Fraction | None] = {}
    areas = {}
    for area in rubric.areas:
        mine = rubric.of_area(area.id)
        applying = sum((each.points for each in mine if shares[each.id] is not None), ZERO)
        for each in mine:
            share = shares[each.id]
            scores[each.id] = (
                None if share is None else each.points * share * (area.points / applying)
            )
        areas[area.id] = sum((scores[each.id] or ZERO for each in mine), ZERO)
    return PlainSheet(shares, scores, areas, sum(areas.values(), ZERO))


def share_of(rubric: Rubric, indicator: Indicator, given: Any, track: str) -> Fraction | None:
    if given.get("na"):
        return None
    values = {spec.key: value_of(rubric, spec, given.get(spec.key)) for spec in indicator.inputs}
    weighed = []
    for part in counting(indicator, values, track):
        numbers = {each.name: each.value for each in part.parameters}
        share = METHODS[part.method]([values[key] for key in part.inputs], numbers)
        if share is None and part.empty == "NA":
            return None
        if share is None and part.empty == "LEFT_OUT":
            continue
        if share is None:
            share = ONE if part.empty == "FULL" else ZERO
        weighed.append((numbers.get("weight", ONE), share))
    weights = sum((weight for weight, _ in weighed), ZERO)
    return sum((weight * share for weight, share in weighed), ZERO) / weights


def counting(indicator: Indicator, values: Mapping[str, Any], track: str) -> list[Part]:
    parts: list[Part] = []
    for part in indicator.parts_on(track):
        least = part.parameter("when_at_least")
        holds = not part.when or (values[part.when] >= least.value if least else values[part.when])
        if holds and part.unless not in [each.name for each in parts]:
            parts.append(part)
    return parts


def value_of(rubric: Rubric, spec: InputSpec, given: Any) -> Any:
    if given is None:
        return spec.default
    if spec.type in ("count", "decimal"):
        return Fraction(str(given))
    if spec.type == "grade":
        return mean_grade(rubric, given)
    if spec.type == "counts":
        return [Fraction(each) for each in given]
    if spec.type == "rows":
        return [tuple(Fraction(str(each[key.key])) for key in spec.row) for each in given]
    if spec.type == "levels":
        return {int(level): Fraction(count) for level, count in given.items()}
    return given


def cap(value: Fraction) -> Fraction:
    return min(max(value, ZERO), ONE)


def lin(value: Fraction, numbers: Numbers) -> Fraction:
    low, high = numbers.get("low", ZERO), numbers.get("high", ONE)
    return cap((value - low) / (high - low))


def checklist(values: Sequence[Any], numbers: Numbers) -> Fraction | None:
    asked = [each for each in values if each is not None]
    return Fraction(sum(asked), len(asked)) if asked else None


def ratio(values: Sequence[Any], numbers: Numbers) -> Fraction | None:
    whole = sum(values[1:], ZERO)
    return None if whole == 0 else lin(values[0] / whole, numbers)


def mean(shares: Sequence[Fraction]) -> Fraction | None:
    return sum(shares, ZERO) / len(shares) if shares else None


def levels(values: Sequence[Any], numbers: Numbers) -> Fraction | None:
    done, due = values
    whole = sum((numbers[f"level_{n}"] * due[n] for n in due), ZERO)
    kept = sum((numbers[f"level_{n}"] * min(done.get(n, ZERO), due[n]) for n in due), ZERO)
    return None if whole == 0 else lin(kept / whole, numbers)


METHODS = {
    "graded": lambda v, n: v[0],
    "checklist": checklist,
    "chosen": lambda v, n: n[v[0]] if len(v) == 1 or v[1] else ZERO,
    "reached": lambda v, n: ONE if v[0] >= n["full"] else ZERO,
    "threshold": lambda v, n: cap(v[0] / n["full"]),
    "breadth": lambda v, n: cap(v[0] / ceil(v[1] * n["full_share"])),
    "timely": lambda v, n: cap(v[0] / n["full"]) * (n["late_factor"] if v[1] > 0 else ONE),
    "ratio": ratio,
    "scale": lambda v, n: lin(v[0], n),
    "month_ends": lambda v, n: mean([cap(each / n["full"]) for each in v[0]]),
    "mean_of_rows": lambda v, n: mean([cap(part / whole) for whole, part in v[0]]),
    "levels": levels,
    "pace": lambda v, n: cap(v[0] / (n["full"] * max(v[1], n["least"]) / n["window"])),
    "none": lambda v, n: ONE if v[0] == 0 else ZERO,
}
