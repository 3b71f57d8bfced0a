"""Volunteers: registered once, then trained, used and rewarded."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.phone import read_phone
from stations.people.domain.departure import hold_volunteer, refuse_departed
from stations.people.enums import Step
from stations.people.models import Volunteer, VolunteerStep
from stations.people.rules import write_volunteers
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import birth_date, index_id_number, plain_id_number, refuse_unborn
from stations.records.reveal import reveal_fields

HIDDEN = ("id_number", "phone")
DAY_HOURS = 24


@transaction.atomic
def edit_volunteer(
    *,
    actor: Actor,
    entry: Volunteer,
    name: str,
    id_number: str = "",
    phone: str = "",
    national_number: str = "",
) -> Volunteer:
    """Correct a volunteer, and enter the number that the national system gave (X17).

    An empty ID number or phone leaves what is there: nobody needs to read it for an edit.
    Raises Forbidden, Conflict for another volunteer's ID number, or Invalid.
    """
    require_row(actor, entry, "edit")
    hold_volunteer(entry)
    values: dict[str, Any] = {"phone": read_phone(phone)} if phone.strip() else {}
    if id_number.strip():
        index = _index_new(id_number, entry.station_id, entry.pk)
        values |= {"id_number": plain_id_number(id_number), "id_number_index": index}
    return change(
        entry,
        actor=actor,
        action="volunteer.edit",
        name=name.strip(),
        national_number=national_number.strip(),
        **values,
    )


def reveal_volunteer(*, actor: Actor, entry: Volunteer, reason: str) -> dict[str, str]:
    """ID number and phone in full, for a reason that is kept. Raises Forbidden or Invalid."""
    return reveal_fields(actor=actor, entry=entry, fields=HIDDEN, reason=reason)


@transaction.atomic
def register_volunteer(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    registered_on: date,
    id_number: str = "",
    phone: str = "",
    national_number: str = "",
) -> Volunteer:
    """Register a person through a station, which is also the step RECRUIT.

    Raises Forbidden, Invalid, or Conflict when the station has registered this ID number.
    """
    require_place(actor, station, write_volunteers(""))
    refuse_future("registered_on", registered_on)
    index = _index_new(id_number, station.pk)
    refuse_unborn(birth_date(id_number), "registered_on", registered_on)
    volunteer = Volunteer(
        station_id=station.pk,
        name=name.strip(),
        id_number=plain_id_number(id_number),
        id_number_index=index,
        phone=read_phone(phone),
        national_number=national_number.strip(),
        registered_on=registered_on,
    )
    enter(volunteer, actor=actor, action="volunteer.register")
    _step(actor, volunteer, Step.RECRUIT, registered_on)
    return volunteer


@transaction.atomic
def record_step(
    *,
    actor: Actor,
    volunteer: Volunteer,
    step: str,
    done_on: date,
    hours: Decimal | None = None,
    content: str = "",
) -> VolunteerStep:
    """Enter that the person was trained, served or was rewarded on a day.

    Hours and content of a service or a training go into the certificate of service (X17).
    Raises Forbidden, Conflict for a withdrawn person, or Invalid (also after the leaving).
    """
    require_row(actor, volunteer, "edit")
    refuse_withdrawn(volunteer)
    refuse_future("done_on", done_on)
    if done_on < volunteer.registered_on:
        message = _("The day lies before the registration.")
        refuse("done_on", message, done_on, f">= {volunteer.registered_on}")
    refuse_departed(volunteer, "done_on", done_on)
    if step == Step.USE and hours is not None:
        _refuse_longer_day(volunteer, done_on, hours)
    return _step(actor, volunteer, step, done_on, hours=hours, content=content.strip())


def _refuse_longer_day(volunteer: Volunteer, day: date, hours: Decimal) -> None:
    """What was done for others on a day is no more than a day has: certificates add it up (X17)."""
    done = volunteer.steps.filter(step=Step.USE, done_on=day, withdrawn_at=None)
    left = DAY_HOURS - (done.aggregate(hours=models.Sum("hours"))["hours"] or 0)
    if hours > left:
        refuse("hours", _("A day has up to 24 hours."), str(hours), f"<= {max(left, 0)}")


def _index_new(id_number: str, station_id: int, own: int | None = None) -> str:
    """The blind index; Conflict when another volunteer of the station has this ID number."""
    index = index_id_number(id_number)
    known = Volunteer.objects.filter(
        station_id=station_id, id_number_index=index, withdrawn_at=None
    )
    if own is not None:
        known = known.exclude(pk=own)
    if index and known.exists():
        raise Conflict(
            _("A volunteer with this ID number is already registered here."), code="known_person"
        )
    return index


def _step(
    actor: Actor, volunteer: Volunteer, step: str, done_on: date, **more: Any
) -> VolunteerStep:
    entry = VolunteerStep(volunteer=volunteer, step=step, done_on=done_on, **more)
    return enter(entry, actor=actor, action="volunteer.step")
