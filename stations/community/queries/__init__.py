"""Reading about organisations."""

from stations.community.queries.record import SOURCES

__all__ = ["SOURCES"]
