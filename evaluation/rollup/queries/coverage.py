"""Coverage: which divisions in force on a day are served by a running station."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from evaluation.rollup.queries.figure import percent
from evaluation.rollup.queries.sql import fetch_rows, in_force

LEVELS = ("county", "township", "village")
# Digits of a division's code -> digits of the codes of the divisions next below it.
NEXT_DIGITS = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12, 12: 0}

# The seed's three denominators (M19): a county is served by a hub, a township by a
# station, a village by a room.
STATEMENT = f"""
WITH due AS (
    SELECT d.code, d.name, d.level FROM tenants_division d
     WHERE d.code LIKE %(below)s AND {in_force("d")}
), served AS (
    SELECT DISTINCT s.division_code, s.level FROM rollup_stationspan s
     WHERE s.division_code LIKE %(below)s AND {in_force("s")}
), counted AS (
    SELECT left(due.code, %(digits)s) AS code, due.level, count(*) AS due,
           count(served.division_code) AS served
      FROM due
      JOIN (VALUES ('COUNTY', 'HUB'), ('TOWNSHIP', 'STATION'), ('VILLAGE', 'ROOM'))
           AS rule (level, served_by) ON rule.level = due.level
      LEFT JOIN served ON served.division_code = due.code AND served.level = rule.served_by
     GROUP BY 1, 2
)
SELECT below.code, below.name, lower(counted.level) AS level, counted.due, counted.served
  FROM due below
  LEFT JOIN counted ON counted.code = below.code
 WHERE length(below.code) = %(digits)s
 ORDER BY below.code
"""

TOWNSHIPS = f"""
SELECT count(*) AS due, count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM rollup_stationspan s
            WHERE s.division_code = d.code AND s.level = 'STATION' AND {in_force("s")})) AS served
  FROM tenants_division d
 WHERE d.level = 'TOWNSHIP' AND d.code LIKE %(below)s AND {in_force("d")}
"""


def coverage(division: dict[str, str], on: date) -> dict[str, Any]:
    """Divisions due and served on a day, one row a division next below (api.md, coverage).

    Divisions are those in force on the day; one that is served twice counts once.
    ``ratio`` is a percent text ("72.45"), None where nothing is due.
    """
    code = division["code"]
    values = {"below": f"{code}%", "digits": NEXT_DIGITS[len(code)], "on": on}
    rows: dict[str, dict[str, Any]] = {}
    for line in fetch_rows(STATEMENT, values):
        row = rows.setdefault(line["code"], _empty_row(line["code"], line["name"]))
        if line["level"]:
            row[line["level"]] = _ratio(line["due"], line["served"])
    listed = list(rows.values())
    return {
        "division": division,
        "date": on,
        "rows": listed,
        "total": {level: _sum(row[level] for row in listed) for level in LEVELS},
    }


def township_coverage(division: dict[str, str], on: date) -> dict[str, Any]:
    """The townships of ``coverage`` alone and summed up: a tenth of its cost."""
    (line,) = fetch_rows(TOWNSHIPS, {"below": f"{division['code']}%", "on": on})
    return _ratio(line["due"], line["served"])


def _empty_row(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, **{level: _ratio(0, 0) for level in LEVELS}}


def _ratio(due: int, served: int) -> dict[str, Any]:
    return {"due": due, "served": served, "ratio": percent(served, due)}


def _sum(cells: Iterable[dict[str, Any]]) -> dict[str, Any]:
    listed = list(cells)
    return _ratio(sum(cell["due"] for cell in listed), sum(cell["served"] for cell in listed))
