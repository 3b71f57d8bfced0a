"""How a case ends, what follows, and how it begins anew (C81c, C86a, C86b, N10)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, Forbidden
from kernel.workdays import clock
from stations.casework.domain.archive import file_volume
from stations.casework.domain.basis import hold_served
from stations.casework.domain.case import (
    lock_case,
    note_step,
    refuse_closed,
    refuse_missing,
)
from stations.casework.enums import CaseAct, ClosureReason, Stage
from stations.casework.gates import CLOSED
from stations.casework.models import Case, CaseFollowUp
from stations.records.domain import change, enter, refuse, refuse_far, refuse_future, require_row

# These three ends have a verb of their own.
ASKED_FOR = [
    reason
    for reason in ClosureReason
    if reason not in (ClosureReason.REFERRED, ClosureReason.WITHDRAWN, ClosureReason.DECLINED)
]

NOT_ASKED: dict[str, Any] = {"closure_requested_by_uuid": None, "closure_requested_by_name": ""}


@transaction.atomic
def refer_case(*, actor: Actor, case: Case, receiver: str, reason: str, on: date) -> Case:
    """Hand the case to somebody who can do what the station cannot (C81c); it is then closed.

    Raises Forbidden, Conflict when closed, Invalid without receiver or reason or for a wrong day.
    """
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    if not receiver.strip():
        refuse("receiver", _("Say who takes the case."), receiver)
    _need_reason(reason)
    change(case, actor=actor, action="case.receiver", receiver=receiver.strip())
    return _close(actor, case, CaseAct.REFER, ClosureReason.REFERRED, on, reason)


@transaction.atomic
def withdraw_case(*, actor: Actor, case: Case, reason: str, on: date) -> Case:
    """The person leaves the service (N10). Raises Forbidden, Conflict when closed, or Invalid."""
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    _need_reason(reason)
    return _close(actor, case, CaseAct.WITHDRAW, ClosureReason.WITHDRAWN, on, reason)


@transaction.atomic
def decline_case(*, actor: Actor, case: Case, reason: str, on: date) -> Case:
    """The station cannot help and knows nobody who can (C81c).

    Raises Forbidden, Conflict when closed, or Invalid.
    """
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    _need_reason(reason)
    return _close(actor, case, CaseAct.DECLINE, ClosureReason.DECLINED, on, reason)


@transaction.atomic
def request_closure(*, actor: Actor, case: Case, closure_reason: str) -> Case:
    """Ask for the closure to be signed (C86a).

    Raises Forbidden, Invalid for another reason, Conflict before the last stage, without the
    closure form (``documents_missing``), when closed or asked for already.
    """
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    if closure_reason not in ASKED_FOR:
        message = _("This is no reason to close a case.")
        refuse("closure_reason", message, closure_reason, [str(each) for each in ASKED_FOR])
    if case.stage != Stage.CLOSURE:
        raise Conflict(_("Only a case in the stage “Closure” is closed."), code="wrong_stage")
    if case.closure_requested_by_uuid is not None:
        raise Conflict(_("The closure has been asked for."), code="closure_requested")
    refuse_missing(case, CLOSED)
    change(
        case,
        actor=actor,
        action="case.request_closure",
        closure_reason=closure_reason,
        closure_requested_by_uuid=actor.user_uuid,
        closure_requested_by_name=actor.name,
    )
    note_step(actor, case, CaseAct.REQUEST, case.stage)
    return case


@transaction.atomic
def sign_closure(*, actor: Actor, case: Case, on: date) -> Case:
    """Sign the closure that another person asked for; the case is then closed.

    Raises Forbidden (``same_person`` for who asked), Conflict when closed or not asked for,
    Invalid for a wrong day.
    """
    case = _lock_asked(actor, case, "sign")
    if case.closure_requested_by_uuid == actor.user_uuid:
        detail = _("Who asked for the closure may not sign it; another person must.")
        raise Forbidden(detail, code="same_person")
    refuse_missing(case, CLOSED)
    return _close(actor, case, CaseAct.SIGN, case.closure_reason, on, "")


@transaction.atomic
def take_back_closure(*, actor: Actor, case: Case, reason: str) -> Case:
    """Who asked for the closure no longer does; the case stays in its last stage.

    Raises Forbidden (``other_person`` for all but who asked), Conflict when closed or not asked
    for, Invalid without a reason.
    """
    case = _lock_asked(actor, case, "edit")
    if case.closure_requested_by_uuid != actor.user_uuid:
        detail = _("Only who asked for the closure takes it back; who signs sends it back.")
        raise Forbidden(detail, code="other_person")
    return _drop_request(actor, case, CaseAct.TAKE_BACK, reason)


@transaction.atomic
def send_back_closure(*, actor: Actor, case: Case, reason: str) -> Case:
    """Not sign the closure: the case stays in its last stage, and the reason says what is wanted.

    Raises Forbidden (``same_person`` for who asked), Conflict when closed or not asked for,
    Invalid without a reason.
    """
    case = _lock_asked(actor, case, "sign")
    if case.closure_requested_by_uuid == actor.user_uuid:
        detail = _("Who asked for the closure takes it back; another person sends it back.")
        raise Forbidden(detail, code="same_person")
    return _drop_request(actor, case, CaseAct.SEND_BACK, reason)


@transaction.atomic
def reopen_case(*, actor: Actor, case: Case, reason: str) -> Case:
    """Begin a closed case anew, at intake: what the gates ask for is written once more (C86b).

    Raises Forbidden; Conflict for a case that is not closed or whose papers are destroyed, as for
    a new one of a person who is not served; Invalid without a reason.
    """
    require_row(actor, case, "edit")
    hold_served(case.beneficiary)
    case = lock_case(actor, case, "edit")
    if case.closed_on is None:
        raise Conflict(_("The case is not closed."), code="case_open")
    if case.volumes.filter(destroyed_on__isnull=False, withdrawn_at=None).exists():
        detail = _("The papers of this case are destroyed: open a new case.")
        raise Conflict(detail, code="volume_destroyed")
    _need_reason(reason)
    before = case.stage
    change(
        case,
        actor=actor,
        action="case.reopen",
        stage=Stage.INTAKE,
        round=case.round + 1,
        closed_on=None,
        closed_received_at=None,
        closure_reason="",
        receiver="",
        **NOT_ASKED,
    )
    note_step(actor, case, CaseAct.REOPEN, before, reason.strip())
    return case


@transaction.atomic
def plan_follow_up(*, actor: Actor, case: Case, due_on: date) -> CaseFollowUp:
    """Set a day to see how it goes after the closure (C86b).

    Raises Forbidden, Conflict for a case that is not closed, Invalid for a day before it was.
    """
    case = lock_case(actor, case, "edit")
    if case.closed_on is None:
        raise Conflict(_("The case is not closed."), code="case_open")
    if due_on < case.closed_on:
        message = _("The case was closed later.")
        refuse("due_on", message, due_on, f">= {case.closed_on}")
    refuse_far("due_on", due_on, "plans")
    follow_up = CaseFollowUp(case=case, due_on=due_on)
    return enter(follow_up, actor=actor, action="case.plan_follow_up")


@transaction.atomic
def record_follow_up(
    *, actor: Actor, follow_up: CaseFollowUp, done_on: date, note: str
) -> CaseFollowUp:
    """Enter what was found. Raises Forbidden, Conflict when done before, or Invalid, also for a
    day before the closure that the follow-up belongs to (C86b)."""
    require_row(actor, follow_up, "edit")
    held = CaseFollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if held.done_on is not None:
        raise Conflict(_("This follow-up has been done."), code="follow_up_done")
    refuse_future("done_on", done_on)
    if done_on < (closed := _closed_before(held)):
        refuse("done_on", _("The case was closed later."), done_on, f">= {closed}")
    if not note.strip():
        refuse("note", _("Say what was found."), note)
    return change(
        held,
        actor=actor,
        action="case.record_follow_up",
        done_on=done_on,
        done_received_at=clock.now(),
        note=note.strip(),
    )


def _closed_before(follow_up: CaseFollowUp) -> date:
    """The day of the closure after which the follow-up was planned: a case that was opened again
    has several. One brought in without its steps has the day on the case, or that it was opened."""
    case = follow_up.case
    closures = case.steps.filter(closed_on__isnull=False, withdrawn_at=None)
    planned = closures.filter(received_at__lte=follow_up.received_at)
    last = planned.order_by("-received_at", "-id").values_list("closed_on", flat=True).first()
    return last or (case.closed_on if case.round == 1 else None) or case.opened_on


def _lock_asked(actor: Actor, case: Case, right: str) -> Case:
    """An open case whose closure was asked for."""
    held = lock_case(actor, case, right)
    refuse_closed(held)
    if held.closure_requested_by_uuid is None:
        raise Conflict(_("Nobody has asked for the closure."), code="closure_not_requested")
    return held


def _drop_request(actor: Actor, case: Case, act: CaseAct, reason: str) -> Case:
    _need_reason(reason)
    change(case, actor=actor, action=f"case.{act.lower()}", closure_reason="", **NOT_ASKED)
    note_step(actor, case, act, case.stage, reason.strip())
    return case


def _close(
    actor: Actor, case: Case, act: CaseAct, closure_reason: str, on: date, reason: str
) -> Case:
    if on < case.opened_on:
        refuse("on", _("The case was opened later."), on, f">= {case.opened_on}")
    _refuse_before_papers(case, on)
    refuse_future("on", on)
    change(
        case,
        actor=actor,
        action=f"case.{act.lower()}",
        closure_reason=closure_reason,
        closed_on=on,
        closed_received_at=clock.now(),
    )
    note_step(actor, case, act, case.stage, reason.strip())
    file_volume(actor=actor, case=case)
    return case


def _refuse_before_papers(case: Case, on: date) -> None:
    """A case does not end before it was closed the time before, nor before what was written about
    it since then."""
    before = case.steps.filter(closed_on__isnull=False, withdrawn_at=None)
    last = before.aggregate(day=Max("closed_on"))["day"]
    if last is not None and on < last:
        refuse("on", _("The case was closed before on a later day."), on, f">= {last}")
    papers = case.documents.filter(round=case.round, withdrawn_at=None)
    written = papers.aggregate(day=Max("written_on"))["day"]
    if written is not None and on < written:
        refuse("on", _("Something was written about the case later."), on, f">= {written}")


def _need_reason(reason: str) -> None:
    if not reason.strip():
        refuse("reason", _("Say why this is done."), reason)
