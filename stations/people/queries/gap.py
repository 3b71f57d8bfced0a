"""Workers for whom something is still to be done: the exam, a supervision session."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from kernel.access.actor import Actor
from stations.people.models import (
    Assignment,
    Credential,
    ExamRegistration,
    Staff,
    SupervisionSession,
)
from stations.people.numbers import months_after, numbers
from stations.records.models import covering
from stations.records.places import at_place


def working(actor: Actor, station: Any, on: date) -> QuerySet[Staff]:
    """Each person who works at a place on a day, by name; without a place, wherever one sees.

    ``path`` is that of one of the person's places.
    """
    places = Assignment.objects.filter(covering(on), withdrawn_at=None)
    if station is not None:
        places = places.filter(at_place(station))
    rows = Staff.objects.restrict(actor, "view").filter(
        pk__in=places.values("staff_id"), withdrawn_at=None
    )
    place = places.filter(staff=OuterRef("pk")).order_by("id").values("station__path")
    return rows.annotate(path=Subquery(place[:1])).order_by("name", "id")


def not_registered_for_exam(rows: QuerySet[Staff], on: date) -> QuerySet[Staff]:
    """Workers without a national certificate who have not registered in the day's year (M24)."""
    certified = Credential.objects.filter(
        staff=OuterRef("pk"),
        level__in=numbers().registered_levels,
        issued_on__lte=on,
        withdrawn_at=None,
    )
    registered = ExamRegistration.objects.filter(
        staff=OuterRef("pk"), year=on.year, registered_on__lte=on, withdrawn_at=None
    )
    return rows.filter(~Exists(certified), ~Exists(registered), left_on=None)


def not_supervised(rows: QuerySet[Staff], on: date) -> QuerySet[Any]:
    """Workers whose last session, or arrival, is longer ago than the interval (Z25).

    Each with ``supervised_on``, the day of the last session anywhere (None without one).
    """
    since = months_after(on, -numbers().supervision_months)
    sessions = (
        SupervisionSession.objects.filter(staff=OuterRef("pk"), held_on__lte=on, withdrawn_at=None)
        .order_by()
        .values("staff")
        .annotate(last=Max("held_on"))
        .values("last")
    )
    late = Q(supervised_on__lt=since) | Q(supervised_on=None, joined_on__lt=since)
    rows = rows.annotate(supervised_on=Subquery(sessions))
    return rows.filter(late, left_on=None)
