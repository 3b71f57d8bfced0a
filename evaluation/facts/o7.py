"""O7 archive (DB5101/T 100-2021, 9.1.2c and 9.2): cases closed in the year, and those filed.

A volume counts that was filed by the cut-off day, or with a closure told in time: it is filed in
the moment in which the closure is entered, which may be some days after the case was closed.
"""

from evaluation.facts.closures import CLOSURES, closure_values
from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run

INDICATOR = "O7"

QUERY = f"""
WITH {PARTS},
{CLOSURES},
closed AS (
    SELECT unit.station_id, c.uuid, v.uuid AS volume
    FROM casework_case c
    JOIN unit ON unit.unit_id = c.station_id
    JOIN closure ON closure.case_id = c.id
    LEFT JOIN casework_archivevolume v ON v.case_id = c.id AND v.round = closure.round
        AND {live("v")} AND v.filed_on <= greatest(
            %(last_day)s::date, (closure.received_at AT TIME ZONE %(zone)s)::date
        )
    WHERE {live("c")} AND {in_year("closure.closed_on")}
),
counted AS (
    SELECT station_id, count(*) AS closed, count(volume) AS archived,
        array_agg(uuid) AS cases, array_agg(volume) FILTER (WHERE volume IS NOT NULL) AS volumes
    FROM closed GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'closed', coalesce(counted.closed, 0), 'archived', coalesce(counted.archived, 0)
    ) AS inputs,
    counted.cases AS "case", counted.volumes AS archive_volume
FROM scope LEFT JOIN counted USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``closed`` and ``archived`` of them."""
    return run(scope, QUERY, **closure_values())
