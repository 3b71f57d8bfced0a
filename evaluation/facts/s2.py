"""S2 volunteers (guideline 2.1): distinct persons who were active in the year (Q05)."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, person, run

INDICATOR = "S2"

QUERY = f"""
WITH {PARTS},
active AS (
    SELECT unit.station_id, {person("v")} AS person, v.uuid AS volunteer, s.uuid AS step
    FROM people_volunteerstep s
    JOIN people_volunteer v ON v.id = s.volunteer_id AND {live("v")}
    JOIN unit ON unit.unit_id = v.station_id
    WHERE s.step = ANY(%(steps)s) AND {in_year("s.done_on")} AND {live("s")}
)
SELECT scope.station_id,
    jsonb_build_object('active', count(DISTINCT active.person)) AS inputs,
    array_agg(DISTINCT active.volunteer) FILTER (WHERE active.volunteer IS NOT NULL) AS volunteer,
    array_agg(active.step) FILTER (WHERE active.step IS NOT NULL) AS volunteer_step
FROM scope LEFT JOIN active USING (station_id)
GROUP BY scope.station_id
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``active``: persons with a counted step in the year."""
    return run(scope, QUERY, steps=scope.definitions.active_volunteer_steps)
