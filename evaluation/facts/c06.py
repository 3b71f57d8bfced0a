"""C06 social assistance (3.2.1.1-8): kinds with a verified record, of those that apply.

Aid to the homeless (3.2.1.8) applies where the station gave it; elsewhere seven kinds do. Full
points are at three quarters either way, so that nobody loses by a task that never came up.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.services import GIVEN, given_of
from evaluation.facts.sql import run

INDICATOR = "C06"
FIELD, HOMELESS = "ASSISTANCE", "3.2.1.8"

QUERY = f"""{GIVEN}
SELECT scope.station_id,
    jsonb_build_object(
        'kinds', coalesce(given.kinds, 0),
        'applicable', cardinality(%(codes)s::text[])
            - CASE WHEN coalesce(given.has_conditional, false) THEN 0 ELSE 1 END
    ) AS inputs,
    given.services AS service
FROM scope LEFT JOIN given USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds`` and ``applicable`` (7 or 8)."""
    return run(scope, QUERY, **given_of(FIELD, HOMELESS))
