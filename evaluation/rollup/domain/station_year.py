"""Station-years in public, and what they add up to in the county's row.

Written in the transaction that changes an evaluation.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from evaluation.cycles.queries.rolled import StationResult, station_results
from evaluation.rollup.domain.exact import to_decimals
from evaluation.rollup.domain.mirror import Mirror, Rows, lock_county, write
from evaluation.rollup.models import CountyPeriod, StationYear
from evaluation.rollup.sums import Sums
from kernel.tenancy import current_county
from kernel.workdays.clock import now
from stations.network.enums import Level

YEARS = Mirror(
    StationYear,
    key=("station_code", "year"),
    columns=(
        *("name", "level", "division_code", "evaluation_uuid", "state", "due_on"),
        *("reported", "on_time", "total", "grade", "areas"),
        *("rubric_id", "rubric_version", "rubric_digest"),
    ),
)

SUMS = Mirror(
    CountyPeriod,
    key=("year",),
    columns=("evaluated",),
    stamp="evaluated_at",
    blank={"evaluated": {}},
)


def expected_years(stations: Iterable[Any] | None = None) -> Rows:
    """What the county one stands in says of its stations' evaluations."""
    return {(one.station_code, one.year): _columns(one) for one in station_results(stations)}


def expected_sums() -> Rows:
    """What the county's evaluations of each year add up to, from the county's own records."""
    return sum_up(
        {"year": year, "as_of": None, **columns}
        for (_station, year), columns in expected_years().items()
    )


def sum_up(rows: Iterable[Mapping[str, Any]]) -> Rows:
    """The county's row of each year, from rows of township stations."""
    years: dict[tuple[int], Sums] = {}
    for row in rows:
        if row["level"] == Level.STATION:
            years.setdefault((row["year"],), Sums()).add_station(row)
    return {key: {"evaluated": sums.to_data()} for key, sums in years.items()}


def write_years(*, stations: list[Any] | None = None) -> None:
    """Bring the public station-years of some stations, or of all of the county, up to date."""
    county = current_county()
    assert county is not None
    narrow = {} if stations is None else {"station_code__in": [one.code for one in stations]}
    lock_county(county)
    at = now()
    changed = write(YEARS, county, expected_years(stations), at=at, **narrow)
    if changed:
        write_sums(county, {year for _station, year in changed}, at)


def write_sums(county: str, years: set[int], at: datetime) -> None:
    """Add up the county's public station-years of these years anew."""
    rows = StationYear.objects.filter(county_code=county, year__in=years)
    columns = ("year", "level", "reported", "on_time", "total", "grade", "areas", "as_of")
    write(SUMS, county, sum_up(rows.values(*columns)), at=at, year__in=years)
    # A step that leaves the sums as they are is still news of the year.
    CountyPeriod.objects.filter(county_code=county, year__in=years).update(evaluated_at=at)


def _columns(one: StationResult) -> dict[str, Any]:
    return {
        "name": one.name,
        "level": one.level,
        "division_code": one.division_code,
        "evaluation_uuid": one.evaluation_uuid,
        "state": one.state,
        "due_on": one.due_on,
        "reported": one.reported,
        "on_time": one.on_time,
        "total": None if one.total is None else to_decimals(one.total),
        "grade": one.grade,
        "areas": one.areas,
        "rubric_id": one.rubric_id,
        "rubric_version": one.rubric_version,
        "rubric_digest": one.rubric_digest,
    }
