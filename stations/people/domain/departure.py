"""Volunteers leave, come back, or had not left at all."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.models import Volunteer, VolunteerDeparture, VolunteerTeamMember
from stations.people.queries.departure import away_on, last_day_here, standing_departure
from stations.records.domain import (
    change,
    end_span,
    enter,
    hold,
    mark_withdrawn,
    refuse,
    refuse_erased,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.reasons import read_reason


@transaction.atomic
def record_departure(
    *, actor: Actor, entry: Volunteer, on: date, reason: str
) -> VolunteerDeparture:
    """A volunteer leaves, and with it every team: ``on`` is the first day without.

    What was done before counts as it did. Raises Forbidden, Conflict for who is away, or
    Invalid for a day on which something is recorded of the volunteer, or after tomorrow.
    """
    require_row(actor, entry, "edit")
    hold_volunteer(entry)
    held = standing_departure(entry)
    if held is not None and held.valid_to is None:
        raise Conflict(
            _("The volunteer left on %(day)s already.") % {"day": date_format(held.valid_from)},
            code="has_left",
        )
    last = last_day_here(entry)
    if on <= last:
        message = _("The volunteer was still here on %(day)s.") % {"day": date_format(last)}
        refuse("on", message, on, f"> {last}")
    refuse_future("on", on - timedelta(days=1))
    departure = VolunteerDeparture(volunteer=entry, valid_from=on, reason=reason)
    enter(departure, actor=actor, action="volunteer.leave")
    for place in entry.teams.filter(valid_to=None, withdrawn_at=None):
        end_place(actor, place, on, reason, departure)
    return departure


@transaction.atomic
def record_return(*, actor: Actor, entry: Volunteer, on: date) -> VolunteerDeparture:
    """The volunteer comes back on a day; teams are joined anew.

    Raises Forbidden, Conflict for who is here, or Invalid for a day before the leaving.
    """
    require_row(actor, entry, "edit")
    hold_volunteer(entry)
    held = standing_departure(entry)
    if held is None or held.valid_to is not None:
        raise Conflict(_("The volunteer has not left."), code="has_not_left")
    refuse_future("on", on)
    if on <= held.valid_from:
        refuse("on", _("The day lies before the leaving."), on, f"> {held.valid_from}")
    return end_span(held, actor=actor, action="volunteer.return", on=on)


@transaction.atomic
def take_back_departure(*, actor: Actor, entry: Volunteer, reason: str) -> VolunteerDeparture:
    """The last leaving was entered by mistake: the teams that it ended go on.

    It stays readable with who, when and why; with it goes the return from it. Raises Forbidden,
    Conflict when the volunteer has never left, or Invalid without a reason.
    """
    require_row(actor, entry, "edit")
    hold_volunteer(entry)
    held = standing_departure(entry)
    if held is None:
        raise Conflict(_("The volunteer has not left."), code="has_not_left")
    done = mark_withdrawn(held, actor=actor, reason=read_reason(reason), act="withdraw")
    for place in held.places.filter(withdrawn_at=None).select_related("team"):
        if is_open_to(place):
            reopen_place(actor, place, reason)
    return done


def refuse_departed(volunteer: Volunteer, field: str, day: date, lasting: bool = False) -> None:
    """Refuse a day on which the volunteer is away, or, for what lasts from that day on, who left
    later. Holds the volunteer's row against a leaving or a withdrawal at the same time.

    Raises Invalid, or Conflict for a withdrawn volunteer.
    """
    hold_volunteer(volunteer)
    held = away_on(volunteer, day, lasting)
    if held is None:
        return
    allowed = [] if lasting else [f"< {held.valid_from}"]
    if held.valid_to is not None:
        allowed.append(f">= {held.valid_to}")
    message = _("The volunteer left on %(day)s.") % {"day": date_format(held.valid_from)}
    refuse(field, message, day, ", ".join(allowed) or None)


def hold_volunteer(volunteer: Volunteer) -> None:
    """Hold the row until the transaction ends: leavings, places in teams and what is dated come
    one after the other, each seeing the ones before. Before a place in a team is held.

    Raises Conflict for a volunteer who is withdrawn or erased, or was by the time the row was free.
    """
    hold(volunteer, "erased_at")
    refuse_withdrawn(volunteer)
    refuse_erased(volunteer)


def end_place(
    actor: Actor,
    place: VolunteerTeamMember,
    on: date,
    reason: str,
    departure: VolunteerDeparture | None = None,
) -> VolunteerTeamMember:
    """End a place in a team and keep why."""
    why = {"left_reason": reason, "left_with": departure}
    return end_span(place, actor=actor, action="volunteer_team.leave", on=on, **why)


def reopen_place(actor: Actor, place: VolunteerTeamMember, reason: str) -> VolunteerTeamMember:
    """The place goes on as if it had not ended; the trail keeps the end that it had, and why."""
    was = {"until": str(place.valid_to), "left_reason": place.left_reason, "why": reason}
    return change(
        place,
        actor=actor,
        action="volunteer_team.stay",
        trail=was,
        valid_to=None,
        ended_received_at=None,
        left_reason="",
        left_with=None,
    )


def is_open_to(place: VolunteerTeamMember) -> bool:
    """Whether a place may go on: its team runs, and the volunteer has not joined again since."""
    if place.team.valid_to is not None or place.team.withdrawn_at is not None:
        return False
    since = VolunteerTeamMember.objects.filter(
        team=place.team, volunteer=place.volunteer_id, withdrawn_at=None
    ).filter(models.Q(valid_to=None) | models.Q(valid_from__gte=place.valid_to))
    return not since.exclude(pk=place.pk).exists()
