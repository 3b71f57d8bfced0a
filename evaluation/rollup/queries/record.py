"""Counters of records: what was done in a year, by county, without persons."""

from typing import Any

from evaluation.rollup.counters import COUNTERS
from evaluation.rollup.queries.scope import figure_day
from evaluation.rollup.queries.sql import fetch_rows, in_force

STATEMENT = f"""
SELECT d.code, d.name, coalesce(p.counters, '{{}}') AS counters, p.counted_at AS as_of
  FROM tenants_division d
  LEFT JOIN rollup_countyperiod p ON p.county_code = d.code AND p.year = %(year)s
 WHERE d.level = 'COUNTY' AND d.code LIKE %(below)s AND {in_force("d")}
 ORDER BY d.code
"""


def records(division: dict[str, str], year: int) -> dict[str, Any]:
    """Every counter of one year, one row a county below the division.

    ``values`` of a row are in the order of COUNTERS; None where the county counted nothing.
    """
    values = {"year": year, "on": figure_day(year), "below": f"{division['code']}%"}
    rows = [
        {**line, "values": [line["counters"].get(counter.key) for counter in COUNTERS]}
        for line in fetch_rows(STATEMENT, values)
    ]
    columns = list(zip(*(row["values"] for row in rows), strict=True))
    return {
        "division": division,
        "year": year,
        "as_of": max((row["as_of"] for row in rows if row["as_of"]), default=None),
        "rows": rows,
        "total": [_sum_known(column) for column in columns] or [None] * len(COUNTERS),
    }


def _sum_known(values: tuple[int | None, ...]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
