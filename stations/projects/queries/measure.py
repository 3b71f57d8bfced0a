"""The records that a project's targets count, each by its own day (Z09), never entered twice.

A record counts that stands, at the project's place and its rooms, on one of the days, for a
person of one of the project's kinds on that day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from kernel.workdays.clock import ZONE
from stations.casework.enums import Place, Result
from stations.casework.models import BeneficiaryCategory, CarePlan, Case, Visit
from stations.casework.queries.figure import accompanied
from stations.projects.models import Project
from stations.records.places import at_place

Rows = Callable[[Project, date, date], QuerySet[Any]]


@dataclass(frozen=True)
class Source:
    """A table whose rows count: ``rows`` (project, first, last) with their ``day``."""

    rows: Rows
    day: str


@dataclass(frozen=True)
class Counted:
    """What a measure counts of a source."""

    source: str
    which: Callable[[], Q]


def visits_of(project: Project, first: date, last: date) -> QuerySet[Any]:
    """Visits and calls in which the person was met; each person of a visit is a row (Z11)."""
    begin = datetime.combine(first, time(), ZONE)
    end = datetime.combine(last + timedelta(days=1), time(), ZONE)
    rows = Visit.objects.annotate(day=TruncDate("held_at", tzinfo=ZONE)).filter(
        at_place(project.station),
        withdrawn_at=None,
        result=Result.MET,
        held_at__gte=begin,
        held_at__lt=end,
    )
    return _of_kinds(project, rows, "day")


def cases_of(project: Project, first: date, last: date) -> QuerySet[Any]:
    rows = Case.objects.filter(
        at_place(project.station), withdrawn_at=None, opened_on__range=(first, last)
    )
    return _of_kinds(project, rows, "opened_on")


def plans_of(project: Project, first: date, last: date) -> QuerySet[Any]:
    rows = CarePlan.objects.filter(
        at_place(project.station), withdrawn_at=None, begun_on__range=(first, last)
    )
    return _of_kinds(project, rows, "begun_on")


SOURCES: dict[str, Source] = {
    "visits": Source(visits_of, "day"),
    "cases": Source(cases_of, "opened_on"),
    "plans": Source(plans_of, "begun_on"),
}
# ``counts`` of data/measures.yaml; ``activities`` are counted by name (queries/progress.py).
COUNTS: dict[str, Counted] = {
    "accompanied": Counted("visits", lambda: accompanied() & Q(place=Place.HOME)),
    "visits": Counted("visits", lambda: ~Q(place=Place.PHONE)),
    "calls": Counted("visits", lambda: Q(place=Place.PHONE)),
    "cases": Counted("cases", Q),
    "plans": Counted("plans", Q),
}


def count_records(
    project: Project, wanted: Iterable[str], first: date, last: date
) -> dict[str, int]:
    """How many records of each of ``COUNTS`` wanted; a query for each source among them."""
    by_source: dict[str, list[str]] = {}
    for name in sorted(set(wanted) & COUNTS.keys()):
        by_source.setdefault(COUNTS[name].source, []).append(name)
    found: dict[str, int] = {}
    for source, names in by_source.items():
        rows = SOURCES[source].rows(project, first, last)
        found |= rows.aggregate(
            **{name: Count("id", filter=COUNTS[name].which()) for name in names}
        )
    return found


def records_counted(project: Project, name: str, first: date, last: date) -> QuerySet[Any]:
    """The very records, the latest first."""
    count = COUNTS[name]
    source = SOURCES[count.source]
    rows = source.rows(project, first, last).filter(count.which())
    return rows.select_related("station").order_by(f"-{source.day}", "-id")


def _of_kinds(project: Project, rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """Those about persons of one of the project's kinds on the day of the record."""
    if not project.kinds:
        return rows
    held = BeneficiaryCategory.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef(day)),
        beneficiary=OuterRef("beneficiary"),
        category__in=project.kinds,
        valid_from__lte=OuterRef(day),
        withdrawn_at=None,
    )
    return rows.filter(Exists(held))
