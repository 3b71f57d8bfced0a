"""Applying for the service, being accepted, pausing and leaving it (N10)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.workdays import clock
from stations.casework.domain.basis import hold_served, refuse_stopped
from stations.casework.enums import EnrolmentAct, EnrolmentExit, EnrolmentState
from stations.casework.models import Beneficiary, Enrolment, EnrolmentStep
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import refuse_unborn


@dataclass(frozen=True)
class Move:
    """From which states an act leads, and where to."""

    before: tuple[EnrolmentState, ...]
    after: EnrolmentState
    needs_reason: bool = False


S = EnrolmentState
MOVES = {
    EnrolmentAct.ACCEPT: Move((S.APPLIED,), S.ACCEPTED),
    EnrolmentAct.BEGIN: Move((S.ACCEPTED,), S.ACTIVE),
    EnrolmentAct.PAUSE: Move((S.ACTIVE,), S.PAUSED, needs_reason=True),
    EnrolmentAct.RESUME: Move((S.PAUSED,), S.ACTIVE),
    EnrolmentAct.EXIT: Move((S.APPLIED, S.ACCEPTED, S.ACTIVE, S.PAUSED), S.EXITED),
}


@transaction.atomic
def apply_for_service(
    *, actor: Actor, beneficiary: Beneficiary, applied_on: date, wish: str
) -> Enrolment:
    """The person applies. After a consent was withdrawn the way back is a new one
    (``give_consent``), not an application: it would lead into a service without a basis.

    Raises Forbidden; Conflict for a withdrawn or closed file, ``service_stopped`` without a basis,
    or an enrolment that runs; Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("applied_on", applied_on)
    refuse_unborn(beneficiary.born_on, "applied_on", applied_on)
    if running_enrolment(beneficiary) is not None:
        raise Conflict(_("The person's service has not ended yet."), code="running")
    enrolment = Enrolment(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        applied_on=applied_on,
        wish=wish.strip(),
    )
    enter(enrolment, actor=actor, action="enrolment.apply")
    _note(actor, enrolment, EnrolmentAct.APPLY, applied_on, "")
    return enrolment


@transaction.atomic
def move_enrolment(
    *, actor: Actor, enrolment: Enrolment, act: str, on: date, reason: str = ""
) -> Enrolment:
    """Accept, begin, pause or resume. Raises Forbidden, Conflict ``wrong_state`` for a move that
    the state forbids or ``service_stopped`` for one into a service without a basis, Invalid for a
    wrong day or a pause without reason."""
    held = _ready(actor, enrolment, EnrolmentAct(act), on)
    move = MOVES[EnrolmentAct(act)]
    if move.after != EnrolmentState.PAUSED:
        refuse_stopped(held.beneficiary, on)
    if move.needs_reason and not reason.strip():
        refuse("reason", _("Say why the service pauses."), reason)
    change(held, actor=actor, action=f"enrolment.{act.lower()}", state=move.after)
    _note(actor, held, EnrolmentAct(act), on, reason)
    return held


@transaction.atomic
def exit_service(
    *, actor: Actor, enrolment: Enrolment, on: date, why: str, reason: str = ""
) -> Enrolment:
    """The person leaves, or is not accepted. Raises Forbidden, Conflict when left, or Invalid."""
    held = _ready(actor, enrolment, EnrolmentAct.EXIT, on)
    if why not in EnrolmentExit.values:
        refuse("why", _("Not one of the choices."), why, EnrolmentExit.values)
    change(
        held,
        actor=actor,
        action="enrolment.exit",
        state=EnrolmentState.EXITED,
        exited_on=on,
        exited_received_at=clock.now(),
        exit_reason=why,
    )
    _note(actor, held, EnrolmentAct.EXIT, on, reason)
    return held


def running_enrolment(beneficiary: Beneficiary) -> Enrolment | None:
    """The person's enrolment that has not ended."""
    rows = Enrolment.objects.filter(beneficiary=beneficiary, withdrawn_at=None)
    return rows.exclude(state=EnrolmentState.EXITED).first()


def _ready(actor: Actor, enrolment: Enrolment, act: EnrolmentAct, on: date) -> Enrolment:
    require_row(actor, enrolment, "edit")
    held = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    refuse_withdrawn(held)
    if held.state not in MOVES[act].before:
        message = _("The service stands at “%(state)s”: this cannot follow.") % {
            "state": held.get_state_display()
        }
        allowed = [each.value for each, move in MOVES.items() if held.state in move.before]
        errors = [FieldError("act", "wrong_state", message, act.value, allowed)]
        raise Conflict(message, code="wrong_state", errors=errors)
    last = held.steps.filter(withdrawn_at=None).order_by("-done_on").first()
    earliest = held.applied_on if last is None else max(held.applied_on, last.done_on)
    if on < earliest:
        message = _("The day lies before the step before it.")
        refuse("on", message, on, f">= {earliest}")
    refuse_future("on", on)
    return held


def _note(actor: Actor, enrolment: Enrolment, act: EnrolmentAct, on: date, reason: str) -> None:
    step = EnrolmentStep(
        enrolment=enrolment,
        act=act,
        done_on=on,
        reason=reason.strip(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    enter(step, actor=actor, action="enrolment.step")
