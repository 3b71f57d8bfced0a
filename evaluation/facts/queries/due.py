"""Visits due and done of the running year, and the slot that is next: C11's slots to a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from evaluation.facts.definitions import load_definitions
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.scope import FactScope, StationInfo
from kernel.tenancy import division_code
from kernel.workdays.clock import now
from stations.casework.queries.due import LevelCount, Pace

EVALUATED = "STATION"

# A slot begins anew with the year, as in C11. The slot of a day is the one reckoned by the
# interval's mean length, or a neighbour of it, for months are not alike: four a person are
# looked at, however far the year has gone.
SLOTS = """
WITH pace AS (
    SELECT *, extract(epoch FROM step) / 86400 AS length
    FROM unnest(%(levels)s::int[], %(intervals)s::interval[]) AS given (level, step)
),
person AS (
    SELECT id, greatest(since, %(year_start)s::date) AS begins, step, length, last
    FROM unnest(%(ids)s::bigint[], %(held)s::int[], %(since)s::date[], %(last)s::date[])
        AS given (id, level, since, last)
    JOIN pace USING (level)
),
near AS (
    SELECT *, greatest(floor(({day} - begins) / length)::int - 1, 0) AS first FROM person
),
slot AS (
    SELECT id, last, (begins + k * step)::date AS at, (begins + (k + 1) * step)::date AS next
    FROM near CROSS JOIN generate_series(first, first + 3) AS k
)
"""

# The first slot that has not ended by the day and into which no visit fell yet.
NEXT = f"""{SLOTS.format(day="%(on)s::date")}
SELECT id, min(next) - 1 FROM slot
WHERE next > %(on)s::date AND (last IS NULL OR last < at) GROUP BY id
"""

# Slots that ended after the last visit and before the day: the first one's last day.
MISSED = f"""{SLOTS.format(day="coalesce(last, begins)")}
SELECT id, min(next) - 1 FROM slot
WHERE next <= %(on)s::date AND (last IS NULL OR last < at) GROUP BY id
"""


def count_due(station: Any, on: date) -> list[LevelCount]:
    """By level, from the year's beginning to ``on``; empty for a place that is not evaluated."""
    if not is_evaluated(station, on):
        return []
    inputs = compute_facts(scope_of_one(station, on), ["C11"])[station.pk]["C11"].inputs
    return [LevelCount(level, due, inputs["done"][level]) for level, due in inputs["due"].items()]


def is_evaluated(station: Any, on: date) -> bool:
    """True for a township station that was open on the day."""
    is_open = station.opened_on is not None and station.opened_on <= on
    return bool(station.level == EVALUATED and is_open)


def scope_of_one(station: Any, on: date) -> FactScope:
    """One station's records of the day's year, as they are now."""
    return FactScope(
        county=division_code(),
        year=on.year,
        cutoff_on=on,
        received_by=now(),
        stations=(StationInfo(station.pk, station.code, station.track, station.opened_on),),
    )


def next_due(paces: list[Pace], on: date) -> dict[int, date]:
    """By person: the last day of the slot to be filled next. One query."""
    return _read_slots(NEXT, paces, on)


def first_missed(paces: list[Pace], on: date) -> dict[int, date]:
    """By person: the last day of the first slot that ended unvisited. One query."""
    return _read_slots(MISSED, paces, on)


def visit_intervals() -> dict[int, str]:
    """The interval of each visit level, in PostgreSQL's words (Q03)."""
    return dict(load_definitions().visit_intervals)


def _read_slots(query: str, paces: list[Pace], on: date) -> dict[int, date]:
    intervals = load_definitions().visit_intervals
    given: dict[str, Any] = {
        "levels": list(intervals),
        "intervals": list(intervals.values()),
        "year_start": date(on.year, 1, 1),
        "ids": _array(pace.person_id for pace in paces),
        "held": _array(pace.level for pace in paces),
        "since": _array(pace.since for pace in paces),
        "last": _array(pace.last_on for pace in paces),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return dict(cursor.fetchall())


def _array(values: Iterable[int | date | None]) -> str:
    """An array as PostgreSQL writes it: for thousands of persons the driver's way, value by
    value, takes longer than the query."""
    return f"{{{','.join('NULL' if value is None else str(value) for value in values)}}}"
