"""Reading facts: computed now, frozen then, and the records behind them."""

from evaluation.facts.queries.behind import (
    RecordRow,
    RecordsPage,
    is_redefined,
    records_behind,
    recount,
    scope_of,
)
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.queries.frozen import frozen, frozen_inputs, frozen_of_cycle
from evaluation.facts.queries.uncounted import UncountedRow, uncounted

__all__ = [
    "RecordRow",
    "RecordsPage",
    "UncountedRow",
    "compute_facts",
    "frozen",
    "frozen_inputs",
    "frozen_of_cycle",
    "is_redefined",
    "records_behind",
    "recount",
    "scope_of",
    "uncounted",
]
