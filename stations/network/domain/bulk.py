"""Entering many places at once, for demo data and imports of a whole county."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import FieldError, Invalid
from kernel.hooks import network_changed
from kernel.pinyin import initials
from stations.network.domain.station import default_parent, default_track, next_codes
from stations.network.enums import Level, OperationMode, State
from stations.network.models import (
    Equipment,
    ServiceArea,
    Station,
    StationState,
    Venue,
    VenueZone,
)


@dataclass(frozen=True)
class StationRow:
    """One place to enter. `parent` is its parent's position in the list; None: the hub.

    `states` are (state, first day) in order of time; without them the place runs from
    `opened_on`. Venue, zones and equipment are the models' own field values.
    """

    level: str
    name: str
    division_code: str
    opened_on: date
    parent: int | None = None
    track: str | None = None
    build_mode: str = ""
    operation_mode: str = OperationMode.SELF
    service_divisions: Sequence[str] = ()
    states: Sequence[tuple[str, date]] = ()
    venue: dict[str, Any] = field(default_factory=dict)
    zones: Sequence[dict[str, Any]] = ()
    equipment: Sequence[dict[str, Any]] = ()

    def spans(self) -> list[tuple[str, date, date | None]]:
        """The states with the day on which the next one begins."""
        states = list(self.states) or [(State.RUNNING, self.opened_on)]
        ends: list[date | None] = [day for _, day in states[1:]] + [None]
        return [(state, day, end) for (state, day), end in zip(states, ends, strict=True)]


@transaction.atomic
def bulk_insert_stations(*, actor: Actor, rows: Sequence[StationRow]) -> list[Station]:
    """Enter places with their life, areas, venue and equipment; give them in the same order.

    For the system, not for users: values are taken as they are, checked by the database's
    constraints only. The number of statements does not grow with the rows; the roll-up is told
    once. One audit entry names all codes. Raises Invalid for a parent that does not come before
    its child.
    """
    stations = make_stations(rows)
    for level in Level:  # parents have their keys before their children are written
        Station.objects.bulk_create(found for found in stations if found.level == level)
    pairs = list(zip(stations, rows, strict=True))
    insert_lives(actor, pairs)
    insert_venues(pairs)
    Equipment.objects.bulk_create(
        Equipment(station=station, **values) for station, row in pairs for values in row.equipment
    )
    if stations:
        codes = [station.code for station in stations]
        record(actor=actor, action="station.bulk", obj=stations[0], after={"codes": codes})
    network_changed.call()
    return stations


def make_stations(rows: Sequence[StationRow]) -> list[Station]:
    """Unsaved stations with codes, parents and paths, in the order of the rows."""
    counts = Counter(row.level for row in rows)
    codes = {level: iter(next_codes(level, count)) for level, count in counts.items()}
    hub = default_parent(Level.STATION)
    made: list[Station] = []
    for position, row in enumerate(rows):
        parent = find_parent(row, position, made) or (hub if row.level != Level.HUB else None)
        made.append(make_station(row, next(codes[row.level]), parent))
    return made


def find_parent(row: StationRow, position: int, made: Sequence[Station]) -> Station | None:
    if row.parent is None:
        return None
    if not 0 <= row.parent < position:
        message = _("A parent comes before its children.")
        raise Invalid(message, errors=[FieldError("parent", "invalid", message, row.parent)])
    return made[row.parent]


def make_station(row: StationRow, code: str, parent: Station | None) -> Station:
    return Station(
        code=code,
        level=row.level,
        name=row.name,
        name_initials=initials(row.name),
        parent=parent,
        path=f"{parent.path}/{code}" if parent else code,
        track=default_track(row.level) if row.track is None else row.track,
        build_mode=row.build_mode,
        operation_mode=row.operation_mode,
        division_code=row.division_code,
        opened_on=row.opened_on,
        state=row.spans()[-1][0],
    )


def insert_lives(actor: Actor, pairs: Sequence[tuple[Station, StationRow]]) -> None:
    """State spans, and the areas served from the day of opening."""
    StationState.objects.bulk_create(
        StationState(
            station=station,
            state=state,
            valid_from=start,
            valid_to=end,
            by_uuid=actor.user_uuid,
            by_name=actor.name,
        )
        for station, row in pairs
        for state, start, end in row.spans()
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(station=station, division_code=code, valid_from=row.opened_on)
        for station, row in pairs
        for code in row.service_divisions or [row.division_code]
    )


def insert_venues(pairs: Sequence[tuple[Station, StationRow]]) -> None:
    """Venues and their zones, for the rows that have a venue."""
    housed = [(station, row) for station, row in pairs if row.venue]
    venues = Venue.objects.bulk_create(
        Venue(station=station, **row.venue) for station, row in housed
    )
    VenueZone.objects.bulk_create(
        VenueZone(venue=venue, **zone)
        for venue, (_station, row) in zip(venues, housed, strict=True)
        for zone in row.zones
    )
