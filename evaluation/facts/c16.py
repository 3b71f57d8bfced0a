"""C16 registered organisations (guideline 3.3.1, M47, M50).

A provincial pilot registers one social organisation a year; every other station one
social-work agency within five years from 2021 or its opening (Q04), and until then the
furthest stage of an agency in the making is credited.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, live, run

INDICATOR = "C16"

QUERY = f"""
WITH {PARTS},
term AS (
    SELECT *, (first_day + make_interval(years => %(window_years)s))::date AS closes
    FROM scope
    CROSS JOIN LATERAL (SELECT greatest(opened_on, %(window_start)s::date) AS first_day) AS start
),
registered AS (
    SELECT term.station_id, count(*) AS registered, array_agg(o.uuid) AS orgs
    FROM community_communityorg o
    JOIN unit ON unit.unit_id = o.station_id
    JOIN term ON term.station_id = unit.station_id
    WHERE {live("o")} AND o.registered_received_at <= %(received_by)s
        AND o.registered_on <= %(last_day)s
        AND CASE WHEN term.pilot THEN o.registered_on >= %(year_start)s
            ELSE o.is_sw_agency AND o.registered_on >= term.first_day
                AND o.registered_on < term.closes END
    GROUP BY term.station_id
),
stage AS (
    SELECT unit.station_id, array_agg(s.uuid) AS stages,
        max(array_position(ARRAY['PREPARING', 'CHARTER', 'ACCEPTED'], s.stage::text)) AS furthest
    FROM community_incubationstage s
    JOIN community_incubation i ON i.id = s.incubation_id AND {live("i")}
    JOIN unit ON unit.unit_id = i.station_id
    WHERE {live("s")} AND s.reached_on <= %(last_day)s AND s.stage <> 'REGISTERED'
        AND i.is_sw_agency AND NOT coalesce(
            i.abandoned_on <= %(last_day)s AND i.abandoned_received_at <= %(received_by)s, false
        )
    GROUP BY unit.station_id
)
SELECT term.station_id,
    jsonb_build_object('registered', coalesce(registered.registered, 0))
    || CASE WHEN term.pilot THEN '{{}}' ELSE jsonb_build_object(
        'stage', (ARRAY['NONE', 'PREPARING', 'CHARTER', 'ACCEPTED'])[coalesce(furthest, 0) + 1],
        'window_open', term.closes > %(last_day)s
    ) END AS inputs,
    registered.orgs AS org,
    CASE WHEN NOT term.pilot THEN stage.stages END AS incubation_stage
FROM term LEFT JOIN registered USING (station_id) LEFT JOIN stage USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``registered``; other tracks also ``stage`` and ``window_open``."""
    rules = scope.definitions
    return run(scope, QUERY, window_start=rules.window_start, window_years=rules.window_years)
