"""Who brought whom to a certificate: the one definition behind C18 and the roll-up (Q08).

A claim is a certificate that names a station. It is the person's first of the counted levels
or it is not, and the records show the station's part or they do not: the person worked there,
or was trained there for so many hours, within so many months before the exam was passed. Of a
person outside the network the station's own entry says which way it was.
"""

from typing import Any

from evaluation.facts.definitions import Definitions
from evaluation.facts.sql import ends, live, person

# Follows PARTS. A room's work and training are those of its station; a span's end is the first
# day without. Without a passed exam on file the certificate's day stands for that day.
CLAIMS = f"""
held AS (
    SELECT 'credential' AS kind, c.uuid, {person("s")} AS person, c.staff_id, c.level,
        c.issued_on, c.received_at, c.cultivated_by_id AS place_id,
        NULL AS way, NULL::numeric AS hours
    FROM people_credential c JOIN people_staff s ON s.id = c.staff_id
    WHERE {live("c")}
    UNION ALL
    SELECT 'cultivated_person', p.uuid, {person("p")}, NULL, p.level,
        p.issued_on, p.received_at, p.station_id, p.way, p.hours
    FROM people_cultivatedperson p
    WHERE {live("p")}
),
ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY person, of_level ORDER BY issued_on, received_at, kind, uuid
    ) AS nth
    FROM held CROSS JOIN LATERAL (
        SELECT level = ANY(%(levels)s) AND coalesce(way = ANY(%(ways)s), true) AS of_level
    ) AS judged
),
claim AS (
    SELECT ranked.*, unit.station_id, passed_on,
        CASE WHEN kind = 'credential' THEN worked.here ELSE way = 'REGISTERED' END AS worked,
        CASE WHEN kind = 'credential' THEN trained.hours ELSE ranked.hours END AS trained
    FROM ranked
    JOIN unit ON unit.unit_id = ranked.place_id
    CROSS JOIN LATERAL (
        SELECT coalesce(max(e.result_on), ranked.issued_on) AS passed_on
        FROM people_examregistration e
        WHERE e.staff_id = ranked.staff_id AND e.level = ranked.level AND e.result = 'PASSED'
            AND e.result_on <= ranked.issued_on AND {live("e")}
            AND e.result_received_at <= %(received_by)s
    ) AS exam
    CROSS JOIN LATERAL (
        SELECT (passed_on - make_interval(months => %(cultivation_months)s))::date AS since
    ) AS term
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM people_assignment a JOIN unit AS there ON there.unit_id = a.station_id
            WHERE a.staff_id = ranked.staff_id AND there.station_id = unit.station_id
                AND {live("a")} AND a.valid_from <= passed_on
                AND coalesce({ends("a")} > since, true)
        ) AS here
    ) AS worked
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(t.hours), 0) AS hours
        FROM people_trainingattendance t
        JOIN people_training held_there ON held_there.id = t.training_id
        JOIN unit AS there ON there.unit_id = held_there.station_id
        WHERE t.staff_id = ranked.staff_id AND there.station_id = unit.station_id
            AND {live("t")} AND {live("held_there")}
            AND held_there.held_on >= since AND held_there.held_on < passed_on
    ) AS trained
)"""

SHOWN = "(worked OR coalesce(trained >= %(cultivation_hours)s, false))"


def claim_values(rules: Definitions) -> dict[str, Any]:
    """The parameters that CLAIMS and SHOWN name beside the scope's."""
    return {
        "levels": rules.certified_levels,
        "ways": rules.cultivation_ways,
        "cultivation_months": rules.cultivation_months,
        "cultivation_hours": rules.cultivation_hours,
    }
