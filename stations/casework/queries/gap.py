"""What a station still lacks to the year's thresholds: the evaluation registers here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.hooks import Hook

# (station, on) -> list[Gap]; the year of the day, up to it.
gap_sources: Hook[...] = Hook("gap_sources")


@dataclass(frozen=True)
class Gap:
    """One threshold of the running year's rubric: what is there, what is wanted, in one unit.

    ``note`` says where something is missing, when that is known.
    """

    indicator: str
    label: str
    clause: str
    unit: str
    value: int
    wanted: int
    note: str = ""

    @property
    def missing(self) -> int:
        """How many are still wanted; 0 when the threshold is reached."""
        return max(self.wanted - self.value, 0)


def gaps(station: Any, on: date) -> list[Gap]:
    """In rubric order; empty for a place that is not evaluated this year."""
    return [gap for found in gap_sources.call(station, on) for gap in found]
