"""Proving that public rows are what the counties say, and putting them right."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.db.models import Q

from evaluation.rollup.domain.county_period import (
    COUNT_RECORDS,
    COUNTERS,
    TARGETS,
    expected_counters,
    expected_targets,
    write_counters,
)
from evaluation.rollup.domain.mirror import Difference, Mirror, Rows, compare, lock_county, write
from evaluation.rollup.domain.station_span import SPANS, expected_spans
from evaluation.rollup.domain.station_year import SUMS, YEARS, expected_sums, expected_years
from evaluation.rollup.models import Cell, CountyPeriod, StationSpan, StationYear
from kernel.jobs.models import Job, JobState
from kernel.tenancy import current_county
from kernel.workdays.clock import now
from tenants.queries.division import heirs_of

CHECKED: tuple[tuple[Mirror, Callable[[], Rows]], ...] = (
    (SPANS, expected_spans),
    (YEARS, expected_years),
    (SUMS, expected_sums),
    (TARGETS, expected_targets),
    (COUNTERS, expected_counters),
)
TABLES = (StationSpan, StationYear, CountyPeriod)
PENDING = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def verify_county(*, repair: bool = False) -> list[Difference]:
    """Compare the public rows of the county one stands in with its own records.

    1. A refresh of counters that still waits is done first; 2. everything is computed anew
    and compared; 3. with ``repair`` the public rows are rewritten. Other writers of the
    county's public rows wait meanwhile, so that both sides are of one moment.
    """
    county = current_county()
    assert county is not None
    lock_county(county)
    if Job.objects.filter(kind=COUNT_RECORDS, state__in=PENDING).exists():
        write_counters()
    found: list[Difference] = []
    for mirror, expected in CHECKED:
        wanted = expected()
        found += compare(mirror, county, wanted)
        if repair:
            write(mirror, county, wanted, at=now())
    return found


@transaction.atomic
def verify_strangers(
    *, known: set[str], erased: Collection[str] = (), repair: bool = False
) -> list[Difference]:
    """Public rows of counties that are neither tenants nor a cell's; in public, after the
    counties.

    Of an erased county the rows of its published years stay, of one that another follows all
    of them. What a cell pushed is compared by its own verify_cell.
    """
    found = []
    followed = {code for code in erased if heirs_of(code)}
    of_cells = Q()
    for code in Cell.objects.values_list("code", flat=True):
        of_cells |= Q(county_code__startswith=code)
    for table in TABLES:
        kept = known.union(erased if table is CountyPeriod else followed)
        rows = table._default_manager.exclude(county_code__in=kept)
        if of_cells:
            rows = rows.exclude(of_cells)
        for code in sorted(set(rows.values_list("county_code", flat=True))):
            name = table._meta.db_table
            found.append(Difference(name, code, "all rows", "(row)", "present", "no such county"))
        if repair:
            rows.delete()
    return found
