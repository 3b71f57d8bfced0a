"""When which place ran, and for which divisions: what coverage on any day is computed from."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Least

from stations.network.enums import State
from stations.network.models import ServiceArea, StationState


class Span(NamedTuple):
    """A place ran from a day (included) to a day (excluded, None: still runs).

    With a division code: and served that division. With "": for itself, to be counted once.
    """

    station_code: str
    level: str
    division_code: str
    valid_from: date
    valid_to: date | None


def spans(*, stations: Iterable[int] | None = None) -> list[Span]:
    """The spans of all places, or of those with these ids, by station code, division and day.

    Two queries however many places there are. Days under a county that is no more are its own.
    """
    chosen = Q() if stations is None else Q(station_id__in=list(stations))
    found = [*running_spans(chosen), *serving_spans(chosen)]
    return sorted(found, key=lambda span: (span.station_code, span.division_code, span.valid_from))


def running_spans(chosen: Q) -> Iterable[Span]:
    running = StationState.objects.filter(chosen, state=State.RUNNING, carried_from="")
    rows: QuerySet = running.values_list(
        "station__code", "station__level", "valid_from", "valid_to"
    )
    return (Span(code, level, "", start, end) for code, level, start, end in rows)


def serving_spans(chosen: Q) -> Iterable[Span]:
    """Where the days of running and of serving meet; LEAST passes over an open end."""
    rows: QuerySet = (
        ServiceArea.objects.filter(
            chosen,
            carried_from="",
            station__states__state=State.RUNNING,
            station__states__carried_from="",
        )
        .annotate(
            start=Greatest("valid_from", "station__states__valid_from"),
            end=Least("valid_to", "station__states__valid_to"),
        )
        .filter(Q(end__isnull=True) | Q(start__lt=F("end")))
        .values_list("station__code", "station__level", "division_code", "start", "end")
    )
    return (Span(*row) for row in rows)


def coverage(due: int, served: int) -> str | None:
    """Served of due divisions in percent with two decimals, half up: 1094 of 1510 -> "72.45".

    None when nothing is due: no ratio is not the same as zero.
    """
    if due == 0:
        return None
    hundredths = int(Fraction(served * 10000, due) + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"
