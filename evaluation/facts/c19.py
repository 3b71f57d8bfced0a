"""C19 training and ideas (guideline 3.3.2, 3.3.3; M38, M41, M42): which of four kinds were done.

Knowledge training and preparation for the exam are trainings of the year that somebody
attended; interns who were here in the year and the training of workers for the elderly are one
kind; publicity counts when it spreads ideas, knowledge or methods.
"""

from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, ends, in_year, live, run

INDICATOR = "C19"

QUERY = f"""
WITH {PARTS},
done AS (
    SELECT t.station_id AS unit_id, t.uuid, 'training' AS record,
        CASE WHEN t.topic = ANY(%(knowledge)s) THEN 'KNOWLEDGE'
            WHEN t.topic = ANY(%(exam)s) THEN 'EXAM'
            WHEN t.topic = ANY(%(care)s) THEN 'PRACTICE' END AS kind
    FROM people_training t
    WHERE {in_year("t.held_on")} AND {live("t")} AND (
        EXISTS (SELECT FROM people_trainingattendance a
            WHERE a.training_id = t.id AND {live("a")})
        OR EXISTS (SELECT FROM people_trainingheadcount h
            WHERE h.training_id = t.id AND {live("h")})
    )
    UNION ALL
    SELECT i.station_id, i.uuid, 'internship', 'PRACTICE'
    FROM people_internship i
    WHERE {live("i")} AND i.valid_from <= %(last_day)s
        AND coalesce({ends("i")} > %(year_start)s, true)
    UNION ALL
    SELECT p.station_id, p.uuid, 'publicity', 'PUBLICITY'
    FROM people_publicityitem p
    WHERE {in_year("p.published_on")} AND {live("p")} AND p.topic = ANY(%(ideas)s)
),
counted AS (
    SELECT unit.station_id, count(DISTINCT done.kind) AS kinds,
        array_agg(done.uuid) FILTER (WHERE done.record = 'training') AS trainings,
        array_agg(done.uuid) FILTER (WHERE done.record = 'internship') AS internships,
        array_agg(done.uuid) FILTER (WHERE done.record = 'publicity') AS publicity
    FROM done JOIN unit USING (unit_id)
    WHERE done.kind IS NOT NULL
    GROUP BY unit.station_id
)
SELECT scope.station_id,
    jsonb_build_object('kinds', coalesce(counted.kinds, 0)) AS inputs,
    counted.trainings AS training, counted.internships AS internship,
    counted.publicity AS publicity
FROM scope LEFT JOIN counted USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``kinds`` (0 to 4)."""
    rules = scope.definitions
    return run(
        scope,
        QUERY,
        knowledge=rules.knowledge_topics,
        exam=rules.exam_topics,
        care=rules.care_topics,
        ideas=rules.publicity_topics,
    )
