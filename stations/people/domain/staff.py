"""Staff come, work somewhere, and leave."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.phone import read_phone
from stations.people.enums import Education, EmploymentChannel, Post, TaskKind
from stations.people.models import Assignment, Staff
from stations.people.numbers import numbers
from stations.people.rules import write_people
from stations.records.domain import (
    change,
    end_span,
    enter,
    hold,
    refuse,
    refuse_ended_place,
    refuse_erased,
    refuse_far,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import birth_date, index_id_number, plain_id_number, refuse_unborn
from stations.records.reveal import reveal_fields

HIDDEN = ("id_number", "phone")


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
    refuse_ended_place(station, "joined_on", joined_on)
    index = _index_new(id_number)
    refuse_unborn(birth_date(id_number), "joined_on", joined_on)
    staff = Staff(
        name=name.strip(),
        id_number=plain_id_number(id_number),
        id_number_index=index,
        phone=read_phone(phone),
        channel=channel,
        joined_on=joined_on,
    )
    enter(staff, actor=actor, action="staff.add")
    _assign(actor, staff, station, post, full_time, share, joined_on)
    return staff


@transaction.atomic
def edit_staff(
    *,
    actor: Actor,
    entry: Staff,
    name: str,
    channel: str,
    id_number: str = "",
    phone: str = "",
    education: str = "",
    major: str = "",
    social_work_degree: bool = False,
    specialty: str = "",
) -> Staff:
    """Correct a worker, and enter degree and special field (C51, M42).

    An empty ID number or phone leaves what is there: nobody needs to read it for an edit.
    Raises Forbidden, Conflict for another worker's ID number, or Invalid.
    """
    require_row(actor, entry, "edit")
    hold(entry, "erased_at")
    refuse_erased(entry)
    if social_work_degree and not education:
        refuse("education", _("Say which degree it is."), education, Education.values)
    values: dict[str, Any] = {"phone": read_phone(phone)} if phone.strip() else {}
    if id_number.strip():
        values |= {
            "id_number": plain_id_number(id_number),
            "id_number_index": _index_new(id_number, entry.pk),
        }
    return change(
        entry,
        actor=actor,
        action="staff.edit",
        name=name.strip(),
        channel=channel,
        education=education,
        major=major.strip(),
        social_work_degree=social_work_degree,
        specialty=specialty,
        **values,
    )


def reveal_staff(*, actor: Actor, entry: Staff, reason: str) -> dict[str, str]:
    """ID number and phone in full, for a reason that is kept. Raises Forbidden or Invalid."""
    return reveal_fields(actor=actor, entry=entry, fields=HIDDEN, reason=reason)


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
    """Let a known worker work at a (further) station.

    Raises Forbidden, Invalid, or Conflict for who has left, who comes back as another row.
    """
    require_place(actor, station, write_people(""))
    hold_working(staff)
    if valid_from < staff.joined_on:
        message = _("The assignment begins before the person joined.")
        refuse("valid_from", message, valid_from, f">= {staff.joined_on}")
    refuse_far("valid_from", valid_from, "plans")
    return _assign(actor, staff, station, post, full_time, share, valid_from)


def end_assignment(*, actor: Actor, assignment: Assignment, on: date) -> Assignment:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, assignment, "edit")
    return end_span(assignment, actor=actor, action="assignment.end", on=on)


@transaction.atomic
def divide_tasks(*, actor: Actor, assignment: Assignment, tasks: Collection[str]) -> Assignment:
    """Say which of the five tasks fall to a worker at a place (N13), in place of those before.

    Raises Forbidden, Conflict when the assignment has ended or was withdrawn, or Invalid.
    """
    require_row(actor, assignment, "edit")
    hold(assignment, "valid_to")
    if assignment.valid_to is not None:
        day = assignment.valid_to
        raise Conflict(_("This record has already ended on %(day)s.") % {"day": date_format(day)})
    known = TaskKind.values
    if unknown := sorted(set(tasks) - set(known)):
        refuse("tasks", _("Not one of the choices."), unknown, known)
    ordered = [code for code in known if code in tasks]
    return change(assignment, actor=actor, action="assignment.tasks", tasks=ordered)


@transaction.atomic
def record_leaving(*, actor: Actor, staff: Staff, on: date) -> Staff:
    """The worker leaves the network: all that runs ends with ``on``, the first day without.

    Raises Forbidden, Conflict for who has left or is withdrawn, or Invalid for a wrong day.
    """
    require_row(actor, staff, "edit")
    hold(staff, "left_on")
    if staff.left_on is not None:
        raise Conflict(
            _("This record has already ended on %(day)s.") % {"day": date_format(staff.left_on)}
        )
    _refuse_early_leaving(staff, on)
    refuse_future("on", on - timedelta(days=1))
    for assignment in staff.assignments.filter(valid_to=None, withdrawn_at=None):
        end_span(assignment, actor=actor, action="assignment.end", on=on)
    for headship in staff.headships.filter(valid_to=None, withdrawn_at=None):
        end_span(headship, actor=actor, action="head.end", on=on)
    return change(staff, actor=actor, action="staff.leave", left_on=on)


def _refuse_early_leaving(staff: Staff, on: date) -> None:
    """Not before the person came, nor before a post or headship of theirs ended: who works nowhere
    any more leaves, too."""
    ends = [
        rows.filter(withdrawn_at=None).aggregate(day=Max("valid_to"))["day"]
        for rows in (staff.assignments, staff.headships)
    ]
    last = max(day for day in (staff.joined_on + timedelta(days=1), *ends) if day is not None)
    if on < last:
        message = _("The worker was still here on %(day)s.") % {
            "day": date_format(last - timedelta(days=1))
        }
        refuse("on", message, on, f">= {last}")


def hold_working(staff: Staff) -> None:
    """Hold the row until the transaction ends; a page may have read it before the worker left.

    Raises Conflict for who is withdrawn or has left.
    """
    hold(staff, "left_on")
    refuse_withdrawn(staff)
    if staff.left_on is not None:
        raise Conflict(_("The worker has left."), code="left")


def refuse_away(staff: Staff, field: str, day: date) -> None:
    """Refuse a day on which the worker did not belong to the network: forms offer those who left
    lately, for what is of before. Holds the row against a leaving at the same time.

    Raises Conflict for who is withdrawn or erased, Invalid.
    """
    hold(staff, "joined_on", "left_on", "erased_at")
    refuse_withdrawn(staff)
    refuse_erased(staff)
    if not staff.worked_on(day):
        until = f", < {staff.left_on}" if staff.left_on else ""
        message = _("The worker does not belong to the network on that day.")
        refuse(field, message, day, f">= {staff.joined_on}{until}")


def _index_new(id_number: str, own: int | None = None) -> str:
    """The blind index; Conflict when another worker of the county has this ID number."""
    index = index_id_number(id_number)
    known = Staff.objects.filter(id_number_index=index, withdrawn_at=None)
    if own is not None:
        known = known.exclude(pk=own)
    if index and known.exists():
        raise Conflict(_("A worker with this ID number is already entered."), code="known_person")
    return index


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
    _refuse_over_share(staff, share, valid_from)
    assignment = Assignment(
        staff=staff,
        station_id=station.pk,
        post=post,
        full_time=full_time,
        share=share,
        valid_from=valid_from,
    )
    return enter(assignment, actor=actor, action="assignment.add")


def _refuse_over_share(staff: Staff, share: Decimal, since: date) -> None:
    """Posts held at the same time are together no more than `most_share`, now and later."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=since)
    spans = list(Assignment.objects.filter(lasting, staff=staff, withdrawn_at=None))
    days = {since, *(span.valid_from for span in spans if span.valid_from > since)}
    held, day = max((_held(spans, day), day) for day in days)
    left = max(Decimal(0), numbers().most_share - held)
    if share > left:
        message = _(
            "With the posts of %(day)s the shares come to more than %(most)s; %(left)s is left."
        ) % {"day": date_format(day), "most": numbers().most_share, "left": left}
        refuse("share", message, str(share), f"<= {left}")


def _held(spans: list[Assignment], day: date) -> Decimal:
    lasting = (span for span in spans if span.valid_from <= day < (span.valid_to or date.max))
    return sum((span.share for span in lasting), Decimal(0))
