"""Where a place works."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from kernel.access.actor import Actor
from kernel.audit.domain import record
from stations.network.domain.checks import check_model, lock_station, refuse
from stations.network.models import Station, Venue, VenueZone

FACTS = (
    "host_type",
    "institution",
    "host_name",
    "address",
    "office_m2",
    "service_m2",
    "activity_m2",
    "population_served",
    "transit",
)


@dataclass(frozen=True)
class Zone:
    """One part of a venue; area in square metres."""

    kind: str
    name: str
    area_m2: Decimal | None = None


@transaction.atomic
def set_venue(
    *, actor: Actor, station: Station, zones: Sequence[Zone] | None = None, **facts: Any
) -> Venue:
    """Enter or change a place's venue; facts not given stay. `zones` replaces all zones.

    Raises NotFound, Forbidden, or Invalid naming the fields.
    """
    station = lock_station(actor, station, "equip")
    venue = Venue.objects.filter(station=station).first() or Venue(station=station)
    before = model_to_dict(venue, FACTS)
    for name, value in facts.items():
        setattr(venue, name, value)
    refuse(check_model(venue, only=FACTS))
    venue.save()
    if zones is not None:
        replace_zones(venue, zones)
    after = model_to_dict(venue, FACTS) | {"zones": venue.zones.count()}
    record(actor=actor, action="station.venue", obj=station, before=before, after=after)
    return venue


def replace_zones(venue: Venue, zones: Sequence[Zone]) -> None:
    rows = [
        VenueZone(venue=venue, kind=zone.kind, name=zone.name, area_m2=zone.area_m2)
        for zone in zones
    ]
    refuse(error for row in rows for error in check_model(row, only=("kind", "name", "area_m2")))
    venue.zones.all().delete()
    VenueZone.objects.bulk_create(rows)
