"""What evaluations add up to: of a county's stations when written, of counties when read.

Pure arithmetic: exact from the station's total to the shown mean.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal
from typing import Any, NamedTuple

from evaluation.rollup.queries.figure import percent

GRADES = ("EXCELLENT", "GOOD", "PASS", "FAIL")
EXACT = Context(prec=60)


class Kept(NamedTuple):
    """How exactly a kind of score is kept: units in one point; how many make up one that
    counts (a third of 30 decimals is a little less than a third, with 18 the sum of three
    is whole); how many of those make the last decimal shown."""

    point: int
    ignored: int
    shown: int


TOTAL = Kept(point=10**30, ignored=10**12, shown=10**14)
AREA = Kept(point=10**4, ignored=1, shown=1)


@dataclass
class Mean:
    """A sum in whole units, quick to add and exact, and how many values are in it."""

    kept: Kept
    total: int = 0
    count: int = 0

    def add(self, value: Decimal) -> None:
        self.total += int(EXACT.multiply(value, self.kept.point))
        self.count += 1

    def merge(self, other: "Mean") -> None:
        """A mean of the same kind."""
        self.total += other.total
        self.count += other.count

    def text(self) -> str | None:
        """The mean half-up to 4 decimals as the exact fractions give it; None of nothing."""
        if not self.count:
            return None
        whole = _divide(self.total, self.kept.ignored)
        points, rest = divmod(_divide(whole, self.count * self.kept.shown), 10_000)
        return f"{points}.{rest:04}"


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
    total: Mean = field(default_factory=lambda: Mean(TOTAL))
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

    def add(self, other: "Sums") -> None:
        """All that another sum holds."""
        self._note(other.as_of)
        self.stations += other.stations
        self.reported += other.reported
        self.on_time += other.on_time
        for grade, number in other.grades.items():
            self.grades[grade] += number
        self.total.merge(other.total)
        for area, mean in other.areas.items():
            self._area(area).merge(mean)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], as_of: datetime | None) -> "Sums":
        """What ``to_data`` gave, written at a moment."""
        total, decided = data["total"]
        return cls(
            stations=data["stations"],
            reported=data["reported"],
            on_time=data["on_time"],
            grades=Counter(data["grades"]),
            total=Mean(TOTAL, int(total), decided),
            areas={area: Mean(AREA, *mean) for area, mean in data["areas"].items()},
            as_of=as_of,
        )

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
            self.areas[area] = Mean(AREA)
        return self.areas[area]

    def _note(self, as_of: datetime | None) -> None:
        if as_of and (self.as_of is None or as_of > self.as_of):
            self.as_of = as_of
