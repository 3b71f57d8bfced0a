"""Reading about people."""

from stations.people.queries.record import SOURCES

__all__ = ["SOURCES"]
