"""What a fact is computed for, and what it is."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from evaluation.facts.definitions import Definitions, load_definitions
from kernel.workdays.clock import ZONE

PILOT = "PROVINCIAL_PILOT"


@dataclass(frozen=True)
class StationInfo:
    """A station under evaluation. ``opened_on`` lies on or before the cut-off."""

    id: int
    code: str
    track: str
    opened_on: date


@dataclass(frozen=True)
class FactScope:
    """A year's evaluation of some stations of one county.

    Records count with an event day up to ``cutoff_on`` when they were received by
    ``received_by`` (architecture.md, decision 11).
    """

    county: str
    year: int
    cutoff_on: date
    received_by: datetime
    stations: tuple[StationInfo, ...]
    definitions: Definitions = field(default_factory=load_definitions)

    @property
    def year_start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day whose events count: the cut-off, within the year."""
        return min(date(self.year, 12, 31), self.cutoff_on)

    @property
    def next_day(self) -> date:
        return self.last_day + timedelta(days=1)

    def params(self) -> dict[str, Any]:
        """The parameters that every fact's query may name."""
        return {
            "ids": [station.id for station in self.stations],
            "opened": [station.opened_on for station in self.stations],
            "pilot": [station.track == PILOT for station in self.stations],
            "county": f"{self.county}%",
            "year": self.year,
            "year_start": self.year_start,
            "last_day": self.last_day,
            "next_day": self.next_day,
            "since": datetime.combine(self.year_start, time(), ZONE),
            "until": datetime.combine(self.next_day, time(), ZONE),
            "received_by": self.received_by,
            "zone": ZONE.key,
        }


@dataclass(frozen=True)
class Fact:
    """An indicator's inputs (the keys of scoring.md) and the records they were counted from:
    their identities by kind, the kinds being those of ``queries.behind``.

    Lists of text, for there are tens of thousands: that many objects would have the garbage
    collector go through all that the process holds.
    """

    inputs: dict[str, Any]
    records: dict[str, list[str]]
