"""The province board: figures with target and last year's value, tiles, rows to go down."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.rollup.queries.coverage import township_coverage
from evaluation.rollup.queries.evaluation import DIGITS, evaluations, evaluations_by
from evaluation.rollup.queries.overdue import overdue
from evaluation.rollup.queries.record import records
from evaluation.rollup.queries.scope import figure_day
from evaluation.rollup.queries.target import latest_target_year, targets
from kernel.workdays.clock import today
from tenants.queries.division import division_names

# Into what the board's rows divide a division, by the digits of its code.
ROWS = {0: "province", 2: "prefecture", 4: "county"}


@dataclass(frozen=True)
class Year:
    """All tables of one year below a division; each one or a few statements."""

    division: dict[str, str]
    year: int
    targets: dict[str, Any]
    townships: dict[str, Any]
    evaluations: dict[str, Any]
    records: dict[str, Any]

    @property
    def day(self) -> date:
        return figure_day(self.year)


@dataclass(frozen=True)
class Tile:
    """One county of the tile grid, or a prefecture where the grid is the nation's; one
    without a report has no mean and says so."""

    code: str
    name: str
    stations: int
    reported: int
    reporting_rate: str | None
    mean_total: str | None

    @property
    def state(self) -> str:
        """NONE reported (also where nothing is evaluated), PART of them, or ALL."""
        if not self.reported:
            return "NONE"
        return "ALL" if self.reported == self.stations else "PART"


@dataclass(frozen=True)
class TileGroup:
    """The counties of one prefecture, or the prefectures of one province."""

    code: str
    name: str
    tiles: list[Tile]


@dataclass(frozen=True)
class Board:
    """What the board shows: this year, the year before, and what is late today."""

    this: Year
    last: Year
    # The targets the year is measured against: its own, or the latest set before.
    aims: dict[str, Any]
    rows: dict[str, Any]
    groups: list[TileGroup]
    overdue: list[dict[str, Any]]


def board(division: dict[str, str], year: int) -> Board:
    """The board of a division and year: a fixed number of statements, however many counties."""
    group = ROWS.get(len(division["code"]), "station")
    tile = "county" if division["code"] else "prefecture"
    tables = evaluations_by(division, year, list(dict.fromkeys(("county", tile, group))))
    this = read_year(division, year, tables["county"])
    before = evaluations(division, year - 1, "county")
    aim_year = latest_target_year(division["code"], year) or year
    return Board(
        this=this,
        aims=this.targets if aim_year == year else targets(division, aim_year),
        last=read_year(division, year - 1, before),
        rows=tables[group],
        groups=_groups(tables[tile], above=DIGITS[tile] - 2, day=this.day),
        overdue=overdue(division, today()),
    )


def read_year(division: dict[str, str], year: int, counties: dict[str, Any]) -> Year:
    """All of one year; ``counties`` are its evaluations by county."""
    return Year(
        division=division,
        year=year,
        targets=targets(division, year),
        townships=township_coverage(division, figure_day(year)),
        evaluations=counties,
        records=records(division, year),
    )


def _groups(table: dict[str, Any], above: int, day: date) -> list[TileGroup]:
    """The table's rows as tiles, by the division above them: so many digits of their codes."""
    shown = ("code", "name", "stations", "reported", "reporting_rate", "mean_total")
    tiles: dict[str, list[Tile]] = {}
    for row in table["rows"]:
        tile = Tile(**{name: row[name] for name in shown})
        tiles.setdefault(tile.code[:above], []).append(tile)
    names = division_names(tiles, day)
    return [TileGroup(code, names.get(code, code), listed) for code, listed in tiles.items()]
