"""Reading about people."""

from stations.people.queries.record import SOURCES
from stations.people.queries.staff import find_staff, staff_choices

__all__ = ["SOURCES", "find_staff", "staff_choices"]
