"""C12 goal attainment (guideline 4.4; DB5101/T 100-2021, 8.5a): what plans of the year reached.

A care plan counts in each year in which it was reviewed, and in that in which it was closed; one
that the person refused does not. Its share is that of its indicators judged as met; a plan
without any has none.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run

INDICATOR = "C12"

QUERY = f"""
WITH {PARTS},
plan AS (
    SELECT unit.station_id, p.id, p.uuid
    FROM casework_careplan p
    JOIN unit ON unit.unit_id = p.station_id
    WHERE {live("p")} AND p.refused_on IS NULL AND (
        EXISTS (
            SELECT FROM casework_planreview r
            WHERE r.plan_id = p.id AND {live("r")} AND {in_year("r.reviewed_on")}
        )
        OR ({in_year("p.closed_on")} AND p.closed_received_at <= %(received_by)s)
    )
),
share AS (
    SELECT plan.station_id, plan.uuid, coalesce(
        avg(CASE WHEN i.met AND i.judged_on <= %(last_day)s
            AND i.judged_received_at <= %(received_by)s THEN 1 ELSE 0 END)
            FILTER (WHERE i.id IS NOT NULL), 0
    ) AS met
    FROM plan LEFT JOIN casework_planindicator i ON i.plan_id = plan.id AND {live("i")}
    GROUP BY plan.station_id, plan.uuid
),
plans AS (
    SELECT station_id, count(*) AS plans, round(avg(met), 6) AS mean_share, array_agg(uuid) AS uuids
    FROM share GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'plans', coalesce(plans.plans, 0),
        'mean_share', trim_scale(coalesce(plans.mean_share, 0))::text
    ) AS inputs,
    plans.uuids AS care_plan
FROM scope LEFT JOIN plans USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``plans`` and ``mean_share`` (0 to 1, six places)."""
    return run(scope, QUERY)
