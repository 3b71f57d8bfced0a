"""What the roll-up does when something in a county changes.

Registered at the kernel's hooks (apps.py), so that the network and the cycle know
nothing of the province. All of it runs in the transaction of the change.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from evaluation.rollup.domain.county_period import write_targets
from evaluation.rollup.domain.station_span import write_spans
from evaluation.rollup.domain.station_year import write_years
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from kernel.access.actor import Actor
from kernel.hooks import DivisionMoves, Effect
from kernel.jobs.domain import enqueue

COUNT_RECORDS = "rollup.count"
# Changes of this long are counted at once; the promise is "within a minute".
GATHER = timedelta(seconds=20)


def follow_network(*, station: Any = None, year: int | None = None) -> None:
    """A station, a year's targets, or (neither given) anything of the network changed."""
    if year is None or station is not None:
        stations = None if station is None else [station]
        write_spans(stations=stations)
        write_years(stations=stations)
    if station is None:
        write_targets()


def follow_divisions(moves: DivisionMoves, actor: Actor) -> list[Effect]:
    """Divisions changed, and with them areas and seats: write anew what is drawn from these."""
    county, changed = actor.county or "", write_spans()
    write_years()
    return [Effect("span", county, "", str(changed))] if changed else []


def follow_evaluation(changed: Any) -> None:
    """An evaluation changed, or several of them."""
    evaluations = list(changed) if isinstance(changed, Iterable) else [changed]
    write_years(stations=[evaluation.station for evaluation in evaluations])


def follow_records() -> None:
    """Records changed: have them counted again, once for all changes of the moment."""
    enqueue(kind=COUNT_RECORDS, payload={}, dedup_key=COUNT_RECORDS, delay=GATHER)


def follow_removal(county: Any) -> None:
    """A trial county is gone: so is what it left in public."""
    for table in (StationSpan, StationYear, CountyPeriod):
        table.objects.filter(county_code=county.code).delete()
