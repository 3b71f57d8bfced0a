"""C11 graded visits (guideline 3.2.5.1; 南水, five levels): visits due and done, by level.

**Slots.** A person's time at a level within the year, the station's opening and the
cut-off is cut into slots of the level's interval (Q03), from its first day on. A slot that
lies wholly within it is due; the rest at its end is not.

**Done.** A visit with a result fills one slot: its own, or the one before it when that is
empty and no more than 20% of that slot's days (rounded up) have passed since its end. Of
refusals the first two in a row fill a slot, within the year. Visits after the cut-off, by
another station, in a way that does not count (``visit_places``) or with nobody there fill none.

Slots are counted, never drawn up: the number of a visit's slot follows from the days or
months since the first, so that only slots with visits are rows, and what lies between two of
them was empty (``after_gap``).

The grace makes slots depend on their forerunner: a slot whose only visit fell into the
grace gives it away when the slot before is owing, and then is owing itself. ``owing`` finds
that without recursion: such slots pass on the state of the last slot that is not one.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, ends, live, run

INDICATOR = "C11"


def begin_of(number: str) -> str:
    """The first day of a span's slot with that number, from 0 on."""
    return (
        f"(CASE WHEN months = 0 THEN begins + ({number}) * days"
        f" ELSE (begins + ({number}) * step)::date END)"
    )


def month_of(day: str) -> str:
    """A day's month, counted through the years."""
    return f"(extract(year FROM {day}) * 12 + extract(month FROM {day}))::int"


def number_of(day: str) -> str:
    """The number of the slot that a day on or after the span's first lies in."""
    passed = f"{month_of(day)} - {month_of('begins')}"
    months = f"(({passed}) / months)"
    return (
        f"(CASE WHEN months = 0 THEN ({day} - begins) / days"
        f" ELSE {months} - ((begins + {months} * step)::date > {day})::int END)"
    )


QUERY = f"""
WITH {PARTS},
pace AS (
    SELECT level, step, extract(day FROM step)::int AS days,
        (extract(year FROM step) * 12 + extract(month FROM step))::int AS months
    FROM unnest(%(levels)s::int[], %(intervals)s::interval[]) AS given (level, step)
),
-- Inlined where it is named, as the visits are: joined as tables they meet by an index at worst,
-- which the planner takes when it knows nothing yet of a county's new rows.
span AS NOT MATERIALIZED (
    SELECT l.id, l.uuid, unit.station_id, l.beneficiary_id, pace.*,
        greatest(l.valid_from, scope.opened_on, %(year_start)s::date) AS begins,
        least({ends("l")}, %(next_day)s::date) AS stops
    FROM casework_visitlevelspan l
    JOIN unit ON unit.unit_id = l.station_id
    JOIN scope ON scope.station_id = unit.station_id
    JOIN pace ON pace.level = l.level
    WHERE {live("l")} AND l.valid_from < %(next_day)s
),
called AS NOT MATERIALIZED (
    SELECT v.id, v.uuid, v.beneficiary_id, unit.station_id, v.result, v.held_at
    FROM casework_visit v
    JOIN unit ON unit.unit_id = v.station_id
    JOIN scope ON scope.station_id = unit.station_id
    WHERE v.held_at >= %(since)s AND v.held_at < %(until)s AND v.result IN ('MET', 'REFUSED')
        AND v.place = ANY(%(places)s) AND {live("v")}
),
numbered AS (
    SELECT id, beneficiary_id, station_id, held_at, result, row_number() OVER in_order AS nth
    FROM called
    WINDOW in_order AS (PARTITION BY beneficiary_id, station_id ORDER BY held_at, id)
),
in_a_row AS (
    SELECT id, nth - coalesce(max(nth) FILTER (WHERE result = 'MET') OVER in_order, 0) AS refusals
    FROM numbered
    WINDOW in_order AS (PARTITION BY beneficiary_id, station_id ORDER BY held_at, id)
),
-- OFFSET 0: the planner would write out a slot's number wherever it is mentioned.
level AS (
    SELECT station_id, level, uuid, {number_of("stops")} AS due
    FROM span WHERE begins < stops OFFSET 0
),
met AS (
    SELECT span.*, called.uuid AS visit, (held_at AT TIME ZONE %(zone)s)::date AS at
    FROM called JOIN span USING (beneficiary_id, station_id)
    WHERE called.id NOT IN (SELECT id FROM in_a_row WHERE refusals > %(refusals)s) OFFSET 0
),
placed AS (
    SELECT *, {number_of("at")} AS k, {number_of("stops")} AS due
    FROM met WHERE at >= begins AND at < stops OFFSET 0
),
bounded AS (
    SELECT *, {begin_of("k")} AS opens, {begin_of("k - 1")} AS former FROM placed OFFSET 0
),
visited AS MATERIALIZED (
    SELECT id AS span_id, station_id, level, visit, k, k < due AS due,
        k > 0 AND at < opens + ((opens - former) * %(tolerance)s + 99) / 100 AS early
    FROM bounded
),
tally AS (
    SELECT station_id, level, span_id, k, due, count(*) FILTER (WHERE early) AS early,
        count(*) FILTER (WHERE NOT early) AS own
    FROM visited GROUP BY station_id, level, span_id, k, due
),
following AS (
    SELECT *, lag(k, 1, -1) OVER in_order < k - 1 AS after_gap,
        coalesce(lead(k) OVER in_order = k + 1 AND lead(early) OVER in_order > 0, false) AS later
    FROM tally WINDOW in_order AS (PARTITION BY span_id ORDER BY k)
),
chained AS (
    SELECT *, CASE WHEN after_gap THEN 1 ELSE coalesce(max(
            CASE WHEN early <> 1 OR own > 0 THEN 2 * k WHEN after_gap THEN 2 * k - 1 END
        ) OVER (PARTITION BY span_id ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            %% 2, 0) END AS owing
    FROM following
),
counted AS (
    SELECT station_id, level, sum(due) AS due, sum(done) AS done
    FROM (
        SELECT station_id, level, due, 0 AS done FROM level
        UNION ALL
        SELECT station_id, level, 0, (after_gap AND early > 0)::int
            + (due AND (own + early - owing * (early > 0)::int > 0 OR later))::int
        FROM chained
    ) AS either
    GROUP BY station_id, level
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
    SELECT station_id, array_agg(visit) AS uuids FROM visited GROUP BY station_id
),
spans AS (
    SELECT station_id, array_agg(uuid) AS uuids FROM level GROUP BY station_id
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
        places=rules.visit_places,
    )
