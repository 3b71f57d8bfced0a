"""C18 newly certified workers (guideline 3.3.2, M43, M44).

Counts the act, not the stock: a person's first certificate of the counted levels, for the
one station that brought them there as the records show (Q08, `evaluation.facts.certified`),
worker of the network or not; an ID number known in both tables is one person. A pilot counts
the year; every other station the five years from 2021 or its opening (Q04), with the whole
months elapsed.
"""

from typing import Any

from evaluation.facts.certified import CLAIMS, SHOWN, claim_values
from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, run

INDICATOR = "C18"

# Each claim with its verdict: NULL where it counts, else the first reason against it.
VERDICTS = f"""
WITH {PARTS},
term AS (
    SELECT *, (first_day + make_interval(years => %(window_years)s))::date AS closes,
        extract(year FROM elapsed) * 12 + extract(month FROM elapsed) AS months
    FROM scope
    CROSS JOIN LATERAL (SELECT greatest(opened_on, %(window_start)s::date) AS first_day) AS start
    CROSS JOIN LATERAL (SELECT age(%(next_day)s::date, first_day) AS elapsed) AS passed
),
{CLAIMS},
judged AS (
    SELECT term.station_id, claim.kind, claim.uuid, claim.issued_on, claim.trained,
        CASE WHEN NOT of_level THEN 'LEVEL' WHEN nth > 1 THEN 'LATER'
            WHEN NOT timely THEN 'TIME' WHEN NOT {SHOWN} THEN 'UNSHOWN' END AS against
    FROM claim JOIN term USING (station_id)
    CROSS JOIN LATERAL (
        SELECT issued_on <= %(last_day)s AND CASE WHEN term.pilot
            THEN issued_on >= %(year_start)s
            ELSE issued_on >= term.first_day AND issued_on < term.closes END AS timely
    ) AS held_against_term
)"""

QUERY = f"""{VERDICTS},
newly AS (
    SELECT station_id, count(*) AS certified,
        array_agg(uuid) FILTER (WHERE kind = 'credential') AS credentials,
        array_agg(uuid) FILTER (WHERE kind = 'cultivated_person') AS outsiders
    FROM judged WHERE against IS NULL
    GROUP BY station_id
)
SELECT term.station_id,
    CASE WHEN term.pilot
        THEN jsonb_build_object('newly', coalesce(newly.certified, 0))
        ELSE jsonb_build_object(
            'cumulative', coalesce(newly.certified, 0),
            'window_years',
            round(least(term.months, %(window_years)s * 12)::numeric / 12, 6)::text
        ) END AS inputs,
    newly.credentials AS credential, newly.outsiders AS cultivated_person
FROM term LEFT JOIN newly USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``newly`` for a pilot; else ``cumulative`` and ``window_years``, a decimal in quotes."""
    return run(scope, QUERY, **values_of(scope))


def values_of(scope: FactScope) -> dict[str, Any]:
    """The parameters of VERDICTS beside the scope's."""
    rules = scope.definitions
    return claim_values(rules) | {
        "window_start": rules.window_start,
        "window_years": rules.window_years,
    }
