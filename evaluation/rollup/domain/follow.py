"""What the roll-up does when something in a county changes.

Registered at the kernel's hooks (apps.py), so that the network and the cycle know
nothing of the province. All of it runs in the transaction of the change. A rehearsal
copy of a county writes nothing here: the province sees the county itself.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from evaluation.cycles.states import State
from evaluation.rollup.domain.county_period import COUNT_RECORDS, write_targets
from evaluation.rollup.domain.station_span import write_spans
from evaluation.rollup.domain.station_year import write_years
from evaluation.rollup.domain.verify import verify_county
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from kernel.access.actor import Actor
from kernel.hooks import Arrival, DivisionMoves, Effect
from kernel.jobs.domain import enqueue
from kernel.tenancy import is_rehearsal
from tenants.queries.division import heirs_of

# Changes of this long are counted at once; the promise is "within a minute".
GATHER = timedelta(seconds=20)


def follow_network(*, station: Any = None, year: int | None = None) -> None:
    """A station, a year's targets, or (neither given) anything of the network changed."""
    if is_rehearsal():
        return
    if year is None or station is not None:
        stations = None if station is None else [station]
        write_spans(stations=stations)
        write_years(stations=stations)
    if station is None:
        write_targets()


def follow_divisions(moves: DivisionMoves, actor: Actor) -> list[Effect]:
    """Divisions changed, and with them areas and seats: write anew what is drawn from these."""
    if is_rehearsal():
        return []
    county, changed = actor.county or "", write_spans()
    write_years()
    return [Effect("span", county, "", str(changed))] if changed else []


def follow_evaluation(changed: Any) -> None:
    """An evaluation changed, or several of them."""
    if is_rehearsal():
        return
    evaluations = list(changed) if isinstance(changed, Iterable) else [changed]
    write_years(stations=[evaluation.station for evaluation in evaluations])


def follow_records() -> None:
    """Records changed: have them counted again, once for all changes of the moment."""
    if is_rehearsal():
        return
    enqueue(kind=COUNT_RECORDS, payload={}, dedup_key=COUNT_RECORDS, delay=GATHER)


def follow_removal(county: Any) -> None:
    """A trial county is gone: so is what it left in public."""
    for table in (StationSpan, StationYear, CountyPeriod):
        table.objects.filter(county_code=county.code).delete()


def follow_restore(arrival: Arrival) -> None:
    """A county came out of an archive: its public rows are what it says now."""
    if not arrival.is_rehearsal:
        verify_county(repair=True)


def follow_erasure(county: Any) -> dict[str, int]:
    """A county is erased: its rows of stations go; how many of each kind.

    What the county's published years add up to is the province's history and stays: counts and
    sums of years in which every evaluation was final, without counters of records. All of it
    stays where another county follows: that one holds what it is drawn from (decision 0011).
    """
    if heirs_of(county.code):
        return {}
    rows = StationYear.objects.filter(county_code=county.code)
    unpublished = set(rows.exclude(state=State.FINAL).values_list("year", flat=True))
    published = set(rows.values_list("year", flat=True)) - unpublished
    periods = CountyPeriod.objects.filter(county_code=county.code)
    periods.filter(year__in=published).update(counters={}, counted_at=None)
    return {
        "rollup_stationyear": rows.delete()[0],
        "rollup_stationspan": StationSpan.objects.filter(county_code=county.code).delete()[0],
        "rollup_countyperiod": periods.exclude(year__in=published).delete()[0],
    }
