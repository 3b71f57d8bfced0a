"""Reading about purchased projects."""

from stations.projects.queries.record import SOURCES

__all__ = ["SOURCES"]
