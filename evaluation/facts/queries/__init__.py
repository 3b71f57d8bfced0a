"""Reading facts: computed now, frozen then, and the records behind them."""

from evaluation.facts.queries.behind import RecordRow, RecordsPage, records_behind, recount
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.queries.frozen import frozen, frozen_inputs, frozen_of_cycle

__all__ = [
    "RecordRow",
    "RecordsPage",
    "compute_facts",
    "frozen",
    "frozen_inputs",
    "frozen_of_cycle",
    "records_behind",
    "recount",
]
