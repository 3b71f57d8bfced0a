"""Visits, entered when done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.workdays import clock
from stations.casework.companions import VOLUNTEER, read_companions
from stations.casework.data_file import read_data
from stations.casework.domain.basis import refuse_ended, refuse_stopped
from stations.casework.enums import Place
from stations.casework.models import Beneficiary, Visit
from stations.casework.models.visit import FORM
from stations.casework.sections import pack
from stations.people.models import Staff
from stations.people.queries import own_staff, worker_on, works_at
from stations.records.domain import enter, refuse, refuse_erased, refuse_withdrawn, require_row


class Own(Enum):
    """Stands for the worker that the acting user is (``Staff.user_uuid``)."""

    OWN = "own"


OWN = Own.OWN


def made_by(actor: Actor, staff: Staff | Own | None) -> dict[str, Any]:
    """Who went, as ``make_visit`` takes it."""
    if isinstance(staff, Own):
        return {"own": own_staff(actor)}
    return {"staff": staff}


def record_visit(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    held_at: datetime,
    result: str,
    place: str = Place.HOME,
    staff: Staff | Own | None = OWN,
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
    visit = make_visit(
        beneficiary=beneficiary,
        held_at=held_at,
        result=result,
        place=place,
        joint_with=read_companions(joint_with),
        note=note,
        sections=pack(FORM, sections or {}),
        **made_by(actor, staff),
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
    ``own``, unless ``staff`` is given. Raises Conflict or Invalid."""
    refuse_withdrawn(beneficiary)
    check_visit(beneficiary, held_at, result)
    went = worker_on(own, day_of(held_at))
    return Visit(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        household_id=beneficiary.household_on(day_of(held_at)),
        held_at=held_at,
        result=result,
        note=note.strip(),
        **company_of(joint_with),
        **{"staff": went, **values},
    )


def visitor_of(workers: Mapping[UUID, Any], uuid: UUID, station: Any, on: date) -> Staff:
    """Of ``find_workers`` who went: a worker of the place, on the day of the visit or today.

    Raises Invalid for anybody else.
    """
    staff: Staff | None = workers.get(uuid)
    if staff is None:
        refuse("staff", _("No such worker."), str(uuid))
    if not works_at(staff, station, {on, clock.today()}):
        refuse("staff", _("This worker does not work at the place of the visit."), str(uuid))
    return staff


def was_closed(person: Beneficiary, held_at: datetime) -> bool:
    """Whether the file had ended before the day of the visit."""
    return person.closed_on is not None and day_of(held_at) > person.closed_on


def company_of(codes: Collection[str]) -> dict[str, Any]:
    """Who came along, as the table keeps it."""
    return {"joint_with": list(codes), "joint_work": VOLUNTEER in codes}


def check_visit(person: Beneficiary, held_at: datetime, result: str) -> None:
    """Raises Invalid naming what cannot be of a visit that took place, Conflict for who was
    erased or whose service had stopped."""
    refuse_erased(person)
    limits = read_data("visits")
    # Kept as it was said: sent again it is the same, whatever the clock shows by then.
    latest = clock.now() + timedelta(minutes=limits["ahead_minutes"])
    if held_at > latest:
        refuse("held_at", _("The time lies in the future."), held_at, f"<= {latest}")
    earliest = limits["earliest"]
    if held_at < datetime.combine(earliest, time(), clock.ZONE):
        message = _("The day lies before %(earliest)s: check the year.")
        refuse("held_at", message % {"earliest": date_format(earliest)}, held_at, f">= {earliest}")
    if not result:
        refuse("result", _("Say what came of the visit."), result)
    refuse_ended(person, "held_at", day_of(held_at))
    refuse_stopped(person, day_of(held_at))


def day_of(held_at: datetime) -> date:
    """The county's day of a moment."""
    return held_at.astimezone(clock.ZONE).date()
