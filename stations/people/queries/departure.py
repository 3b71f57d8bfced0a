"""Who of the volunteers is here, and who left when and why."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from kernel.workdays.clock import today
from stations.people.models import Volunteer, VolunteerDeparture
from stations.records.models import covering

HERE, AWAY, ALL = "HERE", "AWAY", "ALL"


def with_departure(rows: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Each with ``left_on`` and ``left_reason`` of a leaving without return, and ``has_departed``
    (whether a leaving stands, that one or an earlier one)."""
    standing = VolunteerDeparture.objects.filter(volunteer=OuterRef("pk"), withdrawn_at=None)
    away = standing.filter(valid_to=None)
    return rows.annotate(
        left_on=Subquery(away.values("valid_from")[:1]),
        left_reason=Subquery(away.values("reason")[:1]),
        has_departed=Exists(standing),
    )


def by_presence(rows: QuerySet[Volunteer], presence: str) -> QuerySet[Volunteer]:
    """Those here today, those away, or all."""
    if presence == ALL:
        return rows
    return rows.filter(is_away() if presence == AWAY else ~is_away())


def present(rows: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Those who have not left: whom one may choose for something new."""
    return by_presence(rows, HERE)


def is_away() -> Any:
    """A condition on Volunteer: away today."""
    held = VolunteerDeparture.objects.filter(
        covering(today()), volunteer=OuterRef("pk"), withdrawn_at=None
    )
    return Exists(held)


def away_on(volunteer: Volunteer, day: date, lasting: bool = False) -> VolunteerDeparture | None:
    """The leaving by which the volunteer is away on a day, or ``lasting``: on it or later; None
    for who is here."""
    later = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = volunteer.departures.filter(later if lasting else covering(day), withdrawn_at=None)
    return rows.order_by("-valid_from").first()


def standing_departure(volunteer: Volunteer) -> VolunteerDeparture | None:
    """The last leaving that stands, with or without a return."""
    return volunteer.departures.filter(withdrawn_at=None).order_by("-valid_from").first()


def last_day_here(volunteer: Volunteer) -> date:
    """The last day of which something is recorded: what came before a leaving cannot follow it."""
    live = Q(withdrawn_at=None)
    days = [volunteer.registered_on]
    for rows, day in (
        (volunteer.steps, "done_on"),
        (volunteer.awards, "awarded_on"),
        (volunteer.appraisals, "appraised_on"),
        (volunteer.departures, "valid_to"),
        (volunteer.teams, "valid_from"),
    ):
        days.append(rows.filter(live).aggregate(last=Max(day))["last"] or volunteer.registered_on)
    return max(days)
