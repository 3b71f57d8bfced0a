"""C11 graded visits (guideline 3.2.5.1; 南水, five levels): visits due and done, by level.

**Slots.** A person's time at a level within the year, the station's opening and the
cut-off is cut into slots of the level's interval (Q03), from its first day on. A slot that
lies wholly within it is due; the rest at its end is not.

**Done.** A visit with a result fills one slot: its own, or the one before it when that is
empty and no more than 20% of that slot's days (rounded up) have passed since its end. Of
refusals the first two in a row fill a slot, within the year. Visits after the cut-off, by
another station, or with nobody there fill none.

The grace makes slots depend on their forerunner: a slot whose only visit fell into the
grace gives it away when the slot before is owing, and then is owing itself. ``owing`` finds
that without recursion: such slots pass on the state of the last slot that is not one.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, ends, live, run

INDICATOR = "C11"

QUERY = f"""
WITH {PARTS},
pace AS (
    SELECT * FROM unnest(%(levels)s::int[], %(intervals)s::interval[]) AS given (level, step)
),
span AS (
    SELECT l.id, l.uuid, unit.station_id, l.beneficiary_id, l.level, pace.step,
        greatest(l.valid_from, scope.opened_on, %(year_start)s::date) AS begins,
        least({ends("l")}, %(next_day)s::date) AS stops
    FROM casework_visitlevelspan l
    JOIN unit ON unit.unit_id = l.station_id
    JOIN scope ON scope.station_id = unit.station_id
    JOIN pace ON pace.level = l.level
    WHERE {live("l")} AND l.valid_from < %(next_day)s
),
slot AS (
    SELECT span.id AS span_id, k, next <= stops AS due,
        tsrange(begins + k * step, least(next, stops)) AS days,
        begins + k * step + ceil(
            extract(epoch FROM (begins + k * step) - (begins + (k - 1) * step)) / 86400
            * %(tolerance)s / 100
        ) * interval '1 day' AS grace
    FROM span
    CROSS JOIN generate_series(
        0, ceil((stops - begins) / (extract(epoch FROM step) / 86400 * 0.9))::int
    ) AS k
    CROSS JOIN LATERAL (SELECT begins + (k + 1) * step AS next) AS following
    WHERE begins < stops AND begins + k * step < stops
),
called AS (
    SELECT v.uuid, v.beneficiary_id, unit.station_id, v.result, v.held_at, v.id,
        count(*) FILTER (WHERE v.result = 'MET') OVER earlier AS met
    FROM casework_visit v
    JOIN unit ON unit.unit_id = v.station_id
    WHERE v.held_at >= %(since)s AND v.held_at < %(until)s AND v.result IN ('MET', 'REFUSED')
        AND {live("v")}
    WINDOW earlier AS (
        PARTITION BY v.beneficiary_id, unit.station_id ORDER BY v.held_at, v.id
    )
),
accepted AS (
    SELECT uuid, beneficiary_id, station_id, (held_at AT TIME ZONE %(zone)s) AS at
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY beneficiary_id, station_id, met, result ORDER BY held_at, id
        ) AS nth
        FROM called
    ) AS numbered
    WHERE result = 'MET' OR nth <= %(refusals)s
),
placed AS (
    SELECT span.station_id, span.level, slot.*, accepted.uuid,
        slot.k > 0 AND accepted.at < slot.grace AS early
    FROM slot
    JOIN span ON span.id = slot.span_id
    LEFT JOIN accepted ON accepted.beneficiary_id = span.beneficiary_id
        AND accepted.station_id = span.station_id AND slot.days @> accepted.at
),
tally AS (
    SELECT station_id, level, span_id, k, due,
        count(uuid) FILTER (WHERE early) AS early, count(uuid) FILTER (WHERE NOT early) AS own
    FROM placed GROUP BY station_id, level, span_id, k, due
),
chained AS (
    SELECT *,
        coalesce(max(
            CASE WHEN early <> 1 OR own > 0 THEN 2 * k + (early + own = 0)::int END
        ) OVER (PARTITION BY span_id ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            %% 2, 0) AS owing,
        lead(early, 1, 0::bigint) OVER (PARTITION BY span_id ORDER BY k) AS later
    FROM tally
),
counted AS (
    SELECT station_id, level, count(*) AS due,
        count(*) FILTER (WHERE own + early - owing * (early > 0)::int > 0 OR later > 0) AS done
    FROM chained WHERE due GROUP BY station_id, level
),
behind AS (
    SELECT station_id, array_agg(uuid) AS visits FROM placed
    WHERE uuid IS NOT NULL GROUP BY station_id
),
levels AS (
    SELECT station_id, array_agg(uuid) AS spans FROM span
    WHERE begins < stops GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object(
        'due', jsonb_object_agg(pace.level, coalesce(counted.due, 0)),
        'done', jsonb_object_agg(pace.level, coalesce(counted.done, 0))
    ) AS inputs,
    behind.visits AS visit, levels.spans AS visit_level
FROM scope
CROSS JOIN pace
LEFT JOIN counted ON counted.station_id = scope.station_id AND counted.level = pace.level
LEFT JOIN behind ON behind.station_id = scope.station_id
LEFT JOIN levels ON levels.station_id = scope.station_id
GROUP BY scope.station_id, behind.visits, levels.spans
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``due`` and ``done``: slots for each level "1" to "5"."""
    rules = scope.definitions
    return run(
        scope,
        QUERY,
        levels=list(rules.visit_intervals),
        intervals=list(rules.visit_intervals.values()),
        tolerance=rules.visit_tolerance_percent,
        refusals=rules.refusals_in_a_row,
    )
