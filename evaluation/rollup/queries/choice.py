"""What an official may choose among: divisions, years; and what marks the chosen ones."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from evaluation.rollup.models import CellCounty
from evaluation.rollup.queries.scope import NATION, in_scope, nation, own_divisions
from evaluation.rollup.queries.sql import fetch_rows
from evaluation.rollup.queries.target import latest_target_year
from kernel.access.actor import Actor
from kernel.workdays.clock import today
from tenants.models import County, DivisionLevel
from tenants.queries.division import division_path, in_force

CHOSEN = (DivisionLevel.PROVINCE, DivisionLevel.PREFECTURE, DivisionLevel.COUNTY)
# Whether a year has rows is looked up for each year: DISTINCT would read the rows of all of them.
YEARS = " UNION ".join(
    f"""
SELECT year FROM generate_series(
    (SELECT min(year) FROM {table})::int, (SELECT max(year) FROM {table})::int) AS year
 WHERE EXISTS (SELECT FROM {table} t WHERE t.year = year.year AND t.county_code LIKE %(below)s)
"""
    for table in ("rollup_countyperiod", "rollup_stationyear")
)
EVALUATED = "SELECT max(year) AS year FROM rollup_stationyear WHERE county_code LIKE %(below)s"


def division_choices(actor: Actor, on: date) -> list[tuple[str, Any]]:
    """Own divisions down to counties, as choices of a form: counties under their prefecture.

    The nation's go down to prefectures, under their province: three thousand counties are
    no choice.
    """
    whole = NATION in own_divisions(actor)
    levels, above = (CHOSEN[:2], 2) if whole else (CHOSEN, 4)
    rows = in_force(on).filter(level__in=levels).order_by("code").values_list("code", "name")
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in rows:
        if in_scope(actor, code):
            groups.setdefault(code[:above], []).append((code, name))
    choices: list[tuple[str, Any]] = [(NATION, nation()["name"])] if whole else []
    for listed in groups.values():
        choices += listed if len(listed) == 1 else [(listed[0][1], listed)]
    return choices


def known_years(division: dict[str, str]) -> list[int]:
    """Years with targets, counters or evaluations below the division, and the running one."""
    found = fetch_rows(YEARS, {"below": f"{division['code']}%"})
    return sorted({row["year"] for row in found} | {today().year}, reverse=True)


def evaluated_year(divisions: Iterable[str]) -> int:
    """The latest year with evaluations below one of the divisions, else the running one."""
    years = [fetch_rows(EVALUATED, {"below": f"{code}%"})[0]["year"] for code in divisions]
    return max((year for year in years if year), default=today().year)


def target_year(divisions: Iterable[str]) -> int:
    """The latest year with build targets below one of the divisions, else the running one."""
    years = [latest_target_year(code) for code in divisions]
    return max((year for year in years if year), default=today().year)


def path_in_scope(actor: Actor, code: str, on: date) -> list[tuple[str, str]]:
    """(code, name) from the actor's own division down to this one."""
    path = [(one.code, one.name) for one in division_path(code, on) if in_scope(actor, one.code)]
    return [(NATION, nation()["name"]), *path] if NATION in own_divisions(actor) else path


def trial_counties(division: dict[str, str]) -> set[str]:
    """Codes of the counties below that only demonstrate (decision 19): marked on each page."""
    below = division["code"]
    here = County.objects.filter(is_trial=True, code__startswith=below)
    of_cells = CellCounty.objects.filter(is_trial=True, county_code__startswith=below)
    return set(
        here.values_list("code", flat=True).union(of_cells.values_list("county_code", flat=True))
    )
