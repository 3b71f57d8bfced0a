"""The running year's thresholds beside what the records of a station give today.

For the station's own page while the cycle is open: which counts of the rubric are reached, which
not yet. Nothing here is a score, and nothing is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

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
from stations.casework.queries.gap import Gap

Numbers = Mapping[str, Fraction]
# Scoring methods that ask for so many of something: how many, from the inputs after the first
# and the part's numbers. A share asks for that share of what there is today.
WANTED: dict[str, Callable[[Sequence[int], Numbers], int]] = {
    "threshold": lambda others, numbers: ceil(numbers["full"]),
    "timely": lambda others, numbers: ceil(numbers["full"]),
    "breadth": lambda others, numbers: ceil(others[0] * numbers["full_share"]),
    "ratio": lambda others, numbers: ceil(sum(others) * numbers.get("high", 1)),
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
    return [gap for id, each in wanted.items() for gap in _gaps_of(each, facts[id].inputs)]


def _counts(ready: ReadyIndicator) -> bool:
    return any(part.method in WANTED for part in ready.parts)


def _gaps_of(ready: ReadyIndicator, inputs: Mapping[str, Any]) -> Iterator[Gap]:
    """A gap for each part that counts; those of a list (month-ends) are no count of a year, and
    a share of nothing asks for nothing."""
    for part in ready.parts:
        values = [value for key in part.inputs if isinstance(value := inputs.get(key), int)]
        if part.method not in WANTED or not _applies(part, inputs):
            continue
        if len(values) == len(part.inputs):
            wanted = WANTED[part.method](values[1:], part.numbers)
            if wanted:
                yield _gap(ready.indicator, part.inputs[0], values[0], wanted)


def _applies(part: ReadyPart, inputs: Mapping[str, Any]) -> bool:
    """Whether the part's condition, if it has one, is met."""
    return part.when is None or bool(inputs.get(part.when))


def _gap(indicator: Indicator, key: str, value: int, wanted: int) -> Gap:
    """A part of something else ("of them ...") is told with the indicator's title."""
    spec = next(each for each in indicator.inputs if each.key == key)
    label = pick(spec.label)
    return Gap(
        indicator=indicator.id,
        label=f"{pick(indicator.title)} · {label}" if spec.at_most else label,
        clause=indicator.clause,
        unit=pick(spec.unit) if spec.unit else "",
        value=value,
        wanted=wanted,
    )
