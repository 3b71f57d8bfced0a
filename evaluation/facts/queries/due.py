"""Visits due and done of the running year, for the station's own page: C11's slots to a day."""

from datetime import date
from typing import Any

from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.scope import FactScope, StationInfo
from kernel.tenancy import division_code
from kernel.workdays.clock import now
from stations.casework.queries.due import LevelCount

EVALUATED = "STATION"


def count_due(station: Any, on: date) -> list[LevelCount]:
    """By level, from the year's beginning to ``on``; empty for a place that is not evaluated."""
    if not is_evaluated(station, on):
        return []
    inputs = compute_facts(scope_of_one(station, on), ["C11"])[station.pk]["C11"].inputs
    return [LevelCount(level, due, inputs["done"][level]) for level, due in inputs["due"].items()]


def is_evaluated(station: Any, on: date) -> bool:
    """True for a township station that was open on the day."""
    is_open = station.opened_on is not None and station.opened_on <= on
    return bool(station.level == EVALUATED and is_open)


def scope_of_one(station: Any, on: date) -> FactScope:
    """One station's records of the day's year, as they are now."""
    return FactScope(
        county=division_code(),
        year=on.year,
        cutoff_on=on,
        received_by=now(),
        stations=(StationInfo(station.pk, station.code, station.track, station.opened_on),),
    )
