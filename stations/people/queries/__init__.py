"""Reading about people."""

from stations.people.queries.record import SOURCES
from stations.people.queries.staff import find_staff, own_staff, staff_choices, worker_on

__all__ = ["SOURCES", "find_staff", "own_staff", "staff_choices", "worker_on"]
