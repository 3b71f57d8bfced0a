"""Visits due and done of the running year, and the slot that is next: C11's slots to a day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from evaluation.facts.definitions import load_definitions
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.scope import FactScope, StationInfo
from kernel.tenancy import division_code
from kernel.workdays.clock import ZONE, now
from stations.casework.queries.due import Counted, LevelCount, Pace
from stations.network.queries.station import stations_evaluated

EVALUATED = "STATION"
# A place for a value in SQL text, or a doubled sign of percent.
MARK = re.compile("%[%s]")
ASKED = ("id", "name", "level", "since", "opened", "last_at")

# A slot begins anew with the year, as in C11. The slot of a day is the one reckoned by the
# interval's mean length, or a neighbour of it, for months are not alike.
PACE = """
WITH pace AS MATERIALIZED (
    SELECT *, (extract(epoch FROM step) / 86400)::double precision AS length
    FROM unnest(%(levels)s::int[], %(intervals)s::interval[]) AS given (level, step)
)
"""

# The first slot that has not ended by the day and into which no visit fell yet: four a person
# are looked at, however far the year has gone.
NEXT = f"""{PACE},
person AS (
    SELECT id, greatest(since, %(year_start)s::date) AS begins, step, length, last
    FROM unnest(%(ids)s::bigint[], %(held)s::int[], %(since)s::date[], %(last)s::date[])
        AS given (id, level, since, last)
    JOIN pace USING (level)
),
near AS (
    SELECT *, greatest(floor((%(on)s::date - begins) / length)::int - 1, 0) AS first FROM person
),
slot AS (
    SELECT id, last, (begins + k * step)::date AS at, (begins + (k + 1) * step)::date AS next
    FROM near CROSS JOIN generate_series(first, first + 3) AS k
)
SELECT id, min(next) - 1 FROM slot
WHERE next > %(on)s::date AND (last IS NULL OR last < at) GROUP BY id
"""

# Of each person the last day of the slot after that of the last visit; of the first slot, where
# none was made since the level or the year began. Ended by the day, it was missed.
# OFFSET 0: each mention of a slot would work it out again; the planner looks through a plain
# subquery. Of two levels that run at once the younger counts.
WAITING = f"""{PACE},
given AS (
    SELECT DISTINCT ON (id) * FROM ({{persons}}) AS person ORDER BY id, since DESC
),
person AS (
    SELECT id, name, greatest(since, opened, %(year_start)s::date) AS begins, step, length,
        (last_at AT TIME ZONE %(zone)s)::date AS last
    FROM given JOIN pace USING (level) OFFSET 0
),
near AS (
    SELECT *, CASE WHEN last >= begins THEN floor((last - begins) / length)::int END AS k
    FROM person OFFSET 0
),
waiting AS (
    SELECT id, name, (begins + step * (1 + coalesce(
        k + 1
        + ((begins + step * (k + 1))::date <= last)::int
        - ((begins + step * k)::date > last)::int, 0
    )))::date - 1 AS day
    FROM near OFFSET 0
)
SELECT array_agg(id ORDER BY day, name COLLATE "C", id),
    array_agg(day ORDER BY day, name COLLATE "C", id)
FROM waiting WHERE day <= %(until)s::date
"""


def count_due(station: Any, on: date) -> list[LevelCount]:
    """By level, from the year's beginning to ``on``; empty for a place that is not evaluated."""
    if not is_evaluated(station, on):
        return []
    inputs = compute_facts(scope_of_one(station, on), ["C11"])[station.pk]["C11"].inputs
    return [LevelCount(level, due, inputs["done"][level]) for level, due in inputs["due"].items()]


def is_evaluated(station: Any, on: date) -> bool:
    """True for a township station that had opened by the day and ran at some time of its year, as
    the year's cycle takes it in: not for one that had ended or rested since before."""
    if station.level != EVALUATED or station.opened_on is None or station.opened_on > on:
        return False
    return stations_evaluated(year=on.year).filter(pk=station.pk).exists()


def scope_of_one(station: Any, on: date) -> FactScope:
    """One station's records of the day's year, as they are now."""
    return FactScope(
        county=division_code(),
        year=on.year,
        cutoff_on=on,
        received_by=now(),
        stations=(StationInfo(station.pk, station.code, station.track, station.opened_on),),
    )


def list_waiting(persons: QuerySet[Any], on: date, until: date) -> list[tuple[int, date]]:
    """Each person's open day up to ``until``, the first day first. One query; keys only, for a
    place may have thousands of persons and a list shows fifty.
    """
    # Not elided where nobody may be seen: the query around it stays whole.
    query = persons.values(*ASKED).query
    text, params = query.get_compiler(connection=connection, elide_empty=False).as_sql()
    given, names = _name_params(text, params)
    more = {**names, "zone": str(ZONE), "until": until}
    with connection.cursor() as cursor:
        cursor.execute(WAITING.replace("{persons}", given), {**_intervals(on), **more})
        keys, days = cursor.fetchone()
    return list(zip(keys or [], days or [], strict=True))


def next_due(paces: list[Pace], on: date) -> dict[int, date]:
    """By person: the last day of the slot to be filled next. One query."""
    given: dict[str, Any] = {
        "ids": _array(pace.person_id for pace in paces),
        "held": _array(pace.level for pace in paces),
        "since": _array(pace.since for pace in paces),
        "last": _array(pace.last_on for pace in paces),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {**_intervals(on), **given})
        return dict(cursor.fetchall())


def counted_visits() -> Counted:
    """Which visits fill a slot: the places, and how many refusals in a row (rubric, C11)."""
    rules = load_definitions()
    return Counted(tuple(rules.visit_places), rules.refusals_in_a_row)


def visit_intervals() -> dict[int, str]:
    """The interval of each visit level, in PostgreSQL's words (Q03)."""
    return dict(load_definitions().visit_intervals)


def _intervals(on: date) -> dict[str, Any]:
    intervals = load_definitions().visit_intervals
    return {
        "levels": list(intervals),
        "intervals": list(intervals.values()),
        "year_start": date(on.year, 1, 1),
    }


def _name_params(text: str, params: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """The query with its values by name, for it stands inside one that names its own."""
    names = {f"given_{number}": value for number, value in enumerate(params)}
    marks = iter(names)
    named = MARK.sub(lambda mark: f"%({next(marks)})s" if mark[0] == "%s" else mark[0], text)
    return named, names


def _array(values: Iterable[int | date | None]) -> str:
    """An array as PostgreSQL writes it: value by value, the driver's way, takes longer."""
    return f"{{{','.join('NULL' if value is None else str(value) for value in values)}}}"
