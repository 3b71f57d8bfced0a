"""Station-years in public, written in the transaction that changes an evaluation."""

from collections.abc import Iterable
from typing import Any

from evaluation.cycles.queries.rolled import StationResult, station_results
from evaluation.rollup.domain.exact import to_decimals
from evaluation.rollup.domain.mirror import Mirror, Rows, lock_county, write
from evaluation.rollup.models import StationYear
from kernel.tenancy import current_county
from kernel.workdays.clock import now

YEARS = Mirror(
    StationYear,
    key=("station_code", "year"),
    columns=(
        *("name", "level", "division_code", "evaluation_uuid", "state", "due_on"),
        *("reported", "on_time", "total", "grade", "areas"),
        *("rubric_id", "rubric_version", "rubric_digest"),
    ),
)


def expected_years(stations: Iterable[Any] | None = None) -> Rows:
    """What the county one stands in says of its stations' evaluations."""
    return {(one.station_code, one.year): _columns(one) for one in station_results(stations)}


def write_years(*, stations: list[Any] | None = None) -> None:
    """Bring the public station-years of some stations, or of all of the county, up to date."""
    county = current_county()
    assert county is not None
    narrow = {} if stations is None else {"station_code__in": [one.code for one in stations]}
    lock_county(county)
    write(YEARS, county, expected_years(stations), at=now(), **narrow)


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
