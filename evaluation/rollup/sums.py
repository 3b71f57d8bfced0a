"""What evaluations add up to: of a county's stations when written, of counties when read.

Pure arithmetic: exact from the station's total to the shown mean.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal
from typing import Any

from evaluation.rollup.queries.figure import percent, score_text

GRADES = ("EXCELLENT", "GOOD", "PASS", "FAIL")
EXACT = Context(prec=60)
# Totals are kept with 30 decimals; a sum that is exact has far fewer.
SIGNIFICANT = Decimal(1).scaleb(-18)
ZERO = Decimal(0)


@dataclass
class Mean:
    """A sum and how many values are in it."""

    total: Decimal = ZERO
    count: int = 0

    def add(self, total: Decimal, count: int = 1) -> None:
        self.total = EXACT.add(self.total, total)
        self.count += count

    def text(self) -> str | None:
        """The mean half-up to 4 decimals as the exact fractions give it; None of nothing.

        A third of 30 decimals is a little less than a third: the sum is brought back to
        what it stands for before it is divided.
        """
        if not self.count:
            return None
        whole = self.total.quantize(SIGNIFICANT, context=EXACT)
        return score_text(EXACT.divide(whole, Decimal(self.count)))


@dataclass
class Sums:
    """Stations evaluated in one year, somewhere: grades and means are of decided ones."""

    stations: int = 0
    reported: int = 0
    on_time: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    total: Mean = field(default_factory=Mean)
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
            self.areas.setdefault(area, Mean()).add(Decimal(part["score"]))

    def add_data(self, data: Mapping[str, Any], as_of: datetime | None) -> None:
        """What other sums gave by ``to_data``, written at a moment."""
        self._note(as_of)
        self.stations += data["stations"]
        self.reported += data["reported"]
        self.on_time += data["on_time"]
        self.grades.update(data["grades"])
        self.total.add(Decimal(data["total"][0]), data["total"][1])
        for area, (total, count) in data["areas"].items():
            self.areas.setdefault(area, Mean()).add(Decimal(total), count)

    def to_data(self) -> dict[str, Any]:
        """As JSON, exact: sums as texts beside their counts."""
        return {
            "stations": self.stations,
            "reported": self.reported,
            "on_time": self.on_time,
            "grades": dict(self.grades),
            "total": [str(self.total.total), self.total.count],
            "areas": {area: [str(mean.total), mean.count] for area, mean in self.areas.items()},
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

    def _note(self, as_of: datetime | None) -> None:
        if as_of and (self.as_of is None or as_of > self.as_of):
            self.as_of = as_of
