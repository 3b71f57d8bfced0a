"""Figures of a whole county by year of the event, counted as the indicators count a station's.

A person counts once in the county's year. What happened at a place before it came from another
county counts there.
"""

from datetime import date
from typing import Any

from django.db import connection

from evaluation.facts.certified import CLAIMS, SHOWN, claim_values
from evaluation.facts.scope import FactScope
from evaluation.facts.sql import PARTS, live, person
from kernel.tenancy import division_code
from kernel.workdays.clock import now

CERTIFIED = f"""
WITH {PARTS}, {CLAIMS}
SELECT extract(year FROM issued_on)::int, count(*)
FROM claim JOIN network_station place ON place.id = claim.place_id
WHERE of_level AND nth = 1 AND {SHOWN}
    AND (place.counted_from IS NULL OR issued_on >= place.counted_from)
GROUP BY 1
"""

TRAINED = f"""
SELECT year, count(DISTINCT {person("v")})
FROM people_volunteerstep s
CROSS JOIN LATERAL (SELECT extract(year FROM s.done_on)::int AS year) AS done
JOIN people_volunteer v ON v.id = s.volunteer_id AND {live("v")}
JOIN network_station place ON place.id = v.station_id
WHERE s.step = ANY(%(steps)s) AND v.registered_on < make_date(year + 1, 1, 1) AND {live("s")}
    AND (place.counted_from IS NULL OR s.done_on >= place.counted_from)
GROUP BY year
"""


def certified_by_year() -> dict[int, int]:
    """Newly certified persons as C18 knows them, by the year of the certificate (Q08)."""
    scope = _county()
    return _ask(CERTIFIED, scope.params() | claim_values(scope.definitions))


def volunteers_by_year() -> dict[int, int]:
    """Persons registered who were trained or served, as C05 knows them (Q09)."""
    scope = _county()
    return _ask(TRAINED, scope.params() | {"steps": scope.definitions.trained_volunteer_steps})


def _county() -> FactScope:
    """All that came in until now; of no station, as the county is counted as one."""
    moment = now()
    return FactScope(division_code(), moment.year, date.max, moment, ())


def _ask(query: str, values: dict[str, Any]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return dict(cursor.fetchall())
