"""C05 community volunteers (guideline 3.1.5, M53): persons trained, and the four steps.

A person counts who is registered and took part in a training or service in the year
through the station (Q09); the steps are those the station took in the year.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, person, run

INDICATOR = "C05"

QUERY = f"""
WITH {PARTS},
done AS (
    SELECT unit.station_id, s.step, s.uuid, v.uuid AS volunteer, {person("v")} AS person,
        s.step = ANY(%(steps)s) AND v.registered_on <= %(last_day)s AS trained
    FROM people_volunteerstep s
    JOIN people_volunteer v ON v.id = s.volunteer_id AND {live("v")}
    JOIN unit ON unit.unit_id = v.station_id
    WHERE {in_year("s.done_on")} AND {live("s")}
)
SELECT scope.station_id,
    jsonb_build_object(
        'volunteers', count(DISTINCT done.person) FILTER (WHERE done.trained),
        'steps', count(DISTINCT done.step)
    ) AS inputs,
    array_agg(DISTINCT done.volunteer) FILTER (WHERE done.trained) AS volunteer,
    array_agg(done.uuid) FILTER (WHERE done.uuid IS NOT NULL) AS volunteer_step
FROM scope LEFT JOIN done USING (station_id)
GROUP BY scope.station_id
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``volunteers``: distinct persons; ``steps``: kinds of step taken in the year (0 to 4)."""
    return run(scope, QUERY, steps=scope.definitions.trained_volunteer_steps)
