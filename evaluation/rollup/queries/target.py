"""The table of annex 1: build targets, stations that exist, what is still to build."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from evaluation.rollup.queries.scope import YEARS, figure_day
from evaluation.rollup.queries.sql import fetch_rows, in_force

# The plan's columns 总站, 站, 室; institution sites have no place in its table.
LEVELS = ("hub", "station", "room")
FIGURES = ("target", "actual", "gap")

STATEMENT = f"""
SELECT d.code, d.name, coalesce(c.tags, k.tags, '[]') AS tags,
       p.target_hub, p.target_station, p.target_room,
       coalesce(a.hub, 0) AS actual_hub, coalesce(a.station, 0) AS actual_station,
       coalesce(a.room, 0) AS actual_room, greatest(p.as_of, a.as_of) AS as_of
  FROM tenants_division d
  LEFT JOIN tenants_county c ON c.code = d.code
  LEFT JOIN rollup_cellcounty k ON k.county_code = d.code
  LEFT JOIN rollup_countyperiod p ON p.county_code = d.code AND p.year = %(year)s
  LEFT JOIN (SELECT s.county_code, max(s.as_of) AS as_of,
                    count(*) FILTER (WHERE s.level = 'HUB' AND {in_force("s")}) AS hub,
                    count(*) FILTER (WHERE s.level = 'STATION' AND {in_force("s")}) AS station,
                    count(*) FILTER (WHERE s.level = 'ROOM' AND {in_force("s")}) AS room
               FROM rollup_stationspan s
              WHERE s.division_code = '' AND s.county_code LIKE %(below)s
              GROUP BY s.county_code) a ON a.county_code = d.code
 WHERE d.level = 'COUNTY' AND d.code LIKE %(below)s AND {in_force("d")}
 ORDER BY d.code
"""

LATEST = """
SELECT max(year) AS year FROM rollup_countyperiod
 WHERE county_code LIKE %(below)s AND year <= %(until)s
   AND coalesce(target_hub, target_station, target_room) IS NOT NULL
"""


def targets(division: dict[str, str], year: int) -> dict[str, Any]:
    """The table of one year, one row a county below the division (api.md, targets).

    A target nobody set is None and its gap with it; sums are of what is known, so that
    rows and columns close. ``as_of`` is when one of its rows was last written.
    """
    values = {"year": year, "on": figure_day(year), "below": f"{division['code']}%"}
    found = fetch_rows(STATEMENT, values)
    rows = [_row(line) for line in found]
    return {
        "division": division,
        "year": year,
        "as_of": _latest(line["as_of"] for line in found),
        "rows": rows,
        "total": {level: _sum(row[level] for row in rows) for level in (*LEVELS, "total")},
    }


def latest_target_year(division: str, until: int = YEARS[1]) -> int | None:
    """The latest year up to ``until`` for which a county below the division has a target."""
    (line,) = fetch_rows(LATEST, {"below": f"{division}%", "until": until})
    year: int | None = line["year"]
    return year


def _row(line: dict[str, Any]) -> dict[str, Any]:
    cells = {level: _cell(line[f"target_{level}"], line[f"actual_{level}"]) for level in LEVELS}
    return {
        "code": line["code"],
        "name": line["name"],
        "tags": line["tags"],
        **cells,
        "total": _sum(cells.values()),
    }


def _cell(target: int | None, actual: int) -> dict[str, int | None]:
    return {
        "target": target,
        "actual": actual,
        "gap": None if target is None else target - actual,
    }


def _sum(cells: Iterable[dict[str, int | None]]) -> dict[str, int | None]:
    listed = list(cells)
    return {name: _sum_known(cell[name] for cell in listed) for name in FIGURES}


def _sum_known(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
