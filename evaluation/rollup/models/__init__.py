"""What the province may see: figures of stations and counties, never a person's."""

from evaluation.rollup.models.county_period import CountyPeriod
from evaluation.rollup.models.station_span import StationSpan
from evaluation.rollup.models.station_year import StationYear

__all__ = ["CountyPeriod", "StationSpan", "StationYear"]
