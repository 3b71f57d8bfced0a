"""C15 own targets (guideline 4.3; 000 五): what a station agreed with a purchaser, and what it did.

A target is due with its project: it counts in the year in which the project's last day lies, by
all that was done on the project's days, also those of the year before. A station of which no
project ended in the year has no fact; it declares the targets of its annual plan.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, in_year, lasts, live, run
from stations.casework.companions import counted_companions
from stations.casework.enums import Place, Result
from stations.projects.catalogue import measures

INDICATOR = "C15"


def _of_kind(day: str) -> str:
    """The record is about somebody of one of the project's kinds on its day."""
    return f"""(target.kinds = '[]' OR EXISTS (
        SELECT FROM casework_beneficiarycategory k
        WHERE k.beneficiary_id = r.beneficiary_id AND jsonb_exists(target.kinds, k.category)
            AND {live("k")} AND {lasts("k", day)}))"""


def _begun(kind: str, table: str, day: str, counts: str) -> str:
    """Those of a table that were begun on the project's days, for targets that count them."""
    return f"""SELECT target.id, target.station_id, '{kind}', r.uuid
    FROM target
    JOIN place ON place.target_id = target.id
    JOIN {table} r ON r.station_id = place.place_id
        AND r.{day} BETWEEN target.starts_on AND target.ends_on
    WHERE target.counts = '{counts}' AND {live("r")} AND {_of_kind(f"r.{day}")}"""


HELD = "(r.held_at AT TIME ZONE %(zone)s)::date"

# target: those due in the year. place: where a target's records lie, as stations.records.places
# says. done: the records that count, as stations.projects.queries.measure says.
QUERY = f"""
WITH {PARTS},
target AS (
    SELECT unit.station_id, p.station_id AS place_id, p.starts_on, p.ends_on, p.kinds,
        t.id, t.uuid, t.amount, measure.counts
    FROM projects_projecttarget t
    JOIN projects_project p ON p.id = t.project_id
    JOIN unit ON unit.unit_id = p.station_id
    JOIN scope ON scope.station_id = unit.station_id
    JOIN unnest(%(measures)s::text[], %(counts)s::text[]) AS measure (code, counts)
        ON measure.code = t.measure
    WHERE {live("t")} AND {live("p")} AND {in_year("p.ends_on")}
),
place AS (
    SELECT target.id AS target_id, below.id AS place_id
    FROM target
    JOIN network_station own ON own.id = target.place_id
    JOIN network_station below ON below.id = own.id OR starts_with(below.path, own.path || '/')
),
done AS (
    SELECT target.id, target.station_id, 'visit' AS kind, r.uuid
    FROM target
    JOIN place ON place.target_id = target.id
    JOIN casework_visit r ON r.station_id = place.place_id
        AND r.held_at >= target.starts_on::timestamp AT TIME ZONE %(zone)s
        AND r.held_at < (target.ends_on + 1)::timestamp AT TIME ZONE %(zone)s
    WHERE {live("r")} AND r.result = %(met)s AND {_of_kind(HELD)}
        AND CASE target.counts
            WHEN 'accompanied' THEN r.place = %(home)s
                AND jsonb_exists_any(r.joint_with, %(companions)s)
            WHEN 'visits' THEN r.place <> %(phone)s
            WHEN 'calls' THEN r.place = %(phone)s
            ELSE false END
    UNION ALL
    {_begun("case", "casework_case", "opened_on", "cases")}
    UNION ALL
    {_begun("care_plan", "casework_careplan", "begun_on", "plans")}
    UNION ALL
    SELECT target.id, target.station_id, 'station_activity', r.uuid
    FROM target
    JOIN projects_targetactivity named ON named.target_id = target.id AND {live("named")}
    JOIN community_stationactivity r ON r.id = named.activity_id
        AND r.held_on BETWEEN target.starts_on AND target.ends_on
    WHERE target.counts = 'activities' AND {live("r")}
),
number AS (SELECT id, count(*) AS actual FROM done GROUP BY id),
-- One visit may count for two targets, and is one record all the same.
behind AS (
    SELECT station_id,
        array_agg(DISTINCT uuid) FILTER (WHERE kind = 'visit') AS visits,
        array_agg(DISTINCT uuid) FILTER (WHERE kind = 'case') AS cases,
        array_agg(DISTINCT uuid) FILTER (WHERE kind = 'care_plan') AS plans,
        array_agg(DISTINCT uuid) FILTER (WHERE kind = 'station_activity') AS activities
    FROM done GROUP BY station_id
),
own AS (
    SELECT station_id, array_agg(target.uuid) AS uuids, jsonb_agg(
        jsonb_build_object(
            'planned', amount::text, 'actual', coalesce(number.actual, 0)::text
        ) ORDER BY id
    ) AS targets
    FROM target LEFT JOIN number USING (id)
    GROUP BY station_id
)
SELECT own.station_id, jsonb_build_object('targets', own.targets) AS inputs,
    own.uuids AS project_target, behind.visits AS visit, behind.cases AS case,
    behind.plans AS care_plan, behind.activities AS station_activity
FROM own LEFT JOIN behind USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``targets``: ``planned`` and ``actual`` of each, in the order of entry; of stations that
    had any."""
    known = measures()
    return run(
        scope,
        QUERY,
        measures=list(known),
        counts=[each.counts for each in known.values()],
        companions=counted_companions(),
        met=Result.MET,
        home=Place.HOME,
        phone=Place.PHONE,
    )
