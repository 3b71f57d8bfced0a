"""Which counties are late with the evaluation today."""

from datetime import date
from typing import Any

from evaluation.rollup.queries.sql import fetch_rows, in_force

STATEMENT = f"""
SELECT d.code, d.name, y.year, min(y.due_on) AS since,
       count(*) FILTER (WHERE NOT y.reported) AS unreported,
       count(*) FILTER (WHERE y.reported) AS unfinished
  FROM rollup_stationyear y
  JOIN tenants_division d ON d.code = y.county_code AND {in_force("d")}
 WHERE y.due_on < %(on)s AND y.county_code LIKE %(below)s
 GROUP BY d.code, d.name, y.year
 ORDER BY since, d.code
"""


def overdue(division: dict[str, str], on: date) -> list[dict[str, Any]]:
    """Counties with stations whose step was due before a day, the longest overdue first.

    ``unreported`` have not handed in their sheet, ``unfinished`` wait for a later step;
    ``since`` is the earliest of the days that passed.
    """
    return fetch_rows(STATEMENT, {"below": f"{division['code']}%", "on": on})
