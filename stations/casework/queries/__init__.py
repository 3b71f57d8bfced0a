"""Reading about persons served."""

from stations.casework.queries.record import SOURCES

__all__ = ["SOURCES"]
