"""Visits: planned, entered when done, corrected."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, Stale
from kernel.workdays import clock
from stations.casework.companions import VOLUNTEER, read_companions
from stations.casework.data_file import read_data
from stations.casework.enums import Place
from stations.casework.models import Beneficiary, Visit, VisitCorrection
from stations.casework.models.visit import FORM, VisitContent
from stations.casework.sections import pack
from stations.people.models import Staff
from stations.people.queries import own_staff, worker_on
from stations.records.domain import (
    change,
    check_fields,
    enter,
    refuse,
    refuse_withdrawn,
    require_row,
)
from stations.records.models import Record

# What a figure or a fact of a visit hangs on, beside its day.
COUNTED = frozenset({"place", "result", "joint_with"})


class Own(Enum):
    """Stands for the worker that the acting user is (``Staff.user_uuid``)."""

    OWN = "own"


OWN = Own.OWN


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
    staff: models.Model | Own | None = OWN,
    joint_with: Collection[str] = (),
    note: str = "",
    sections: Mapping[str, Any] | None = None,
) -> Visit:
    """Enter a visit that took place, a refused one too; ``sections`` are the note's (Z12),
    ``joint_with`` says who came along (Z11).

    ``staff`` is who went; with OWN the worker that the actor is, if any.
    Raises Forbidden, Conflict or Invalid.
    """
    require_row(actor, beneficiary, "serve")
    if isinstance(staff, Own):
        went: dict[str, Any] = {"own": own_staff(actor)}
    else:
        went = {"staff_id": staff.pk if staff else None}
    visit = make_visit(
        beneficiary=beneficiary,
        held_at=held_at,
        result=result,
        place=place,
        joint_with=read_companions(joint_with),
        note=note,
        sections=pack(FORM, sections or {}),
        **went,
    )
    return enter(visit, actor=actor, action="visit.record")


def make_visit(
    *,
    beneficiary: Beneficiary,
    held_at: datetime,
    result: str,
    joint_with: Collection[str],
    note: str,
    own: Sequence[Staff] = (),
    **values: Any,
) -> Visit:
    """A visit that took place, checked and not yet entered; by the worker of the day among
    ``own``, unless ``staff_id`` is given. Raises Conflict or Invalid."""
    refuse_withdrawn(beneficiary)
    _check(beneficiary, held_at, result)
    went = worker_on(own, day_of(held_at))
    return Visit(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        household_id=beneficiary.household_on(day_of(held_at)),
        held_at=held_at,
        result=result,
        note=note.strip(),
        **_company(joint_with),
        **{"staff": went, **values},
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
        household_id=visit.beneficiary.household_on(day_of(held_at)),
        received_at=clock.now(),
    )


@transaction.atomic
def correct_visit(
    *, actor: Actor, visit: Visit, reason: str, version: int | None = None, **values: Any
) -> Visit:
    """Put right what a visit says; what it said before is kept with who, when and why.

    ``values`` are fields of VisitContent, the sections as sections.pack keeps them; ``version`` is
    how many corrections the writer has seen. What is counted counts as received now (C912b), the
    household as of the day now named (N04). Raises Forbidden, Stale for another version, Conflict
    when withdrawn, not held yet, emptied, or when nothing changes, or Invalid.
    """
    require_row(actor, visit, "edit")
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    _refuse_incorrigible(held)
    if version is not None and version != held.corrections.count():
        raise Stale(_("Somebody has changed this in the meantime; read it again."))
    if not reason.strip():
        refuse("reason", _("Say why this is done."), reason)
    new = {name: value for name, value in _clean(values).items() if getattr(held, name) != value}
    if not new:
        raise Conflict(_("The visit says this already."), code="nothing_changed")
    if "held_at" in new or "result" in new:
        _check(held.beneficiary, new.get("held_at", held.held_at), new.get("result", held.result))
    _keep_reading(actor, held, reason.strip())
    return change(held, actor=actor, action="visit.correct", **new, **_following(held, new))


def was_closed(person: Beneficiary, held_at: datetime) -> bool:
    """Whether the file had ended before the day of the visit."""
    return person.closed_on is not None and day_of(held_at) > person.closed_on


def _refuse_incorrigible(visit: Visit) -> None:
    refuse_withdrawn(visit)
    if visit.held_at is None:
        raise Conflict(_("This visit has not been entered as done."))
    if visit.beneficiary.erased_at is not None:
        raise Conflict(_("This person has been erased."), code="erased")


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """As they are kept."""
    found = dict(values)
    if "note" in found:
        found["note"] = found["note"].strip()
    if "joint_with" in found:
        found |= _company(read_companions(found["joint_with"]))
    return found


def _keep_reading(actor: Actor, visit: Visit, reason: str) -> None:
    """What the visit says now, and why no longer."""
    said = {field.name: getattr(visit, field.name) for field in _content_fields()}
    reading = VisitCorrection(
        visit=visit,
        was_received_at=visit.received_at,
        reason=reason,
        by_uuid=actor.user_uuid,
        by_name=actor.name,
        **said,
    )
    check_fields(reading)
    reading.save()


def _content_fields() -> list[models.Field]:
    """The fields that a visit and its earlier readings share."""
    shared = {field.name for field in Record._meta.get_fields()}
    return [field for field in VisitContent._meta.get_fields() if field.name not in shared]


def _following(visit: Visit, new: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction brings with it."""
    assert visit.held_at is not None  # _refuse_incorrigible
    held_at = new.get("held_at", visit.held_at)
    moved = day_of(held_at) != day_of(visit.held_at)
    found: dict[str, Any] = {}
    if moved:
        found["household_id"] = visit.beneficiary.household_on(day_of(held_at))
    if moved or not COUNTED.isdisjoint(new):
        found["received_at"] = clock.now()
    return found


def _company(codes: Collection[str]) -> dict[str, Any]:
    return {"joint_with": list(codes), "joint_work": VOLUNTEER in codes}


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


def day_of(held_at: datetime) -> date:
    """The county's day of a moment."""
    return held_at.astimezone(clock.ZONE).date()
