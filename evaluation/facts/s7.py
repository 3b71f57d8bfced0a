"""S7 supervision (二(一); DB5101/T 100-2021, 9.1.3): worker-months with a session, and kinds.

A worker-month is a person who works at the station on the month's last day (S1 counts the
same days: none before the opening month).
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, lasts, live, run

INDICATOR = "S7"

QUERY = f"""
WITH {PARTS},
worked AS (
    SELECT unit.station_id, month.no, a.staff_id, min(a.uuid::text)::uuid AS assignment
    FROM month
    JOIN people_assignment a ON {live("a")} AND {lasts("a", "month.day")}
    JOIN unit ON unit.unit_id = a.station_id
    JOIN scope ON scope.station_id = unit.station_id AND scope.opened_on < month.next
    WHERE month.begins <= %(last_day)s
    GROUP BY unit.station_id, month.no, a.staff_id
),
session AS (
    SELECT unit.station_id, extract(month FROM s.held_on)::int AS no, s.staff_id, s.kind, s.uuid
    FROM people_supervisionsession s
    JOIN unit ON unit.unit_id = s.station_id
    WHERE {in_year("s.held_on")} AND {live("s")}
),
months AS (
    SELECT worked.station_id, count(*) AS worker_months,
        array_agg(DISTINCT assignment) AS assignments,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM session WHERE session.station_id = worked.station_id
                AND session.no = worked.no AND session.staff_id = worked.staff_id
        )) AS supervised
    FROM worked GROUP BY worked.station_id
),
kinds AS (
    SELECT station_id, count(DISTINCT kind) AS kinds, array_agg(uuid) AS sessions
    FROM session GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'worker_months', coalesce(months.worker_months, 0),
        'supervised', coalesce(months.supervised, 0),
        'kinds', coalesce(kinds.kinds, 0)
    ) AS inputs,
    months.assignments AS assignment, kinds.sessions AS supervision
FROM scope LEFT JOIN months USING (station_id) LEFT JOIN kinds USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``worker_months``, ``supervised`` of them, ``kinds`` of session held (0 to 3)."""
    return run(scope, QUERY)
