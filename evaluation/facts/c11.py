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
that without recursion: such slots pass on the state of the last slot that is not one. In
``placed`` slots and visits run in one stream, so that each visit finds its slot by order.
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
    SELECT span_id, k, at, next <= stops AS due,
        at + ((at - former) * %(tolerance)s + 99) / 100 AS grace
    FROM (
        SELECT span.id AS span_id, stops, k, (begins + k * step)::date AS at,
            (begins + (k + 1) * step)::date AS next, (begins + (k - 1) * step)::date AS former
        FROM span
        CROSS JOIN generate_series(
            0, ceil((stops - begins) / (extract(epoch FROM step) / 86400 * 0.9))::int
        ) AS k
    ) AS drawn
    WHERE at < stops
),
called AS (
    SELECT v.uuid, v.beneficiary_id, unit.station_id, v.result, v.held_at, v.id,
        row_number() OVER in_order AS nth
    FROM casework_visit v
    JOIN unit ON unit.unit_id = v.station_id
    WHERE v.held_at >= %(since)s AND v.held_at < %(until)s AND v.result IN ('MET', 'REFUSED')
        AND {live("v")}
    WINDOW in_order AS (
        PARTITION BY v.beneficiary_id, unit.station_id ORDER BY v.held_at, v.id
    )
),
numbered AS (
    SELECT *, nth - coalesce(max(nth) FILTER (WHERE result = 'MET') OVER in_order, 0) AS refusals
    FROM called
    WINDOW in_order AS (PARTITION BY beneficiary_id, station_id ORDER BY held_at, id)
),
accepted AS (
    SELECT uuid, beneficiary_id, station_id, (held_at AT TIME ZONE %(zone)s)::date AS at
    FROM numbered WHERE refusals <= %(refusals)s
),
visited AS MATERIALIZED (
    SELECT span.id AS span_id, span.station_id, accepted.uuid, accepted.at
    FROM accepted
    JOIN span USING (beneficiary_id, station_id)
    WHERE accepted.at >= span.begins AND accepted.at < span.stops
),
placed AS (
    SELECT span_id, due, visits, max(k) OVER in_order AS k,
        max(k) OVER in_order > 0 AND at < max(grace) OVER in_order AS early
    FROM (
        SELECT span_id, at, k, due, grace, 0 AS visits FROM slot
        UNION ALL
        SELECT span_id, at, NULL, NULL, NULL, 1 FROM visited
    ) AS stream
    WINDOW in_order AS (PARTITION BY span_id ORDER BY at, visits)
),
tally AS (
    SELECT span_id, k, bool_or(due) AS due,
        coalesce(sum(visits) FILTER (WHERE early), 0) AS early,
        coalesce(sum(visits) FILTER (WHERE NOT early), 0) AS own
    FROM placed GROUP BY span_id, k
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
    SELECT span.station_id, span.level, count(*) AS due, count(*) FILTER (
            WHERE own + early - owing * (early > 0)::int > 0 OR later > 0
        ) AS done
    FROM chained JOIN span ON span.id = chained.span_id
    WHERE due GROUP BY span.station_id, span.level
),
by_level AS (
    SELECT scope.station_id, jsonb_build_object(
        'due', jsonb_object_agg(pace.level, coalesce(counted.due, 0)),
        'done', jsonb_object_agg(pace.level, coalesce(counted.done, 0))
    ) AS inputs
    FROM scope CROSS JOIN pace LEFT JOIN counted USING (station_id, level)
    GROUP BY scope.station_id
),
visits AS (
    SELECT station_id, array_agg(uuid) AS uuids FROM visited GROUP BY station_id
),
spans AS (
    SELECT station_id, array_agg(uuid) AS uuids FROM span WHERE begins < stops GROUP BY station_id
)
SELECT by_level.*, visits.uuids AS visit, spans.uuids AS visit_level
FROM by_level LEFT JOIN visits USING (station_id) LEFT JOIN spans USING (station_id)
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
