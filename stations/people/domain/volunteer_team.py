"""Teams of volunteers: founded, joined, left, ended."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.domain.departure import (
    end_place,
    hold_volunteer,
    is_open_to,
    refuse_departed,
    reopen_place,
)
from stations.people.enums import LeaveReason
from stations.people.models import Volunteer, VolunteerTeam, VolunteerTeamMember
from stations.people.rules import write_volunteers
from stations.records.domain import (
    end_span,
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.reasons import read_reason


@transaction.atomic
def found_team(
    *, actor: Actor, station: models.Model, name: str, valid_from: date, field: str = ""
) -> VolunteerTeam:
    """A team begins. Raises Forbidden, Invalid, or Conflict when one of the name runs here."""
    require_place(actor, station, write_volunteers(""))
    refuse_future("valid_from", valid_from)
    name = name.strip()
    running = VolunteerTeam.objects.filter(station_id=station.pk, name=name, valid_to=None)
    if running.filter(withdrawn_at=None).exists():
        raise Conflict(_("The station has a team of this name."))
    team = VolunteerTeam(
        station_id=station.pk, name=name, field=field.strip(), valid_from=valid_from
    )
    return enter(team, actor=actor, action="volunteer_team.found")


@transaction.atomic
def disband_team(*, actor: Actor, entry: VolunteerTeam, on: date) -> VolunteerTeam:
    """The team ends, and with it every membership; ``on`` is the first day without.

    Raises Forbidden, Conflict when ended, or Invalid for a day before a member came.
    """
    require_row(actor, entry, "edit")
    ended = end_span(entry, actor=actor, action="volunteer_team.disband", on=on)
    for member in entry.members.filter(valid_to=None, withdrawn_at=None):
        end_place(actor, member, on, LeaveReason.TEAM_ENDED)
    return ended


@transaction.atomic
def join_team(
    *,
    actor: Actor,
    entry: VolunteerTeam,
    volunteer: Volunteer,
    valid_from: date,
    leads: bool = False,
) -> VolunteerTeamMember:
    """A volunteer joins. Raises Forbidden, Invalid, or Conflict for an ended team or a member."""
    require_row(actor, entry, "edit")
    require_row(actor, volunteer, "view")
    hold(entry, "valid_to")
    refuse_withdrawn(entry, volunteer)
    refuse_future("valid_from", valid_from)
    if entry.valid_to is not None:
        raise Conflict(_("This team has ended."))
    earliest = max(entry.valid_from, volunteer.registered_on)
    if valid_from < earliest:
        message = _("The day lies before the team or the registration.")
        refuse("valid_from", message, valid_from, f">= {earliest}")
    refuse_departed(volunteer, "valid_from", valid_from, lasting=True)
    if entry.members.filter(volunteer=volunteer, valid_to=None, withdrawn_at=None).exists():
        raise Conflict(_("This volunteer already belongs to the team."))
    member = VolunteerTeamMember(
        team=entry, volunteer=volunteer, valid_from=valid_from, leads=leads
    )
    return enter(member, actor=actor, action="volunteer_team.join")


def leave_team(
    *, actor: Actor, member: VolunteerTeamMember, on: date, reason: str
) -> VolunteerTeamMember:
    """A member leaves: ``on`` is the first day without. Raises Forbidden, Conflict or Invalid."""
    require_row(actor, member, "edit")
    return end_place(actor, member, on, reason)


@transaction.atomic
def take_back_leaving(
    *, actor: Actor, member: VolunteerTeamMember, reason: str
) -> VolunteerTeamMember:
    """The member had not left: the place goes on; the trail keeps the end that it had.

    Raises Forbidden, Conflict when the team has ended, the member joined again or the volunteer
    has left the station, or Invalid without a reason.
    """
    require_row(actor, member, "edit")
    hold_volunteer(member.volunteer)
    hold(member, "valid_to", "left_reason")
    refuse_withdrawn(member)
    why = read_reason(reason)
    if member.valid_to is None or not is_open_to(member):
        raise Conflict(_("This place in the team cannot go on."))
    refuse_departed(member.volunteer, "member", member.valid_to, lasting=True)
    return reopen_place(actor, member, why)
