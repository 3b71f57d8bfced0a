"""S1 certified workers (guideline 2.1): how many at each open month-end.

A person with a certificate of the counted levels counts as one at the one station where
they work full time or, working part time only, as one at each of at most two stations
(the larger shares first).
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, lasts, live, run

INDICATOR = "S1"

QUERY = f"""
WITH {PARTS},
certified AS (
    SELECT DISTINCT ON (c.staff_id) c.staff_id, c.issued_on, c.uuid
    FROM people_credential c
    WHERE c.level = ANY(%(levels)s) AND c.issued_on <= %(last_day)s AND {live("c")}
    ORDER BY c.staff_id, c.issued_on, c.id
),
working AS (
    SELECT month.no, a.staff_id, unit.station_id, bool_or(a.full_time) AS full_time,
        max(a.share) AS share, min(a.valid_from) AS since, array_agg(a.uuid) AS assignments,
        min(certified.uuid::text)::uuid AS credential
    FROM month
    JOIN people_assignment a ON {live("a")} AND {lasts("a", "month.day")}
    JOIN certified ON certified.staff_id = a.staff_id AND certified.issued_on <= month.day
    JOIN unit ON unit.unit_id = a.station_id
    GROUP BY month.no, a.staff_id, unit.station_id
),
ranked AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY no, staff_id ORDER BY full_time DESC, share DESC, since, station_id
        ) AS place,
        bool_or(full_time) OVER (PARTITION BY no, staff_id) AS full_somewhere
    FROM working
),
counted AS (
    SELECT * FROM ranked
    WHERE place <= CASE WHEN full_somewhere THEN 1 ELSE %(stations)s END
),
monthly AS (
    SELECT scope.station_id, month.no, count(counted.staff_id) AS certified
    FROM scope
    JOIN month ON month.next > scope.opened_on
    LEFT JOIN counted ON counted.station_id = scope.station_id AND counted.no = month.no
    GROUP BY scope.station_id, month.no
),
behind AS (
    SELECT station_id, array_agg(DISTINCT uuid) AS assignments,
        array_agg(DISTINCT credential) AS credentials
    FROM counted, unnest(assignments) AS uuid
    GROUP BY station_id
)
SELECT monthly.station_id,
    jsonb_build_object('certified', jsonb_agg(monthly.certified ORDER BY monthly.no)) AS inputs,
    behind.assignments AS assignment, behind.credentials AS credential
FROM monthly LEFT JOIN behind USING (station_id)
GROUP BY monthly.station_id, behind.assignments, behind.credentials
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``certified``: one count per open month-end; after the cut-off as on the cut-off day."""
    rules = scope.definitions
    return run(scope, QUERY, levels=rules.certified_levels, stations=rules.part_time_stations)
