"""The evaluation of township stations of one year, by prefecture, county or station."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.rollup.queries.figure import score_text
from evaluation.rollup.queries.scope import figure_day
from evaluation.rollup.queries.sql import fetch_rows, in_force
from evaluation.rollup.sums import Sums

COUNTIES = """
SELECT county_code AS code, evaluated, evaluated_at AS as_of FROM rollup_countyperiod
 WHERE year = %(year)s AND county_code LIKE %(below)s AND evaluated <> '{}'
"""
DIVISIONS = f"""
SELECT d.code, d.name, lower(d.level) AS level FROM tenants_division d
 WHERE d.level = ANY(%(levels)s) AND d.code LIKE %(below)s AND {in_force("d")}
 ORDER BY d.code
"""
STATIONS = """
SELECT station_code AS code, name, state, reported, on_time, total, grade, areas, as_of
  FROM rollup_stationyear
 WHERE year = %(year)s AND level = 'STATION' AND county_code LIKE %(below)s
 ORDER BY station_code
"""
# Digits of the codes of the divisions that rows may stand for.
DIGITS = {"province": 2, "prefecture": 4, "county": 6}

NOTHING = Sums()

Table = dict[str, Any]


def evaluations(division: dict[str, str], year: int, group_by: str) -> Table:
    """Reporting, grades and means of one year (api.md, evaluations).

    ``group_by`` is one of GROUPS. Divisions that have not reported have their row with
    zeros and None; a station's row also has its ``state``, ``total``, ``grade``, ``areas``.
    """
    return evaluations_by(division, year, (group_by,))[group_by]


def evaluations_by(division: dict[str, str], year: int, groups: Sequence[str]) -> dict[str, Table]:
    """Several groupings of one year from the same few statements: ``{group: table}``."""
    values = {"year": year, "below": f"{division['code']}%", "on": figure_day(year)}
    sums = _read_sums(values)
    whole = sums["whole"].get("", NOTHING).figures()
    rows = _division_rows(sums, groups, values)
    if "station" in groups:
        rows["station"] = [_station_row(line) for line in fetch_rows(STATIONS, values)]
    return {
        group: {
            "division": division,
            "year": year,
            "group_by": group,
            "as_of": whole["as_of"],
            "rows": rows[group],
            "total": whole,
        }
        for group in groups
    }


def _read_sums(values: Table) -> dict[str, dict[str, Sums]]:
    """By group and code: the counties as they are kept, what lies above them added up."""
    counties = {
        line["code"]: Sums.from_data(line["evaluated"], line["as_of"])
        for line in fetch_rows(COUNTIES, values)
    }
    prefectures = _add_up(counties, DIGITS["prefecture"])
    provinces = _add_up(prefectures, DIGITS["province"])
    return {
        "county": counties,
        "prefecture": prefectures,
        "province": provinces,
        "whole": _add_up(provinces, 0),
    }


def _add_up(parts: Mapping[str, Sums], digits: int) -> dict[str, Sums]:
    """The sums of all parts whose codes begin with the same digits."""
    found: dict[str, Sums] = defaultdict(Sums)
    for code, part in parts.items():
        found[code[:digits]].add(part)
    return found


def _division_rows(
    sums: Mapping[str, Mapping[str, Sums]], groups: Sequence[str], values: Table
) -> dict[str, list[Table]]:
    """A row a division in force, whether anything is evaluated there or not."""
    rows: dict[str, list[Table]] = {group: [] for group in groups if group in DIGITS}
    levels = [group.upper() for group in rows]
    for line in fetch_rows(DIVISIONS, {**values, "levels": levels}) if levels else ():
        group, code = line["level"], line["code"]
        figures = sums[group].get(code, NOTHING).figures()
        rows[group].append({"code": code, "name": line["name"], **figures})
    return rows


def _station_row(line: Table) -> Table:
    """A station is its own whole: the figures of one, and its result."""
    alone = Sums()
    alone.add_station(line)
    return {
        "code": line["code"],
        "name": line["name"],
        **alone.figures(),
        "state": line["state"],
        "total": score_text(line["total"]),
        "grade": line["grade"] or None,
        "areas": line["areas"] or None,
    }
