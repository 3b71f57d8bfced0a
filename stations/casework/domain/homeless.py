"""Help to persons without a home, known by name or not, and patrols (G3218)."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.care_enums import HomelessStepKind
from stations.casework.models import HomelessAid, HomelessStep, Patrol
from stations.casework.rules import write_work
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import index_id_number


@transaction.atomic
def open_homeless_aid(
    *,
    actor: Actor,
    station: models.Model,
    met_on: date,
    found_by: str,
    looks: str,
    place: str,
    name: str = "",
) -> HomelessAid:
    """Open a file, also for somebody whose name nobody knows. Raises Forbidden or Invalid."""
    require_place(actor, station, write_work(""))
    refuse_future("met_on", met_on)
    aid = HomelessAid(
        station_id=station.pk,
        met_on=met_on,
        found_by=found_by,
        looks=looks.strip(),
        place=place.strip(),
        name=name.strip(),
    )
    return enter(aid, actor=actor, action="homeless.open")


@transaction.atomic
def add_homeless_step(
    *, actor: Actor, aid: HomelessAid, kind: str, done_on: date, note: str = ""
) -> HomelessStep:
    """Enter what was done for the person. Raises Forbidden, Conflict when ended, or Invalid."""
    held = _lock(actor, aid)
    _check_day(held, "done_on", done_on)
    step = HomelessStep(aid=held, kind=kind, done_on=done_on, note=note.strip())
    return enter(step, actor=actor, action="homeless.step")


@transaction.atomic
def identify_homeless(
    *, actor: Actor, aid: HomelessAid, name: str, on: date, id_number: str = ""
) -> HomelessAid:
    """The person is now known. Raises Forbidden, Conflict when ended, or Invalid."""
    held = _lock(actor, aid)
    _check_day(held, "on", on)
    if not name.strip():
        refuse("name", _("Give the name that was found out."))
    index_id_number(id_number)
    step = HomelessStep(aid=held, kind=HomelessStepKind.IDENTITY, done_on=on)
    enter(step, actor=actor, action="homeless.step")
    values = {"name": name.strip(), "id_number": "".join(id_number.split()).upper()}
    return change(held, actor=actor, action="homeless.identify", **values)


@transaction.atomic
def end_homeless_aid(*, actor: Actor, aid: HomelessAid, outcome: str, on: date) -> HomelessAid:
    """The help has ended. Raises Forbidden, Conflict when ended before, or Invalid."""
    held = _lock(actor, aid)
    _check_day(held, "on", on)
    if not outcome:
        refuse("outcome", _("Say how the help ended."))
    return change(
        held,
        actor=actor,
        action="homeless.end",
        outcome=outcome,
        ended_on=on,
        ended_received_at=clock.now(),
    )


@transaction.atomic
def record_patrol(
    *,
    actor: Actor,
    station: models.Model,
    patrolled_on: date,
    route: str,
    patrollers: int,
    met: int,
    helped: int,
    note: str = "",
) -> Patrol:
    """Enter a round through the streets. Raises Forbidden or Invalid."""
    require_place(actor, station, write_work(""))
    refuse_future("patrolled_on", patrolled_on)
    if patrollers < 1:
        refuse("patrollers", _("Somebody goes on a patrol."), patrollers, ">= 1")
    if helped > met:
        refuse("helped", _("More were helped than were met."), helped, f"<= {met}")
    patrol = Patrol(
        station_id=station.pk,
        patrolled_on=patrolled_on,
        route=route.strip(),
        patrollers=patrollers,
        met=met,
        helped=helped,
        note=note.strip(),
    )
    return enter(patrol, actor=actor, action="patrol.record")


def _lock(actor: Actor, aid: HomelessAid) -> HomelessAid:
    require_row(actor, aid, "edit")
    held = HomelessAid.objects.select_for_update(of=("self",)).get(pk=aid.pk)
    refuse_withdrawn(held)
    if held.ended_on is not None:
        raise Conflict(_("The help ended on %(day)s.") % {"day": held.ended_on}, code="ended")
    return held


def _check_day(aid: HomelessAid, field: str, day: date) -> None:
    if day < aid.met_on:
        refuse(field, _("The person was met later."), day, f">= {aid.met_on}")
    refuse_future(field, day)
