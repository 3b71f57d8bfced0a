"""Running a fact's query, and the parts that all of them share.

A query is one WITH statement that begins with ``WITH {PARTS}`` and gives a row a station:
``station_id``, ``inputs`` (jsonb) and one uuid[] column for each kind of record, named
after the kind. The records of a station's rooms count for the station.
"""

from typing import Any

import orjson
from django.db import connection

from evaluation.facts.scope import Fact, FactScope

# scope: the stations asked for.
# unit: every place of the county with the station it counts for (itself without one).
# month: the twelve months; day is the month's end, or the cut-off when that comes first.
PARTS = """
scope AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(opened)s::date[], %(pilot)s::bool[])
        AS given (station_id, opened_on, pilot)
),
unit AS (
    SELECT place.id AS unit_id, coalesce(station.id, place.id) AS station_id
    FROM network_station place
    LEFT JOIN network_station station ON station.level = 'STATION'
        AND starts_with(place.path || '/', station.path || '/')
),
month AS (
    SELECT no, begins, (begins + interval '1 month')::date AS next,
        least((begins + interval '1 month')::date - 1, %(last_day)s::date) AS day
    FROM generate_series(1, 12) AS no, make_date(%(year)s, no, 1) AS begins
)"""


def live(alias: str) -> str:
    """The record stands and came in time."""
    return f"({alias}.withdrawn_at IS NULL AND {alias}.received_at <= %(received_by)s)"


def ends(alias: str) -> str:
    """The day on which a span no longer holds, if that was known in time."""
    return f"(CASE WHEN {alias}.ended_received_at <= %(received_by)s THEN {alias}.valid_to END)"


def lasts(alias: str, day: str) -> str:
    """The span holds on a day."""
    return f"({alias}.valid_from <= {day} AND coalesce({ends(alias)} > {day}, true))"


def in_year(column: str) -> str:
    """A day of the year, up to the cut-off."""
    return f"({column} BETWEEN %(year_start)s AND %(last_day)s)"


def person(alias: str) -> str:
    """One person, however many rows: by the ID number's index where it is known."""
    return f"coalesce(nullif({alias}.id_number_index, ''), {alias}.uuid::text)"


def run(scope: FactScope, query: str, **values: Any) -> dict[int, Fact]:
    """The facts of all stations of the scope, by station id, in one query.

    Rows come as JSON text: tens of thousands of identities are read many times faster so
    than as arrays of UUID objects.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_json(fact)::text FROM ({query}) AS fact", scope.params() | values
        )
        rows = [orjson.loads(text) for (text,) in cursor]
    return {row.pop("station_id"): _fact(row.pop("inputs"), row) for row in rows}


def _fact(inputs: dict[str, Any], records: dict[str, list[str] | None]) -> Fact:
    return Fact(inputs, {kind: uuids for kind, uuids in records.items() if uuids})
