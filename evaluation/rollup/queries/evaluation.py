"""The evaluation of township stations of one year, by prefecture, county or station."""

from typing import Any

from evaluation.rollup.queries.figure import percent, score_text
from evaluation.rollup.queries.scope import GROUPS, figure_day
from evaluation.rollup.queries.sql import fetch_rows, in_force

GRADES = ("EXCELLENT", "GOOD", "PASS", "FAIL")

# A total has 30 decimals. Its sum rounded to 18 is exact whenever the mean lies exactly
# between two shown values, so means round as the exact fractions would.
MEAN = "round(round(sum({0}), 18) / count({0}), 4)"

OF_YEAR = "year = %(year)s AND level = 'STATION' AND county_code LIKE %(below)s"
# The areas of a rubric's version are the same in all its sheets: one of them tells them.
AREAS = f"""
SELECT DISTINCT jsonb_object_keys(y.areas) AS area FROM rollup_stationyear y
  JOIN (SELECT max(id) AS id FROM rollup_stationyear WHERE {OF_YEAR} AND total IS NOT NULL
         GROUP BY rubric_id, rubric_version) AS sample ON sample.id = y.id
 ORDER BY area
"""
NAMES = {
    "division": f"""SELECT d.code, d.name FROM tenants_division d
                     WHERE d.code LIKE %(below)s AND length(d.code) = %(digits)s
                       AND {in_force("d")}""",
    "station": "SELECT code, name FROM listed",
}

# The row of the whole has an empty code.
STATEMENT = f"""
WITH listed AS MATERIALIZED (
    SELECT *, CASE WHEN %(digits)s = 0 THEN station_code
                   ELSE left(county_code, %(digits)s) END AS code
      FROM rollup_stationyear WHERE {OF_YEAR}
), figures AS (
    SELECT coalesce(code, '') AS code, count(*) AS stations,
           count(*) FILTER (WHERE reported) AS reported,
           count(*) FILTER (WHERE reported AND on_time) AS on_time,
           count(*) FILTER (WHERE grade = 'EXCELLENT') AS "EXCELLENT",
           count(*) FILTER (WHERE grade = 'GOOD') AS "GOOD",
           count(*) FILTER (WHERE grade = 'PASS') AS "PASS",
           count(*) FILTER (WHERE grade = 'FAIL') AS "FAIL",
           {MEAN.format("total")} AS mean_total, max(as_of) AS as_of,
           ARRAY[{{means}}]::numeric[] AS means
      FROM listed GROUP BY GROUPING SETS ((code), ())
), named AS (
    {{names}}
     UNION ALL SELECT '', ''
)
SELECT named.name, named.code AS row_code, figures.*,
       listed.state, listed.total, listed.grade, listed.areas
  FROM named
  LEFT JOIN figures ON figures.code = named.code
  LEFT JOIN listed ON %(digits)s = 0 AND listed.code = named.code
 ORDER BY named.code
"""


def evaluations(division: dict[str, str], year: int, group_by: str) -> dict[str, Any]:
    """Reporting, grades and means of one year (api.md, evaluations); two statements.

    ``group_by`` is a key of GROUPS. Divisions that have not reported have their row with
    zeros and None; a station's row also has its ``state``, ``total``, ``grade``, ``areas``.
    """
    digits = GROUPS[group_by]
    values = {
        "year": year,
        "below": f"{division['code']}%",
        "digits": digits,
        "on": figure_day(year),
    }
    areas = [line["area"] for line in fetch_rows(AREAS, values)]
    whole, *lines = _fetch_lines("division" if digits else "station", areas, values)
    return {
        "division": division,
        "year": year,
        "group_by": group_by,
        "as_of": whole["as_of"],
        "rows": [_row(line, areas, of_station=not digits) for line in lines],
        "total": _figures(whole, areas),
    }


def _fetch_lines(names: str, areas: list[str], values: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the statement, that of the whole first; areas go in as parameters."""
    keys = {f"area{number}": area for number, area in enumerate(areas)}
    means = [MEAN.format(f"(areas -> %({key})s ->> 'score')::numeric") for key in keys]
    statement = STATEMENT.format(names=NAMES[names], means=", ".join(means))
    return fetch_rows(statement, {**values, **keys})


def _row(line: dict[str, Any], areas: list[str], *, of_station: bool) -> dict[str, Any]:
    row = {"code": line["row_code"], "name": line["name"], **_figures(line, areas)}
    return {**row, **_result(line)} if of_station else row


def _figures(line: dict[str, Any], areas: list[str]) -> dict[str, Any]:
    stations, reported = line["stations"] or 0, line["reported"] or 0
    means = dict(zip(areas, line["means"] or (), strict=False))
    known = {area: score_text(mean) for area, mean in means.items() if mean is not None}
    return {
        "stations": stations,
        "reported": reported,
        "reporting_rate": percent(reported, stations),
        "on_time": line["on_time"] or 0,
        "grades": {grade: line[grade] or 0 for grade in GRADES},
        "mean_total": score_text(line["mean_total"]),
        "mean_areas": known or None,
        "as_of": line["as_of"],
    }


def _result(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": line["state"],
        "total": score_text(line["total"]),
        "grade": line["grade"] or None,
        "areas": line["areas"] or None,
    }
