"""C08 child welfare (3.2.3.1-3; X13): kinds with a verified record, and reports made late.

A report on suspected harm to a minor is late when the authority was told after the time limit of
casework's norms. It counts by the day on which the harm was noticed.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import GIVEN, given_of
from evaluation.facts.sql import live, run
from stations.casework.care_enums import Protected
from stations.casework.norms import norm

INDICATOR = "C08"

QUERY = f"""{GIVEN},
late AS (
    SELECT unit.station_id, count(*) AS reports, array_agg(r.uuid) AS uuids
    FROM casework_protectionreport r
    JOIN unit ON unit.unit_id = r.station_id
    WHERE {live("r")} AND r.subject = %(subject)s
        AND r.noticed_at >= %(since)s AND r.noticed_at < %(until)s
        AND r.reported_at > r.noticed_at + make_interval(hours => %(hours)s)
    GROUP BY unit.station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'kinds', coalesce(given.kinds, 0), 'late_reports', coalesce(late.reports, 0)
    ) AS inputs,
    given.services AS service, late.uuids AS protection_report
FROM scope LEFT JOIN given USING (station_id) LEFT JOIN late USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds`` and ``late_reports``."""
    hours = norm("protection_report", "hours")
    return run(scope, QUERY, **given_of("CHILD"), hours=hours, subject=Protected.CHILD.value)
