"""C18 newly certified workers (guideline 3.3.2, M43, M44).

Counts the act, not the stock: a person's first certificate of the counted levels, for the
one station that brought them there (Q08), worker of the network or not; an ID number known in
both tables is one person. A pilot counts the year; every other station the
five years from 2021 or its opening (Q04), with the whole months elapsed.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, live, person, run

INDICATOR = "C18"

QUERY = f"""
WITH {PARTS},
term AS (
    SELECT *, (first_day + make_interval(years => %(window_years)s))::date AS closes,
        extract(year FROM elapsed) * 12 + extract(month FROM elapsed) AS months
    FROM scope
    CROSS JOIN LATERAL (SELECT greatest(opened_on, %(window_start)s::date) AS first_day) AS start
    CROSS JOIN LATERAL (SELECT age(%(next_day)s::date, first_day) AS elapsed) AS passed
),
held AS (
    SELECT {person("s")} AS person, c.issued_on, c.received_at, c.cultivated_by_id,
        c.uuid AS credential, NULL::uuid AS outsider
    FROM people_credential c JOIN people_staff s ON s.id = c.staff_id
    WHERE c.level = ANY(%(levels)s) AND {live("c")}
    UNION ALL
    SELECT {person("p")}, p.issued_on, p.received_at, p.station_id, NULL, p.uuid
    FROM people_cultivatedperson p
    WHERE p.level = ANY(%(levels)s) AND p.way = ANY(%(ways)s) AND {live("p")}
),
first AS (
    SELECT DISTINCT ON (person) * FROM held ORDER BY person, issued_on, received_at, credential
),
newly AS (
    SELECT term.station_id, count(*) AS certified,
        array_agg(first.credential) FILTER (WHERE first.credential IS NOT NULL) AS credentials,
        array_agg(first.outsider) FILTER (WHERE first.outsider IS NOT NULL) AS outsiders
    FROM first
    JOIN unit ON unit.unit_id = first.cultivated_by_id
    JOIN term ON term.station_id = unit.station_id
    WHERE first.issued_on <= %(last_day)s
        AND CASE WHEN term.pilot THEN first.issued_on >= %(year_start)s
            ELSE first.issued_on >= term.first_day AND first.issued_on < term.closes END
    GROUP BY term.station_id
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
    rules = scope.definitions
    return run(
        scope,
        QUERY,
        levels=rules.certified_levels,
        window_start=rules.window_start,
        window_years=rules.window_years,
        ways=rules.cultivation_ways,
    )
