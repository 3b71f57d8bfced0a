"""The evaluation of township stations of one year, by prefecture, county or station."""

from collections.abc import Sequence
from typing import Any

from evaluation.rollup.queries.figure import percent, score_text
from evaluation.rollup.queries.scope import figure_day
from evaluation.rollup.queries.sql import fetch_rows, in_force

GRADES = ("EXCELLENT", "GOOD", "PASS", "FAIL")

# The figures of a division where no station is evaluated.
NOTHING: dict[str, Any] = {
    "stations": 0,
    "reported": 0,
    "reporting_rate": None,
    "on_time": 0,
    "grades": dict.fromkeys(GRADES, 0),
    "mean_total": None,
    "mean_areas": None,
    "as_of": None,
}
# A mean half-up to 4 decimals, as text. A total has 30 decimals: a mean that lies exactly
# between two shown values comes out a little beside it, and right again with 20 decimals.
MEAN_TOTAL = "round(round(avg(total), 20), 4)::text"
MEAN_AREA = "round(avg((areas -> %({key})s ->> 'score')::numeric), 4)::text"

OF_YEAR = "y.year = %(year)s AND y.level = 'STATION' AND y.county_code LIKE %(below)s"
# All sheets of a rubric's version have the same areas: one decided sheet tells them.
AREAS = f"""
SELECT DISTINCT jsonb_object_keys(sample.areas) AS area
  FROM (SELECT DISTINCT rubric_id, rubric_version FROM rollup_stationyear
         WHERE year = %(year)s) AS used
 CROSS JOIN LATERAL (
    SELECT y.areas FROM rollup_stationyear y
     WHERE y.rubric_id = used.rubric_id AND y.rubric_version = used.rubric_version
       AND y.total IS NOT NULL AND {OF_YEAR}
     ORDER BY y.year, y.rubric_id, y.rubric_version LIMIT 1) AS sample
 ORDER BY area
"""
# What a row stands for -> the column of a station-year that names it.
COLUMNS = {
    "prefecture": "left(y.county_code, 4)",
    "county": "y.county_code",
    "station": "y.station_code",
}
# The row of the whole has an empty code; the others are told apart by the length of theirs.
FIGURES = f"""
SELECT coalesce({{columns}}, '') AS code, count(*) AS stations,
       count(*) FILTER (WHERE reported) AS reported,
       count(*) FILTER (WHERE reported AND on_time) AS on_time,
       count(*) FILTER (WHERE grade = 'EXCELLENT') AS "EXCELLENT",
       count(*) FILTER (WHERE grade = 'GOOD') AS "GOOD",
       count(*) FILTER (WHERE grade = 'PASS') AS "PASS",
       count(*) FILTER (WHERE grade = 'FAIL') AS "FAIL",
       {MEAN_TOTAL} AS mean_total, max(as_of) AS as_of,
       ARRAY[{{means}}]::text[] AS means
  FROM rollup_stationyear y WHERE {OF_YEAR}
 GROUP BY GROUPING SETS ({{sets}}, ())
"""
DIVISIONS = f"""
SELECT d.code, d.name, d.level FROM tenants_division d
 WHERE d.level = ANY(%(levels)s) AND d.code LIKE %(below)s AND {in_force("d")}
 ORDER BY d.code
"""
STATIONS = f"""
SELECT y.station_code AS code, y.name, y.state, y.total, y.grade, y.areas
  FROM rollup_stationyear y WHERE {OF_YEAR} ORDER BY y.station_code
"""

Table = dict[str, Any]


def evaluations(division: dict[str, str], year: int, group_by: str) -> Table:
    """Reporting, grades and means of one year (api.md, evaluations).

    ``group_by`` is one of GROUPS. Divisions that have not reported have their row with
    zeros and None; a station's row also has its ``state``, ``total``, ``grade``, ``areas``.
    """
    return evaluations_by(division, year, (group_by,))[group_by]


def evaluations_by(division: dict[str, str], year: int, groups: Sequence[str]) -> dict[str, Table]:
    """Several groupings of one year in the same few statements: ``{group: table}``."""
    values = {"year": year, "below": f"{division['code']}%", "on": figure_day(year)}
    areas = [line["area"] for line in fetch_rows(AREAS, values)]
    figures = {
        line["code"]: _figures(line, areas) for line in _fetch_figures(groups, areas, values)
    }
    whole, names = figures[""], _fetch_names(groups, values)
    return {
        group: {
            "division": division,
            "year": year,
            "group_by": group,
            "as_of": whole["as_of"],
            "rows": [_row(line, figures) for line in names[group]],
            "total": whole,
        }
        for group in groups
    }


def _fetch_figures(groups: Sequence[str], areas: list[str], values: Table) -> list[Table]:
    """One line a row and one of the whole; the areas go in as parameters."""
    keys = {f"area{number}": area for number, area in enumerate(areas)}
    means = [MEAN_AREA.format(key=key) for key in keys]
    columns = [COLUMNS[group] for group in groups]
    statement = FIGURES.format(
        columns=", ".join(columns),
        sets=", ".join(f"({column})" for column in columns),
        means=", ".join(means),
    )
    return fetch_rows(statement, {**values, **keys})


def _fetch_names(groups: Sequence[str], values: Table) -> dict[str, list[Table]]:
    """What the rows of each group are: divisions in force, or stations with their results."""
    names: dict[str, list[Table]] = {group: [] for group in groups}
    levels = [group.upper() for group in groups if group != "station"]
    if levels:
        for line in fetch_rows(DIVISIONS, {**values, "levels": levels}):
            names[line["level"].lower()].append(line)
    if "station" in names:
        names["station"] = fetch_rows(STATIONS, values)
    return names


def _row(line: Table, figures: dict[str, Table]) -> Table:
    row = {"code": line["code"], "name": line["name"], **figures.get(line["code"], NOTHING)}
    return {**row, **_result(line)} if "state" in line else row


def _figures(line: Table, areas: list[str]) -> Table:
    means = zip(areas, line["means"], strict=True)
    known = {area: mean for area, mean in means if mean is not None}
    return {
        "stations": line["stations"],
        "reported": line["reported"],
        "reporting_rate": percent(line["reported"], line["stations"]),
        "on_time": line["on_time"],
        "grades": {grade: line[grade] for grade in GRADES},
        "mean_total": line["mean_total"],
        "mean_areas": known or None,
        "as_of": line["as_of"],
    }


def _result(line: Table) -> Table:
    return {
        "state": line["state"],
        "total": score_text(line["total"]),
        "grade": line["grade"] or None,
        "areas": line["areas"] or None,
    }
