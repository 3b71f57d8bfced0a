"""A place and what lies below it, for counts and lists of one station."""

from typing import Any

from django.db import models

# Of stations.network.enums.Level; of the hub the hub's own records, not those of the county.
HUB, STATION = "HUB", "STATION"


def at_place(station: Any, prefix: str = "station__") -> models.Q:
    """Records of a station and its rooms and sites; of the hub only its own."""
    own = models.Q(**{f"{prefix}id": station.pk})
    if station.level == HUB:
        return own
    return own | models.Q(**{f"{prefix}path__startswith": f"{station.path}/"})
