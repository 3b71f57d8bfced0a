"""What a place did in a year, counted in the units the field keeps apart (glossary, section 8).

The network has no records of its own: the apps that have register here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kernel.hooks import Hook

if TYPE_CHECKING:
    from stations.network.models import Station


class Unit(TextChoices):
    """人 is not 人次 is not 户次; 个 is not 节 is not 场次."""

    PERSON = "PERSON", _("persons")
    PERSON_TIME = "PERSON_TIME", _("person-times")
    HOUSEHOLD_TIME = "HOUSEHOLD_TIME", _("household-times")
    PIECE = "PIECE", _("pieces")
    SESSION = "SESSION", _("group sessions")
    EVENT = "EVENT", _("events")


@dataclass(frozen=True)
class Figure:
    """One count of a year: a stable key, its name on the screen, unit and value."""

    key: str
    label: str
    unit: Unit
    value: int


# (station, year) -> list[Figure]
figure_sources: Hook[...] = Hook("figure_sources")


def figures(station: "Station", year: int) -> list[Figure]:
    """All figures of one place and year, in the order in which the apps registered."""
    return [figure for found in figure_sources.call(station, year) for figure in found]
