"""Help to persons without a home, known by name or not, and patrols (G3218)."""

from datetime import date

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.care_enums import HomelessStepKind
from stations.casework.domain.household import file_in_household, refuse_household
from stations.casework.models import (
    Beneficiary,
    HomelessAid,
    HomelessMislink,
    HomelessStep,
    Household,
    Patrol,
)
from stations.casework.rules import write_work
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_erased,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.identity import index_id_number, plain_id_number


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
    values = {"name": name.strip(), "id_number": plain_id_number(id_number)}
    return change(held, actor=actor, action="homeless.identify", **values)


@transaction.atomic
def file_homeless(
    *,
    actor: Actor,
    aid: HomelessAid,
    on: date,
    beneficiary: Beneficiary | None = None,
    household: Household | None = None,
    division_code: str = "",
    name: str = "",
    id_number: str = "",
) -> HomelessAid:
    """The person has a file (``beneficiary``) or gets one, in a household or one of their own;
    also after the help has ended. A name that nobody knew is known with it.

    Raises Forbidden, Conflict when it is linked or withdrawn or the ID number has a file, Invalid.
    """
    held = _hold(actor, aid, "file")
    if held.beneficiary_id is not None:
        raise Conflict(_("This person has a file."), code="known_person")
    _check_day(held, "on", on)
    if beneficiary is not None:
        refuse_household(household)
        require_row(actor, beneficiary, "edit")
        refuse_withdrawn(beneficiary)
        refuse_erased(beneficiary)
    else:
        beneficiary = file_in_household(
            actor=actor,
            station=held.station,
            household=household,
            filed_on=on,
            division_code=division_code or refuse("division_code", _("Choose the village.")),
            name=name.strip() or held.name or refuse("name", _("Say who the person is.")),
            id_number=plain_id_number(id_number) or held.id_number,
        )
    values = {} if held.name else {"name": beneficiary.name}
    return change(held, actor=actor, action="homeless.file", beneficiary=beneficiary, **values)


@transaction.atomic
def relink_homeless(
    *, actor: Actor, aid: HomelessAid, reason: str, beneficiary: Beneficiary | None = None
) -> HomelessAid:
    """The file linked is somebody else's: the link is taken back with a reason, and the right
    file (``beneficiary``) linked, if it is known; also after the help has ended. The wrong one
    stays readable beside it. A name that the wrong file gave goes with it.

    Raises Forbidden for the aid or the right file, Conflict ``not_linked`` where no file is
    linked or when a record is withdrawn, Invalid without a reason or for the file that is linked.
    """
    held = _hold(actor, aid, "file")
    wrong = held.beneficiary
    if wrong is None:
        raise Conflict(_("No file is linked."), code="not_linked")
    if not reason.strip():
        refuse("reason", _("Say why this is done."), reason)
    if beneficiary is not None:
        if beneficiary.pk == wrong.pk:
            refuse("beneficiary", _("This file is linked already."), str(wrong.uuid))
        require_row(actor, beneficiary, "edit")
        refuse_withdrawn(beneficiary)
        refuse_erased(beneficiary)
    mislink = HomelessMislink(
        aid=held,
        beneficiary=wrong,
        reason=reason.strip(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    enter(mislink, actor=actor, action="homeless.mislink")
    values = {"name": beneficiary.name if beneficiary else ""} if _named_by(held, wrong) else {}
    return change(held, actor=actor, action="homeless.relink", beneficiary=beneficiary, **values)


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


def _hold(actor: Actor, aid: HomelessAid, action: str) -> HomelessAid:
    require_row(actor, aid, action)
    held = HomelessAid.objects.select_for_update(of=("self",)).get(pk=aid.pk)
    refuse_withdrawn(held)
    return held


def _lock(actor: Actor, aid: HomelessAid) -> HomelessAid:
    held = _hold(actor, aid, "edit")
    if held.ended_on is not None:
        raise Conflict(
            _("The help ended on %(day)s.") % {"day": date_format(held.ended_on)}, code="ended"
        )
    return held


def _named_by(aid: HomelessAid, person: Beneficiary) -> bool:
    """Whether the aid's name is the file's, and nobody found it out otherwise."""
    known = aid.steps.filter(kind=HomelessStepKind.IDENTITY, withdrawn_at=None)
    return aid.name == person.name and not known.exists()


def _check_day(aid: HomelessAid, field: str, day: date) -> None:
    if day < aid.met_on:
        refuse(field, _("The person was met later."), day, f">= {aid.met_on}")
    refuse_future(field, day)
