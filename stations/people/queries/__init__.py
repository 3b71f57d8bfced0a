"""Reading about people."""

from stations.people.queries.record import SOURCES
from stations.people.queries.staff import (
    find_staff,
    find_workers,
    own_staff,
    staff_choices,
    worker_on,
    works_at,
)

__all__ = [
    "SOURCES",
    "find_staff",
    "find_workers",
    "own_staff",
    "staff_choices",
    "worker_on",
    "works_at",
]
