"""Groups and networks of support: begun, joined, met, ended (C712, C723)."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.domain.basis import refuse_ended
from stations.casework.domain.service import require_person_here
from stations.casework.models import Beneficiary
from stations.casework.rules import write_work
from stations.community.models import Group, GroupMeeting, GroupMember
from stations.people.domain.departure import refuse_departed
from stations.people.models import Volunteer
from stations.records.domain import (
    end_span,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
    withdraw,
)


@transaction.atomic
def begin_group(
    *,
    actor: Actor,
    station: models.Model,
    kind: str,
    title: str,
    purpose: str,
    valid_from: date,
    audience: str = "",
    is_new: bool = True,
    staff: models.Model | None = None,
) -> Group:
    """A group begins, or a network there already is taken up. Raises Forbidden or Invalid."""
    require_place(actor, station, write_work(""))
    refuse_future("valid_from", valid_from)
    group = Group(
        station_id=station.pk,
        kind=kind,
        title=title.strip(),
        purpose=purpose.strip(),
        audience=audience,
        is_new=is_new,
        staff_id=staff.pk if staff else None,
        valid_from=valid_from,
    )
    return enter(group, actor=actor, action="group.begin")


@transaction.atomic
def join_group(
    *,
    actor: Actor,
    entry: Group,
    valid_from: date,
    beneficiary: Beneficiary | None = None,
    volunteer: Volunteer | None = None,
    name: str = "",
) -> GroupMember:
    """Somebody joins: a person on file, a volunteer, or by name.

    Raises Forbidden, Conflict for an ended group or a member, or Invalid.
    """
    require_row(actor, entry, "edit")
    refuse_withdrawn(entry)
    _check_running(entry, "valid_from", valid_from)
    if [bool(beneficiary), bool(volunteer), bool(name.strip())].count(True) != 1:
        refuse("name", _("Choose a person on file or a volunteer, or give a name: one of them."))
    if beneficiary is not None:
        require_person_here(actor, entry.station, beneficiary)
        refuse_ended(beneficiary, "valid_from", valid_from)
    if volunteer is not None:
        require_row(actor, volunteer, "view")
        refuse_withdrawn(volunteer)
        refuse_departed(volunteer, "valid_from", valid_from, lasting=True)
    _refuse_member(entry, beneficiary, volunteer)
    member = GroupMember(
        group=entry,
        beneficiary=beneficiary,
        volunteer=volunteer,
        name=name.strip(),
        valid_from=valid_from,
    )
    return enter(member, actor=actor, action="group.join")


@transaction.atomic
def leave_group(*, actor: Actor, member: GroupMember, on: date) -> GroupMember:
    """``on`` is the first day without. Raises Forbidden, Conflict when gone, or Invalid."""
    require_row(actor, member, "edit")
    return end_span(member, actor=actor, action="group.leave", on=on)


@transaction.atomic
def hold_meeting(
    *, actor: Actor, entry: Group, held_on: date, topic: str, attendance: int
) -> GroupMeeting:
    """A session or meeting took place. Raises Forbidden, Conflict for a withdrawn group, or
    Invalid: nobody came, a day before the group or after it."""
    require_row(actor, entry, "edit")
    refuse_withdrawn(entry)
    refuse_future("held_on", held_on)
    outside = entry.valid_to is not None and held_on >= entry.valid_to
    if outside or held_on < entry.valid_from:
        refuse("held_on", _("The group did not run on that day."), held_on)
    if attendance < 1:
        refuse("attendance", _("A session is held with somebody."), attendance, ">= 1")
    meeting = GroupMeeting(group=entry, held_on=held_on, topic=topic.strip(), attendance=attendance)
    return enter(meeting, actor=actor, action="group.meet")


def drop_meeting(*, actor: Actor, meeting: GroupMeeting, reason: str) -> GroupMeeting:
    """A session entered wrongly no longer counts. Raises Forbidden, Conflict or Invalid."""
    return withdraw(actor=actor, entry=meeting, reason=reason)


@transaction.atomic
def end_group(*, actor: Actor, entry: Group, on: date) -> Group:
    """The group ends, and with it who belongs to it; ``on`` is the first day without.

    Raises Forbidden, Conflict when ended, or Invalid for a day before a member came or a session
    was held.
    """
    require_row(actor, entry, "edit")
    if entry.meetings.filter(held_on__gte=on, withdrawn_at=None).exists():
        refuse("on", _("A session was held later."), on)
    ended = end_span(entry, actor=actor, action="group.end", on=on)
    for member in entry.members.filter(valid_to=None, withdrawn_at=None):
        end_span(member, actor=actor, action="group.leave", on=on)
    return ended


def _check_running(group: Group, field: str, day: date) -> None:
    if group.valid_to is not None:
        raise Conflict(_("This group has ended."))
    if day < group.valid_from:
        refuse(field, _("The group began later."), day, f">= {group.valid_from}")
    refuse_future(field, day)


def _refuse_member(
    group: Group, beneficiary: Beneficiary | None, volunteer: Volunteer | None
) -> None:
    if beneficiary is None and volunteer is None:
        return
    rows = group.members.filter(valid_to=None, withdrawn_at=None)
    if rows.filter(beneficiary=beneficiary, volunteer=volunteer).exists():
        raise Conflict(_("This person belongs to the group."))
