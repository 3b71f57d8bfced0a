"""C14 needs met (二(二); rubric): raised in the year, and closed in it as the person confirms."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run

INDICATOR = "C14"

QUERY = f"""
WITH {PARTS},
raised AS (
    SELECT unit.station_id, n.uuid,
        coalesce(n.confirmed_by_person AND n.closed_on <= %(last_day)s
            AND n.closed_received_at <= %(received_by)s, false) AS closed
    FROM casework_need n
    JOIN unit ON unit.unit_id = n.station_id
    WHERE {in_year("n.raised_on")} AND {live("n")}
)
SELECT scope.station_id,
    jsonb_build_object(
        'raised', count(raised.uuid),
        'closed', count(raised.uuid) FILTER (WHERE raised.closed)
    ) AS inputs,
    array_agg(raised.uuid) FILTER (WHERE raised.uuid IS NOT NULL) AS need
FROM scope LEFT JOIN raised USING (station_id)
GROUP BY scope.station_id
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``raised`` and ``closed`` of them."""
    return run(scope, QUERY)
