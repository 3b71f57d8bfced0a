"""Staff come, work somewhere, and leave."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.enums import EmploymentChannel, Post
from stations.people.models import Assignment, Staff
from stations.people.rules import write_people
from stations.records.domain import (
    change,
    end_span,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import index_id_number


@transaction.atomic
def add_staff(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    joined_on: date,
    id_number: str = "",
    phone: str = "",
    channel: str = EmploymentChannel.RECRUITED,
    post: str = Post.SERVICE,
    full_time: bool = True,
    share: Decimal = Decimal(1),
) -> Staff:
    """Enter a new worker with the first assignment, which begins on the day of joining.

    Raises Forbidden, Invalid, or Conflict when the ID number is known in the county: then
    the person is to be assigned, not entered twice.
    """
    require_place(actor, station, write_people(""))
    refuse_future("joined_on", joined_on)
    index = index_id_number(id_number)
    if index and Staff.objects.filter(id_number_index=index, withdrawn_at=None).exists():
        raise Conflict(_("A worker with this ID number is already entered."), code="known_person")
    staff = Staff(
        name=name.strip(),
        id_number=id_number,
        id_number_index=index,
        phone=phone,
        channel=channel,
        joined_on=joined_on,
    )
    enter(staff, actor=actor, action="staff.add")
    _assign(actor, staff, station, post, full_time, share, joined_on)
    return staff


@transaction.atomic
def assign_staff(
    *,
    actor: Actor,
    staff: Staff,
    station: models.Model,
    valid_from: date,
    post: str = Post.SERVICE,
    full_time: bool = True,
    share: Decimal = Decimal(1),
) -> Assignment:
    """Let a known worker work at a (further) station. Raises Forbidden, Conflict or Invalid."""
    require_place(actor, station, write_people(""))
    refuse_withdrawn(staff)
    if valid_from < staff.joined_on:
        message = _("The assignment begins before the person joined.")
        refuse("valid_from", message, valid_from, f">= {staff.joined_on}")
    return _assign(actor, staff, station, post, full_time, share, valid_from)


def end_assignment(*, actor: Actor, assignment: Assignment, on: date) -> Assignment:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, assignment, "edit")
    return end_span(assignment, actor=actor, action="assignment.end", on=on)


@transaction.atomic
def record_leaving(*, actor: Actor, staff: Staff, on: date) -> Staff:
    """The worker leaves the network: all that runs ends with ``on``, the first day without."""
    require_row(actor, staff, "edit")
    if staff.left_on is not None:
        raise Conflict(_("This record has already ended on %(day)s.") % {"day": staff.left_on})
    for assignment in staff.assignments.filter(valid_to=None, withdrawn_at=None):
        end_span(assignment, actor=actor, action="assignment.end", on=on)
    for headship in staff.headships.filter(valid_to=None, withdrawn_at=None):
        end_span(headship, actor=actor, action="head.end", on=on)
    return change(staff, actor=actor, action="staff.leave", left_on=on)


def _assign(
    actor: Actor,
    staff: Staff,
    station: models.Model,
    post: str,
    full_time: bool,
    share: Decimal,
    valid_from: date,
) -> Assignment:
    if full_time and share != 1:
        refuse("share", _("A full-time worker has a share of 1."), share, "1")
    running = Assignment.objects.filter(staff=staff, withdrawn_at=None, valid_to=None)
    if running.filter(station_id=station.pk).exists():
        raise Conflict(_("The person already works at this station."))
    assignment = Assignment(
        staff=staff,
        station_id=station.pk,
        post=post,
        full_time=full_time,
        share=share,
        valid_from=valid_from,
    )
    return enter(assignment, actor=actor, action="assignment.add")
