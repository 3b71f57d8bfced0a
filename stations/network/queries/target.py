"""Targets against what runs: the county's line of annex 1."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.workdays.clock import today
from stations.network.enums import TARGET_LEVELS, Level, State
from stations.network.models import BuildTarget, StationState
from stations.network.numbers import RoomsAdvice, numbers

RunningSpan = tuple[str, Any, date | None]


@dataclass(frozen=True)
class TargetCell:
    """Target, actual and gap of one level; a target that was not set is None, so is its gap."""

    target: int | None
    actual: int

    @property
    def gap(self) -> int | None:
        """What is still to build; negative when more run than were planned."""
        return None if self.target is None else self.target - self.actual


@dataclass(frozen=True)
class TargetTable:
    """One year of the county: a cell a level in annex 1's order, and their sum."""

    year: int
    as_of: date
    cells: dict[Level, TargetCell]

    @property
    def total(self) -> TargetCell:
        """Sums what is known: the target is None only when no level has one."""
        known = [cell.target for cell in self.cells.values() if cell.target is not None]
        actual = sum(cell.actual for cell in self.cells.values())
        return TargetCell(sum(known) if known else None, actual)


def rooms_advice(tags: Collection[str], tables: Collection[TargetTable]) -> RoomsAdvice | None:
    """What a pilot county is advised, where a target for rooms lies outside it (Q02: a hint)."""
    advice = numbers().rooms_advice
    targets = [table.cells[Level.ROOM].target for table in tables]
    outside = (target for target in targets if target is not None)
    if advice.tag in tags and any(not advice.least <= each <= advice.most for each in outside):
        return advice
    return None


def target_table(year: int) -> TargetTable:
    """The county's targets and actuals of a year.

    What runs is counted on 31 December of the year, or today while the year runs or is to come.
    """
    return target_tables([year])[0]


def target_tables(years: Collection[int]) -> list[TargetTable]:
    """The tables of several years, in the order given; two queries."""
    targets = {
        (year, level): target
        for year, level, target in BuildTarget.objects.filter(year__in=years).values_list(
            "year", "level", "target"
        )
    }
    running: list[RunningSpan] = list(
        StationState.objects.filter(state=State.RUNNING, carried_from="").values_list(
            "station__level", "valid_from", "valid_to"
        )
    )
    return [make_table(year, targets, running) for year in years]


def make_table(
    year: int, targets: Mapping[tuple[int, str], int], running: Collection[RunningSpan]
) -> TargetTable:
    as_of = min(date(year, 12, 31), today())
    actual = Counter(
        level for level, start, end in running if start <= as_of and (end is None or end > as_of)
    )
    cells = {
        level: TargetCell(targets.get((year, level)), actual[level]) for level in TARGET_LEVELS
    }
    return TargetTable(year, as_of, cells)


def targets() -> list[tuple[int, str, int]]:
    """All targets as (year, level, target), by year and level."""
    rows = BuildTarget.objects.order_by("year", "level")
    return list(rows.values_list("year", "level", "target"))


def target_years() -> list[int]:
    """The years with a target, newest first."""
    years = BuildTarget.objects.order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))
