"""O7 archive (DB5101/T 100-2021, 9.1.2c and 9.2): cases closed in the year, and those filed."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run

INDICATOR = "O7"

QUERY = f"""
WITH {PARTS},
closed AS (
    SELECT unit.station_id, c.uuid, v.uuid AS volume
    FROM casework_case c
    JOIN unit ON unit.unit_id = c.station_id
    LEFT JOIN casework_archivevolume v ON v.case_id = c.id AND v.round = c.round AND {live("v")}
        AND v.filed_on <= %(last_day)s
    WHERE {live("c")} AND {in_year("c.closed_on")} AND c.closed_received_at <= %(received_by)s
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
    return run(scope, QUERY)
