"""S3 the head (guideline 2.2): one, full time, properly named and without a long gap."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, ends, lasts, live, run

INDICATOR = "S3"

# A year's headships as day ranges; what the open days have beyond them are the gaps.
QUERY = f"""
WITH {PARTS},
open AS (
    SELECT station_id,
        daterange(greatest(opened_on, %(year_start)s::date), %(next_day)s::date) AS days
    FROM scope WHERE opened_on < %(next_day)s
),
headship AS (
    SELECT open.station_id, h.uuid, h.staff_id, h.appointed_by,
        daterange(h.valid_from, {ends("h")}) * open.days AS days
    FROM people_headappointment h
    JOIN open ON open.station_id = h.station_id
    WHERE {live("h")} AND daterange(h.valid_from, {ends("h")}) && open.days
),
gap AS (
    SELECT open.station_id, max(upper(gap) - lower(gap)) AS days
    FROM open
    LEFT JOIN (SELECT station_id, range_agg(days) AS held FROM headship GROUP BY station_id) h
        USING (station_id)
    CROSS JOIN unnest(datemultirange(open.days) - coalesce(h.held, '{{}}')) AS gap
    GROUP BY open.station_id
),
last AS (
    SELECT h.station_id, h.staff_id, a.uuid AS assignment
    FROM headship h
    LEFT JOIN LATERAL (
        SELECT a.uuid FROM people_assignment a
        JOIN unit ON unit.unit_id = a.station_id AND unit.station_id = h.station_id
        WHERE a.staff_id = h.staff_id AND a.full_time
            AND {live("a")} AND {lasts("a", "%(last_day)s::date")}
        ORDER BY a.id LIMIT 1
    ) a ON true
    WHERE h.days @> %(last_day)s::date
),
verdict AS (
    SELECT open.station_id,
        (SELECT count(*) FROM last WHERE last.station_id = open.station_id) = 1
            AND NOT EXISTS (
                SELECT FROM headship a JOIN headship b
                    ON b.station_id = a.station_id AND b.uuid > a.uuid AND b.days && a.days
                WHERE a.station_id = open.station_id
            ) AS one_head,
        coalesce((
            SELECT bool_and(assignment IS NOT NULL) FROM last
            WHERE last.station_id = open.station_id
        ), false) AS full_time,
        coalesce((
            SELECT bool_and(appointed_by = ANY(%(appointers)s)) FROM headship
            WHERE headship.station_id = open.station_id
        ), false) AND coalesce(gap.days, 0) <= %(gap_days)s AS appointed
    FROM open LEFT JOIN gap USING (station_id)
)
SELECT scope.station_id,
    jsonb_build_object(
        'one_head', coalesce(verdict.one_head, false),
        'full_time', coalesce(verdict.full_time, false),
        'appointed', coalesce(verdict.appointed, false)
    ) AS inputs,
    (SELECT array_agg(uuid ORDER BY uuid) FROM headship
     WHERE headship.station_id = scope.station_id) AS head,
    (SELECT array_agg(assignment ORDER BY assignment) FROM last
     WHERE last.station_id = scope.station_id AND assignment IS NOT NULL) AS assignment
FROM scope LEFT JOIN verdict USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``one_head``: one on the cut-off day and never two in the year. ``full_time``: that head
    works full time at the station. ``appointed``: every head of the year was named by the
    agency or the county, and no gap within the open days was too long.
    """
    rules = scope.definitions
    return run(scope, QUERY, appointers=rules.head_appointers, gap_days=rules.head_gap_days)
