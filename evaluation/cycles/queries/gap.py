"""The running year's thresholds beside what the records of a station give today.

For the station's own page while the cycle is open: which counts of the rubric are reached, which
not yet, which month-ends and visit levels fall short. Nothing here is a score, and nothing is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.models import Cycle
from evaluation.cycles.queries.sheet import rubric_of
from evaluation.cycles.states import CycleState
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.queries.due import is_evaluated, scope_of_one
from evaluation.facts.registry import COMPUTED
from evaluation.rubrics.adoption.labels import pick
from evaluation.scoring import months_open
from evaluation.scoring.indicator import Indicator
from evaluation.scoring.ready import ReadyIndicator, ReadyPart, ready_rubric
from kernel.listing import list_words
from stations.casework.queries.gap import Gap

Numbers = Mapping[str, Fraction]
Values = Sequence[Any]


@dataclass(frozen=True)
class Count:
    """What is there and how much is wanted: of one visit level, or of the month-ends so far, of
    which some are ``short`` of the number."""

    value: int
    wanted: int
    level: str = ""
    short: tuple[int, ...] | None = None


# How many are wanted, from the inputs after the first and the part's numbers. A share asks for
# that share of what there is today.
WANTED: dict[str, Callable[[Values, Numbers], int]] = {
    "threshold": lambda others, numbers: ceil(numbers["full"]),
    "reached": lambda others, numbers: ceil(numbers["full"]),
    "timely": lambda others, numbers: ceil(numbers["full"]),
    "breadth": lambda others, numbers: ceil(others[0] * numbers["full_share"]),
    "ratio": lambda others, numbers: ceil(sum(others) * numbers.get("high", 1)),
    "pace": lambda others, numbers: ceil(
        numbers["full"] * max(Fraction(others[0]), numbers["least"]) / numbers["window"]
    ),
}


def count_months(values: Values, numbers: Numbers, on: date) -> Iterator[Count]:
    """The month-ends so far that reach the number; the present month stands as today."""
    first = 13 - len(values[0])
    past = {month: count for month, count in enumerate(values[0], first) if month <= on.month}
    short = tuple(month for month, count in past.items() if count < numbers["full"])
    yield Count(len(past) - len(short), len(past), short=short)


def count_levels(values: Values, numbers: Numbers, on: date) -> Iterator[Count]:
    """Each level at which visits are due: the full share of them is wanted."""
    done, due = values
    for level in sorted(due):
        yield Count(min(done.get(level, 0), due[level]), ceil(due[level] * numbers["high"]), level)


# Scoring methods whose inputs are no single counts.
LISTED: dict[str, Callable[[Values, Numbers, date], Iterator[Count]]] = {
    "month_ends": count_months,
    "levels": count_levels,
}


def count_gaps(station: Any, on: date) -> list[Gap]:
    """In rubric order; empty without an open cycle of the year, or for a place not evaluated."""
    open_cycles = Cycle.objects.filter(year=on.year, state=CycleState.OPENED, carried_from="")
    cycle = open_cycles.first() if is_evaluated(station, on) else None
    if cycle is None:
        return []
    months = months_open(on.year, station.opened_on)
    ready = ready_rubric(rubric_of(cycle), station.track, months)
    wanted = {id: each for id, each in ready.items() if id in COMPUTED and _counts(each)}
    facts = compute_facts(scope_of_one(station, on), wanted)[station.pk]
    return [gap for id, each in wanted.items() for gap in _gaps_of(each, facts[id].inputs, on)]


def _counts(ready: ReadyIndicator) -> bool:
    return any(part.method in WANTED or part.method in LISTED for part in ready.parts)


def _gaps_of(ready: ReadyIndicator, inputs: Mapping[str, Any], on: date) -> Iterator[Gap]:
    """A gap for each count of each part; a share of nothing asks for nothing."""
    for part in ready.parts:
        if not _applies(part, inputs) or any(inputs.get(key) is None for key in part.inputs):
            continue
        for count in _counts_of(part, [inputs[key] for key in part.inputs], on):
            if count.wanted:
                yield _gap(ready.indicator, part, count)


def _counts_of(part: ReadyPart, values: Values, on: date) -> Iterator[Count]:
    if part.method in LISTED:
        yield from LISTED[part.method](values, part.numbers, on)
    elif part.method in WANTED:
        yield Count(values[0], WANTED[part.method](values[1:], part.numbers))


def _applies(part: ReadyPart, inputs: Mapping[str, Any]) -> bool:
    """Whether the part's condition, if it has one, is met; a part that counts only from a number
    on is wanted until it is there."""
    if part.when is None or part.when in part.inputs:
        return True
    return bool(inputs.get(part.when))


def _gap(indicator: Indicator, part: ReadyPart, count: Count) -> Gap:
    """A part of something else ("of them ...") is told with the indicator's title."""
    spec = next(each for each in indicator.inputs if each.key == part.inputs[0])
    label, unit = pick(spec.label), pick(spec.unit) if spec.unit else ""
    if spec.at_most:
        label = f"{pick(indicator.title)} · {label}"
    if count.level:
        label = _("%(label)s, level %(level)s") % {"label": label, "level": count.level}
    note = ""
    if count.short:
        note = _("Below %(full)s %(unit)s at the end of months: %(months)s") % {
            "full": ceil(part.numbers["full"]),
            "unit": unit,
            "months": list_words(count.short),
        }
    return Gap(
        indicator=indicator.id,
        label=label,
        clause=indicator.clause,
        unit=unit if count.short is None else _("month-ends"),
        value=count.value,
        wanted=count.wanted,
        note=note,
    )
