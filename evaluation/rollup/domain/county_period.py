"""A county's targets and counters of records in public.

Targets are written in the transaction that sets them; counters by a job, within a
minute of a change, because they read many records.
"""

from collections.abc import Callable

from evaluation.rollup.counters import count_records
from evaluation.rollup.domain.mirror import Mirror, Rows, lock_county, write
from evaluation.rollup.models import CountyPeriod
from kernel.tenancy import current_county
from kernel.workdays.clock import now
from stations.network.queries.target import targets

COUNT_RECORDS = "rollup.count"  # the kind of job that counts them
NO_TARGETS = {"target_hub": None, "target_station": None, "target_room": None}
TARGETS = Mirror(CountyPeriod, key=("year",), columns=tuple(NO_TARGETS), blank=NO_TARGETS)
COUNTERS = Mirror(
    CountyPeriod,
    key=("year",),
    columns=("counters",),
    stamp="counted_at",
    blank={"counters": {}},
)


def expected_targets() -> Rows:
    """The targets of the county one stands in, by year; levels without one are None."""
    rows: dict[tuple[int], dict[str, int | None]] = {}
    for year, level, target in targets():
        row = rows.setdefault((year,), dict(NO_TARGETS))
        row[f"target_{level.lower()}"] = target
    return rows


def expected_counters() -> Rows:
    """The records of the county one stands in, counted by year of the event."""
    return {(year,): {"counters": counted} for year, counted in count_records().items()}


def write_targets() -> None:
    """Bring the county's public targets up to date, within the caller's transaction."""
    _write(TARGETS, expected_targets)


def write_counters() -> None:
    """Count the county's records again, within the caller's transaction."""
    _write(COUNTERS, expected_counters)


def _write(mirror: Mirror, expected: Callable[[], Rows]) -> None:
    county = current_county()
    assert county is not None
    lock_county(county)
    write(mirror, county, expected(), at=now())
