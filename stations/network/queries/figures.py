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
    """人 is not 人次 is not 户次; 个 is not 节 is not 场次 (rubric, section 6)."""

    HOUSEHOLD = "HOUSEHOLD", _("households")
    PERSON = "PERSON", _("persons")
    PERSON_TIME = "PERSON_TIME", _("person-times")
    HOUSEHOLD_TIME = "HOUSEHOLD_TIME", _("household-times")
    CALL = "CALL", _("connected calls")
    PIECE = "PIECE", _("pieces")
    SESSION = "SESSION", _("group sessions")
    EVENT = "EVENT", _("events")
    LINK = "LINK", _("links")

    def of(self, value: int) -> "Quantity":
        """So many of this unit."""
        return Quantity(value, self)


@dataclass(frozen=True)
class Quantity:
    """A count with its unit. Adding another unit, or a bare number, raises TypeError."""

    value: int
    unit: Unit

    def __add__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        if other.unit is not self.unit:
            raise TypeError(f"{self.unit.value} and {other.unit.value} cannot be added up")
        return Quantity(self.value + other.value, self.unit)


@dataclass(frozen=True)
class Figure:
    """One count of a year: a stable key, its name on the screen, how many of which unit."""

    key: str
    label: str
    quantity: Quantity

    @property
    def unit(self) -> Unit:
        return self.quantity.unit

    @property
    def value(self) -> int:
        return self.quantity.value


# (station, year) -> list[Figure]
figure_sources: Hook[...] = Hook("figure_sources")


def figures(station: "Station", year: int) -> list[Figure]:
    """All figures of one place and year, in the order in which the apps registered."""
    return [figure for found in figure_sources.call(station, year) for figure in found]
