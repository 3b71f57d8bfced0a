"""What evaluations add up to: of a county's stations when written, of counties when read.

Pure arithmetic: exact from the station's total to the shown mean.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal
from typing import Any

from evaluation.rollup.queries.figure import percent

GRADES = ("EXCELLENT", "GOOD", "PASS", "FAIL")
EXACT = Context(prec=60)
# Sums are whole numbers of the last decimal kept: quick to add, and exact.
TOTAL_PLACES, AREA_PLACES, SHOWN_PLACES = 30, 4, 4
# A third of 30 decimals is a little less than a third; with 18 the sum of three is whole.
SIGNIFICANT_PLACES = 18


@dataclass
class Mean:
    """A sum in units of the last of ``places`` decimals, and how many values are in it."""

    places: int
    total: int = 0
    count: int = 0

    def add(self, value: Decimal) -> None:
        self.total += int(value.scaleb(self.places, context=EXACT))
        self.count += 1

    def text(self) -> str | None:
        """The mean half-up to 4 decimals as the exact fractions give it; None of nothing."""
        if not self.count:
            return None
        places = min(self.places, SIGNIFICANT_PLACES)
        whole = _divide(self.total, 10 ** (self.places - places))
        shown = _divide(whole, self.count * 10 ** (places - SHOWN_PLACES))
        return f"{shown // 10**SHOWN_PLACES}.{shown % 10**SHOWN_PLACES:04}"


def _divide(part: int, by: int) -> int:
    """The quotient of two whole numbers, half-up."""
    return (2 * part + by) // (2 * by)


@dataclass
class Sums:
    """Stations evaluated in one year, somewhere: grades and means are of decided ones."""

    stations: int = 0
    reported: int = 0
    on_time: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    total: Mean = field(default_factory=lambda: Mean(TOTAL_PLACES))
    areas: dict[str, Mean] = field(default_factory=dict)
    # When the latest of them was written.
    as_of: datetime | None = None

    def add_station(self, row: Mapping[str, Any]) -> None:
        """One station-year, by the names of its columns."""
        self._note(row["as_of"])
        self.stations += 1
        self.reported += row["reported"]
        self.on_time += row["reported"] and row["on_time"]
        if row["total"] is None:
            return
        self.grades[row["grade"]] += 1
        self.total.add(row["total"])
        for area, part in row["areas"].items():
            self._area(area).add(Decimal(part["score"]))

    def add_data(self, data: Mapping[str, Any], as_of: datetime | None) -> None:
        """What other sums gave by ``to_data``, written at a moment."""
        self._note(as_of)
        self.stations += data["stations"]
        self.reported += data["reported"]
        self.on_time += data["on_time"]
        for grade, number in data["grades"].items():
            self.grades[grade] += number
        self.total.total += int(data["total"][0])
        self.total.count += data["total"][1]
        for area, (total, count) in data["areas"].items():
            mean = self._area(area)
            mean.total += total
            mean.count += count

    def to_data(self) -> dict[str, Any]:
        """As JSON, exact: sums beside their counts, those beyond 64 bits as text."""
        return {
            "stations": self.stations,
            "reported": self.reported,
            "on_time": self.on_time,
            "grades": dict(self.grades),
            "total": [str(self.total.total), self.total.count],
            "areas": {area: [mean.total, mean.count] for area, mean in self.areas.items()},
        }

    def figures(self) -> dict[str, Any]:
        """As the province sees them (api.md, evaluations): texts, and None where nothing is."""
        means = {area: self.areas[area].text() for area in sorted(self.areas)}
        return {
            "stations": self.stations,
            "reported": self.reported,
            "reporting_rate": percent(self.reported, self.stations),
            "on_time": self.on_time,
            "grades": {grade: self.grades[grade] for grade in GRADES},
            "mean_total": self.total.text(),
            "mean_areas": means or None,
            "as_of": self.as_of,
        }

    def _area(self, area: str) -> Mean:
        if area not in self.areas:
            self.areas[area] = Mean(AREA_PLACES)
        return self.areas[area]

    def _note(self, as_of: datetime | None) -> None:
        if as_of and (self.as_of is None or as_of > self.as_of):
            self.as_of = as_of
