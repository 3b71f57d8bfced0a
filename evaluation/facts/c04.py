"""C04 community organisations (guideline 3.1.4): 3 functional, 3 hobby, 30% where reform reached.

Counted for the one station that brought the organisation up, when it was filed or
registered in the year and held at least two activities in it (Q10).
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run

INDICATOR = "C04"

QUERY = f"""
WITH {PARTS},
reformed AS MATERIALIZED (
    SELECT code, valid_from, valid_to FROM tenants_division
    WHERE reform_affected AND level = ANY(%(levels)s) AND code LIKE %(county)s
),
active AS (
    SELECT a.org_id, array_agg(a.uuid) AS activities
    FROM community_orgactivity a
    WHERE {in_year("a.held_on")} AND {live("a")}
    GROUP BY a.org_id
    HAVING count(*) >= %(activities)s
),
org AS (
    SELECT unit.station_id, o.kind, o.uuid, active.activities,
        o.division_code IN (SELECT code FROM reformed) AS reform_affected
    FROM community_communityorg o
    JOIN active ON active.org_id = o.id
    JOIN unit ON unit.unit_id = o.station_id
    WHERE o.kind IN ('FUNCTIONAL', 'HOBBY_VOLUNTEER') AND {live("o")} AND (
        ({in_year("o.filed_on")} AND o.filed_received_at <= %(received_by)s)
        OR ({in_year("o.registered_on")} AND o.registered_received_at <= %(received_by)s)
    )
),
counted AS (
    SELECT station_id, count(*) FILTER (WHERE kind = 'FUNCTIONAL') AS functional,
        count(*) FILTER (WHERE kind = 'HOBBY_VOLUNTEER') AS hobby,
        count(*) FILTER (WHERE reform_affected) AS reform_affected, array_agg(uuid) AS orgs
    FROM org GROUP BY station_id
),
acted AS (
    SELECT station_id, array_agg(activity) AS activities
    FROM org, unnest(activities) AS activity GROUP BY station_id
),
area AS (
    SELECT DISTINCT unit.station_id
    FROM network_servicearea area
    JOIN unit ON unit.unit_id = area.station_id
    JOIN reformed ON starts_with(reformed.code, area.division_code)
    WHERE daterange(area.valid_from, area.valid_to) && daterange(%(year_start)s, %(next_day)s)
        AND daterange(reformed.valid_from, reformed.valid_to)
            && daterange(%(year_start)s, %(next_day)s)
)
SELECT scope.station_id,
    jsonb_build_object(
        'functional', coalesce(counted.functional, 0),
        'hobby', coalesce(counted.hobby, 0),
        'reform_affected', coalesce(counted.reform_affected, 0),
        'area_has_reform', area.station_id IS NOT NULL
    ) AS inputs,
    counted.orgs AS org, acted.activities AS activity
FROM scope LEFT JOIN counted USING (station_id) LEFT JOIN acted USING (station_id)
    LEFT JOIN area USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``functional``, ``hobby``, ``reform_affected`` of the two, ``area_has_reform``."""
    rules = scope.definitions
    return run(scope, QUERY, levels=rules.reform_levels, activities=rules.org_activities)
