"""Visits planned for a day: made under the same uuid, or dropped for a reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record_each as write_audits
from kernel.errors import Conflict
from kernel.hooks import records_changed
from kernel.insert import mark_saved
from kernel.workdays import clock
from stations.casework.companions import read_companions
from stations.casework.domain.basis import hold_served
from stations.casework.domain.visit import OWN, Own, made_by, make_visit
from stations.casework.enums import Place
from stations.casework.models import Beneficiary, Visit
from stations.casework.models.visit import FORM
from stations.casework.sections import pack
from stations.people.models import Staff
from stations.records.domain import (
    change,
    enter,
    enter_missing,
    hold,
    refuse,
    refuse_far,
    refuse_withdrawn,
    require_row,
    withdraw,
)

COMPLETED = "visit.complete"
# What a visit that took place says, beside whom it was to and where that person belonged.
SAID = (
    *("held_at", "place", "result", "joint_with", "joint_work", "note", "sections"),
    *("staff_id", "station_id", "household_id", "received_at"),
)


@transaction.atomic
def plan_visit(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    planned_on: date,
    place: str = Place.HOME,
    staff: Staff | None = None,
) -> Visit:
    """Plan a visit for today or later; ``staff`` is who is to go, None for whoever can.

    Raises Forbidden, Conflict for a withdrawn or closed file or a day that has a plan, or Invalid.
    """
    require_row(actor, beneficiary, "serve")
    hold_served(beneficiary)
    today = clock.today()
    if planned_on < today:
        refuse("planned_on", _("The day has passed."), planned_on, f">= {today}")
    refuse_far("planned_on", planned_on, "plans")
    open_plans = Visit.objects.filter(held_at=None, withdrawn_at=None, planned_on=planned_on)
    if open_plans.filter(beneficiary=beneficiary).exists():
        raise Conflict(_("A visit to this person is planned for that day."), code="planned")
    visit = Visit(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        planned_on=planned_on,
        place=place,
        staff=staff,
    )
    return enter(visit, actor=actor, action="visit.plan")


@transaction.atomic
def plan_visits(
    *, actor: Actor, days: Iterable[tuple[Beneficiary, date]], rule: str
) -> list[Visit]:
    """Plan a visit at home to each of these persons for a day, today or later, by a purchaser's
    rule (Z06). The files are held; who may not be served any more is left out.

    Set-based: four statements and the trail, however many. The caller has chosen the persons.
    """
    wanted = {person.pk: day for person, day in days}
    served = Beneficiary.objects.restrict(actor, "serve").filter(
        pk__in=wanted, withdrawn_at=None, closed_on=None, service_stopped_on=None
    )
    held = served.order_by("pk").select_for_update(of=("self",))
    plans = [
        Visit(
            uuid=uuid4(),
            beneficiary=person,
            station_id=person.station_id,
            planned_on=wanted[person.pk],
            plan_rule=rule,
        )
        for person in held
    ]
    return enter_missing(plans, actor=actor, action="visit.plan")


@transaction.atomic
def complete_visit(
    *,
    actor: Actor,
    visit: Visit,
    held_at: datetime,
    result: str,
    note: str = "",
    place: str = "",
    joint_with: Collection[str] = (),
    staff: Staff | Own | None = OWN,
    sections: Mapping[str, Any] | None = None,
) -> Visit:
    """A planned visit has taken place, where it was planned unless ``place`` says otherwise; it
    counts as received now. ``staff`` and ``sections`` as of ``record_visit``.

    Raises Forbidden, Conflict when done or withdrawn, or Invalid.
    """
    require_row(actor, visit, "edit")
    hold(visit, "held_at")
    if visit.held_at is not None:
        raise Conflict(_("This visit has been entered as done."))
    refuse_withdrawn(visit)
    made = make_visit(
        beneficiary=visit.beneficiary,
        held_at=held_at,
        result=result,
        note=note,
        place=place or visit.place,
        joint_with=read_companions(joint_with),
        sections=pack(FORM, sections or {}),
        **made_by(actor, staff),
    )
    said = {name: getattr(made, name) for name in SAID}
    return change(visit, actor=actor, action=COMPLETED, **said)


@transaction.atomic
def drop_visit(*, actor: Actor, visit: Visit, reason: str) -> Visit:
    """A planned visit will not be made; it stays readable with who said so, when and why.

    Raises Forbidden, Conflict when done or dropped, Invalid without a reason.
    """
    require_row(actor, visit, "edit")
    hold(visit, "held_at")
    if visit.held_at is not None:
        raise Conflict(_("This visit has been entered as done."))
    return withdraw(actor=actor, entry=visit, reason=reason)


def complete_sent(actor: Actor, sent: Sequence[Visit]) -> None:
    """Of visits under uuids that stand, those that fulfil a plan for their person are that plan,
    made now: they are marked as saved.

    The caller has checked them, and that the actor serves their persons. Two who fulfil one plan
    wait for each other: the second finds it done. Of two with one uuid the first counts.
    """
    made: dict[UUID, Visit] = {}
    for visit in sent:
        made.setdefault(visit.uuid, visit)
    rows = Visit.objects.filter(uuid__in=made, held_at=None, withdrawn_at=None).order_by("uuid")
    plans = [
        plan
        for plan in (rows.select_for_update() if made else ())
        if plan.beneficiary_id == made[plan.uuid].beneficiary_id
    ]
    for plan in plans:
        visit = made[plan.uuid]
        for name in SAID:
            setattr(plan, name, getattr(visit, name))
        plan.changed_at = clock.now()
        mark_saved(visit, plan.pk)
    if plans:
        Visit.objects.bulk_update(plans, [*SAID, "changed_at"])
        write_audits(actor=actor, action=COMPLETED, objects=plans)
        records_changed.call()
