"""Who heads a place. People know; they register here."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kernel.hooks import Hook


@dataclass(frozen=True)
class Head:
    """A station head in office, with the days of the appointment (end excluded, open if None)."""

    name: str
    valid_from: date
    valid_to: date | None


# (station_ids, on) -> {station id: [Head]}
head_sources: Hook[...] = Hook("head_sources")


def heads(station_ids: Collection[int], on: date) -> dict[int, list[Head]]:
    """The heads in office on a day, by station id; a station without one is left out."""
    found: dict[int, list[Head]] = defaultdict(list)
    for by_station in head_sources.call(station_ids, on):
        for station_id, in_office in by_station.items():
            found[station_id] += in_office
    return dict(found)
