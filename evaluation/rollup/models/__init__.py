"""What the province may see: figures of stations and counties, never a person's."""

from evaluation.rollup.models.cell import Cell, CellCounty
from evaluation.rollup.models.county_period import CountyPeriod
from evaluation.rollup.models.station_span import StationSpan
from evaluation.rollup.models.station_year import StationYear
from evaluation.rollup.models.upstream import Upstream, UpstreamUnit

__all__ = [
    "Cell",
    "CellCounty",
    "CountyPeriod",
    "StationSpan",
    "StationYear",
    "Upstream",
    "UpstreamUnit",
]
