"""S8 stability of the team (seed 000, 五(四)3): who worked here at both ends of the year."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, lasts, live, run

INDICATOR = "S8"

QUERY = f"""
WITH {PARTS},
worked AS (
    SELECT unit.station_id, a.staff_id, array_agg(a.uuid) AS assignments,
        bool_or({lasts("a", "%(year_start)s")}) AS at_start,
        bool_or({lasts("a", "%(last_day)s")}) AS at_end
    FROM people_assignment a
    JOIN unit ON unit.unit_id = a.station_id
    WHERE {live("a")} AND ({lasts("a", "%(year_start)s")} OR {lasts("a", "%(last_day)s")})
    GROUP BY unit.station_id, a.staff_id
),
team AS (
    SELECT station_id, count(*) AS at_start, count(*) FILTER (WHERE at_end) AS retained
    FROM worked WHERE at_start GROUP BY station_id
),
behind AS (
    SELECT station_id, array_agg(uuid) AS assignments
    FROM worked CROSS JOIN LATERAL unnest(assignments) AS uuid
    WHERE at_start GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'at_start', coalesce(team.at_start, 0), 'retained', coalesce(team.retained, 0)
    ) AS inputs,
    behind.assignments AS assignment
FROM scope LEFT JOIN team USING (station_id) LEFT JOIN behind USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``at_start`` and ``retained`` of them, as persons at the station or its rooms."""
    return run(scope, QUERY)
