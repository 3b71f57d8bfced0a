"""How cases stood on the cut-off day: closed by then or not, whatever became of them since.

A case keeps its last closure only, and none once it is opened again; the moves keep all of them. A
closure counts by its own day; every other move has no day but that of its receipt, so one of
after the cut-off is of the next year, also within the late-sync period (architecture.md,
decision 11).
"""

from typing import Any

from stations.casework.enums import CaseAct

# Follows PARTS. reopened: when a case was last opened again. closure: the closure that stood, and
# of which round it was. One brought in without its moves has the day on the case, if that was told
# in time.
CLOSURES = """
reopened AS (
    SELECT case_id, max(received_at) AS at FROM casework_casestep
    WHERE act = %(reopen)s AND received_at <= %(received_by)s AND received_at < %(until)s
    GROUP BY case_id
),
closing AS (
    SELECT DISTINCT ON (s.case_id) s.case_id, s.closed_on, s.received_at
    FROM casework_casestep s LEFT JOIN reopened USING (case_id)
    WHERE s.closed_on <= %(last_day)s AND s.received_at <= %(received_by)s
        AND s.received_at > coalesce(reopened.at, '-infinity')
    ORDER BY s.case_id, s.received_at DESC, s.id DESC
),
closure AS (
    SELECT c.id AS case_id, coalesce(closing.closed_on, c.closed_on) AS closed_on,
        coalesce(closing.received_at, c.closed_received_at) AS received_at,
        c.round - (
            SELECT count(*) FROM casework_casestep s
            WHERE s.case_id = c.id AND s.act = %(reopen)s AND s.received_at > closing.received_at
        ) AS round
    FROM casework_case c LEFT JOIN closing ON closing.case_id = c.id
    WHERE closing.case_id IS NOT NULL OR c.closed_received_at <= %(received_by)s
)"""


def closure_values() -> dict[str, Any]:
    """The parameters that CLOSURES names beside the scope's."""
    return {"reopen": CaseAct.REOPEN.value}
