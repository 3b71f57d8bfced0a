"""O5 case process (guideline 4.4; DB5101/T 100-2021, 8): documents due and there, in files drawn.

A case owes the documents of the gates it went through by the cut-off day
(casework/data/gates.yaml), all six when it was closed; one that the gate wants signed is there once
it is. The files are drawn by a digest of their identity and the year: nobody chooses them, and the
same draw comes again.
"""

from typing import Any

from evaluation.facts.closures import CLOSURES, closure_values
from evaluation.facts.scope import Fact, FactScope
from evaluation.facts.sql import PARTS, live, run
from stations.casework.enums import CaseAct, Stage
from stations.casework.gates import CLOSED, NEVER, all_gates

INDICATOR = "O5"

QUERY = f"""
WITH {PARTS},
{CLOSURES},
gate AS (
    SELECT * FROM unnest(
        %(gate_cases)s::text[], %(gate_steps)s::int[], %(gate_documents)s::text[],
        %(gate_signed)s::bool[]
    ) AS given (kind, step, document, signed)
),
moved AS (
    SELECT unit.station_id, c.id, c.uuid, c.kind, reopened.at, max(
        CASE WHEN step.act = %(sign)s THEN cardinality(%(stages)s::text[])
            ELSE array_position(%(stages)s::text[], step.from_stage::text) END
    ) AS steps
    FROM casework_case c
    JOIN unit ON unit.unit_id = c.station_id
    LEFT JOIN reopened ON reopened.case_id = c.id
    LEFT JOIN closure ON closure.case_id = c.id
    JOIN casework_casestep step ON step.case_id = c.id AND step.act = ANY(%(forward)s::text[])
        AND step.received_at <= %(received_by)s
        AND step.received_at > coalesce(reopened.at, '-infinity')
        AND coalesce(step.closed_on <= %(last_day)s, step.received_at < %(until)s)
    WHERE {live("c")} AND c.opened_on <= %(last_day)s
        AND (closure.closed_on IS NULL OR closure.closed_on >= %(year_start)s)
    GROUP BY unit.station_id, c.id, c.uuid, c.kind, reopened.at
),
drawn AS (
    SELECT *, row_number() OVER (
        PARTITION BY station_id ORDER BY md5(uuid::text || %(year)s::text)
    ) AS place
    FROM moved
    WHERE EXISTS (SELECT FROM gate WHERE gate.kind = moved.kind AND gate.step <= moved.steps)
),
file AS (
    SELECT drawn.station_id, drawn.uuid, drawn.place, count(*) AS due,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM casework_casedocument d
            WHERE d.case_id = drawn.id AND d.kind = gate.document AND {live("d")}
                AND (d.signed OR NOT gate.signed) AND d.written_on <= %(last_day)s
                AND d.received_at > coalesce(drawn.at, '-infinity')
        )) AS present
    FROM drawn
    JOIN gate ON gate.kind = drawn.kind AND gate.step <= drawn.steps
    WHERE drawn.place <= %(files)s
    GROUP BY drawn.station_id, drawn.uuid, drawn.place
),
files AS (
    SELECT station_id, array_agg(uuid) AS cases,
        jsonb_agg(jsonb_build_object('due', due, 'present', present) ORDER BY place) AS rows
    FROM file GROUP BY station_id
)
SELECT scope.station_id,
    jsonb_build_object('files', coalesce(files.rows, '[]')) AS inputs, files.cases AS "case"
FROM scope LEFT JOIN files USING (station_id)
"""


def compute(scope: FactScope) -> dict[int, Fact]:
    """``files``: ``due`` and ``present`` documents of each file drawn."""
    return run(
        scope,
        QUERY,
        stages=list(Stage.values),
        **gate_columns(),
        forward=[CaseAct.ADVANCE.value, CaseAct.SIGN.value],
        sign=CaseAct.SIGN.value,
        **closure_values(),
        files=scope.definitions.case_files_drawn,
    )


def gate_columns() -> dict[str, list[Any]]:
    """The gates of documents as columns: the kind of case, how many steps lead past it, the
    document, and whether it is to be signed. The capability check is no document of the rubric, and
    every county is measured by the file's gates, not by its own."""
    order = [*Stage.values, CLOSED]
    rows = [
        (kind.value, order.index(gate.before), gate.document.value, gate.signed)
        for gate in all_gates()
        if gate.document and gate.before != NEVER
        for kind in gate.cases
    ]
    cases, steps, documents, signed = zip(*rows, strict=True)
    return {
        "gate_cases": list(cases),
        "gate_steps": list(steps),
        "gate_documents": list(documents),
        "gate_signed": list(signed),
    }
