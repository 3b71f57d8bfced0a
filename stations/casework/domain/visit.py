"""Visits: planned, or entered when done."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.enums import Place
from stations.casework.models import Beneficiary, Visit
from stations.casework.models.visit import FORM
from stations.casework.sections import pack
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_withdrawn,
    require_row,
)


def plan_visit(
    *, actor: Actor, beneficiary: Beneficiary, planned_on: date, place: str = Place.HOME
) -> Visit:
    """Plan a visit. Raises Forbidden, Conflict for a withdrawn or closed file, or Invalid."""
    require_row(actor, beneficiary, "serve")
    refuse_withdrawn(beneficiary)
    if beneficiary.closed_on is not None:
        raise Conflict(_("The person's file is closed."))
    visit = Visit(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        planned_on=planned_on,
        place=place,
    )
    return enter(visit, actor=actor, action="visit.plan")


def record_visit(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    held_at: datetime,
    result: str,
    place: str = Place.HOME,
    staff: models.Model | None = None,
    joint_work: bool = False,
    note: str = "",
    sections: Mapping[str, Any] | None = None,
) -> Visit:
    """Enter a visit that took place, a refused one too; ``sections`` are the note's (Z12).

    Raises Forbidden, Conflict or Invalid.
    """
    require_row(actor, beneficiary, "serve")
    visit = make_visit(
        beneficiary=beneficiary,
        held_at=held_at,
        result=result,
        place=place,
        staff_id=staff.pk if staff else None,
        joint_work=joint_work,
        note=note,
        sections=pack(FORM, sections or {}),
    )
    return enter(visit, actor=actor, action="visit.record")


def make_visit(
    *, beneficiary: Beneficiary, held_at: datetime, result: str, note: str, **values: Any
) -> Visit:
    """A visit that took place, checked and not yet entered. Raises Conflict or Invalid."""
    refuse_withdrawn(beneficiary)
    _check(beneficiary, held_at, result)
    return Visit(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        household_id=beneficiary.household_on(_day_of(held_at)),
        held_at=held_at,
        result=result,
        note=note.strip(),
        **values,
    )


def complete_visit(
    *, actor: Actor, visit: Visit, held_at: datetime, result: str, note: str = ""
) -> Visit:
    """A planned visit has taken place; it counts as received now.

    Raises Forbidden, Conflict when done or withdrawn, or Invalid.
    """
    require_row(actor, visit, "edit")
    if visit.held_at is not None:
        raise Conflict(_("This visit has been entered as done."))
    _check(visit.beneficiary, held_at, result)
    return change(
        visit,
        actor=actor,
        action="visit.complete",
        held_at=held_at,
        result=result,
        note=note.strip(),
        household_id=visit.beneficiary.household_on(_day_of(held_at)),
        received_at=clock.now(),
    )


def was_closed(person: Beneficiary, held_at: datetime) -> bool:
    """Whether the file had ended before the day of the visit."""
    return person.closed_on is not None and _day_of(held_at) > person.closed_on


def _check(person: Beneficiary, held_at: datetime, result: str) -> None:
    limits = read_data("visits")
    # Kept as it was said: sent again it is the same, whatever the clock shows by then.
    latest = clock.now() + timedelta(minutes=limits["ahead_minutes"])
    if held_at > latest:
        refuse("held_at", _("The time lies in the future."), held_at, f"<= {latest}")
    earliest = limits["earliest"]
    if held_at < datetime.combine(earliest, time(), clock.ZONE):
        refuse("held_at", _("The time lies too far back."), held_at, f">= {earliest}")
    if not result:
        refuse("result", _("Say what came of the visit."), result)
    if was_closed(person, held_at):
        message = _("The person's file was closed on %(day)s.") % {"day": person.closed_on}
        refuse("held_at", message, held_at, f"<= {person.closed_on}")


def _day_of(held_at: datetime) -> date:
    return held_at.astimezone(clock.ZONE).date()
