"""Where a place works, as plain values."""

from decimal import Decimal
from typing import Any

from stations.network.models import Station, Venue


def institution_of(station: Station) -> str:
    """The kind of institution in which a place sits; "" for none."""
    kinds = Venue.objects.filter(station=station).values_list("institution", flat=True)
    return kinds.first() or ""


def read_venue(station: Station) -> dict[str, Any] | None:
    """The venue with its zones, areas as texts in square metres; None where none was entered."""
    venue = Venue.objects.filter(station=station).first()
    if venue is None:
        return None
    zones = venue.zones.values_list("kind", "name", "area_m2")
    return {
        "host_type": venue.host_type,
        "institution": venue.institution,
        "host_name": venue.host_name,
        "address": venue.address,
        "office_m2": as_text(venue.office_m2),
        "service_m2": as_text(venue.service_m2),
        "activity_m2": as_text(venue.activity_m2),
        "population_served": venue.population_served,
        "transit": venue.transit,
        "zones": [
            {"kind": kind, "name": name, "area_m2": as_text(area)} for kind, name, area in zones
        ],
    }


def as_text(area: Decimal | None) -> str | None:
    return None if area is None else str(area)
