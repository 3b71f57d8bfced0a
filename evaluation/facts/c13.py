"""C13 filing coverage (南水, 一户一档): persons on the official roster, and those with a file."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, lasts, live, person, run

INDICATOR = "C13"

QUERY = f"""
WITH {PARTS},
listed AS (
    SELECT unit.station_id, {person("r")} AS person, r.uuid AS entry, b.uuid AS file
    FROM casework_rosterentry r
    JOIN unit ON unit.unit_id = r.station_id
    LEFT JOIN casework_beneficiary b ON b.id = r.beneficiary_id
        AND b.filed_on <= %(last_day)s AND {live("b")}
    WHERE {live("r")} AND {lasts("r", "%(last_day)s::date")}
)
SELECT scope.station_id,
    jsonb_build_object(
        'roster', count(DISTINCT listed.person),
        'filed', count(DISTINCT listed.person) FILTER (WHERE listed.file IS NOT NULL)
    ) AS inputs,
    array_agg(listed.entry) FILTER (WHERE listed.entry IS NOT NULL) AS roster_entry,
    array_agg(DISTINCT listed.file) FILTER (WHERE listed.file IS NOT NULL) AS beneficiary
FROM scope LEFT JOIN listed USING (station_id)
GROUP BY scope.station_id
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``roster``: distinct persons listed on the cut-off day; ``filed``: of them with a file."""
    return run(scope, QUERY)
