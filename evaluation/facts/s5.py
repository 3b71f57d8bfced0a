"""S5 ethics (guideline 2.4): staff on the cut-off day, those who pledged, upheld complaints."""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, lasts, live, run

INDICATOR = "S5"

QUERY = f"""
WITH {PARTS},
working AS (
    SELECT unit.station_id, a.staff_id, min(a.uuid::text)::uuid AS assignment
    FROM people_assignment a
    JOIN unit ON unit.unit_id = a.station_id
    WHERE {live("a")} AND {lasts("a", "%(last_day)s::date")}
    GROUP BY unit.station_id, a.staff_id
),
pledged AS (
    SELECT DISTINCT ON (p.staff_id) p.staff_id, p.uuid
    FROM people_ethicspledge p
    WHERE p.signed_on <= %(last_day)s AND {live("p")}
    ORDER BY p.staff_id, p.signed_on, p.id
),
staff AS (
    SELECT working.station_id, count(*) AS staff, count(pledged.uuid) AS pledged,
        array_agg(working.assignment) AS assignments,
        array_agg(pledged.uuid) FILTER (WHERE pledged.uuid IS NOT NULL) AS pledges
    FROM working LEFT JOIN pledged USING (staff_id)
    GROUP BY working.station_id
),
upheld AS (
    SELECT unit.station_id, array_agg(c.uuid) AS complaints
    FROM people_ethicscomplaint c
    JOIN unit ON unit.unit_id = c.station_id
    WHERE {in_year("c.upheld_on")} AND c.decided_received_at <= %(received_by)s AND {live("c")}
    GROUP BY unit.station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'staff', coalesce(staff.staff, 0),
        'pledged', coalesce(staff.pledged, 0),
        'upheld', coalesce(cardinality(upheld.complaints), 0)
    ) AS inputs,
    staff.assignments AS assignment, staff.pledges AS pledge, upheld.complaints AS complaint
FROM scope LEFT JOIN staff USING (station_id) LEFT JOIN upheld USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``staff``, ``pledged`` (a pledge goes with the person), ``upheld`` in the year."""
    return run(scope, QUERY)
