"""Which services of a section a station gave in the year: C02 and C06 to C10 (3.1.2, 3.2).

A service counts with a verified record (rubric, section 1): who gave it, when, and under which
clause; whom is a person on file or a number of persons, which every record has.
"""

from typing import Any

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, live, run
from stations.casework.catalogue import codes_of

GIVEN = f"""
WITH {PARTS},
given AS (
    SELECT unit.station_id, count(DISTINCT s.service) AS kinds, array_agg(s.uuid) AS services,
        bool_or(s.service = %(conditional)s) AS has_conditional
    FROM casework_servicerecord s
    JOIN unit ON unit.unit_id = s.station_id
    WHERE s.service = ANY(%(codes)s::text[]) AND s.staff_id IS NOT NULL
        AND {in_year("s.served_on")} AND {live("s")}
    GROUP BY unit.station_id
)"""

QUERY = f"""{GIVEN}
SELECT scope.station_id,
    jsonb_build_object('kinds', coalesce(given.kinds, 0)) AS inputs, given.services AS service
FROM scope LEFT JOIN given USING (station_id)
"""


def count_services(scope: FactScope, field: str) -> dict[int, Fact]:
    """``kinds``: how many of the field's services have a verified record in the year."""
    return run(scope, QUERY, **given_of(field))


def given_of(field: str, conditional: str = "") -> dict[str, Any]:
    """The parameters of GIVEN; ``conditional`` is a service that is due only in some places."""
    return {"codes": codes_of(field), "conditional": conditional}
