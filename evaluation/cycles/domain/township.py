"""The township's check: the facts are right, or the sheet goes back once (rubric.md 7, step 4)."""

from django.db import transaction

from evaluation.cycles.domain.step import begin, move, need_reason
from evaluation.cycles.models import Evaluation
from evaluation.cycles.states import Act, State
from kernel.access.actor import Actor
from kernel.workdays.clock import now


@transaction.atomic
def confirm_sheet(*, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """The township confirms the facts of a submitted sheet; it gives no points."""
    evaluation = begin(Act.CONFIRM, actor=actor, evaluation=evaluation, seen=seen)
    return move(evaluation, actor=actor, act=Act.CONFIRM, state=State.TOWNSHIP_CHECKED)


@transaction.atomic
def return_sheet(
    *, actor: Actor, evaluation: Evaluation, reason: str, seen: int | None = None
) -> Evaluation:
    """Send a submitted sheet back, once, with a reason that stays visible.

    Refused: a second time (Conflict, code returned_before), no reason (Invalid).
    """
    evaluation = begin(Act.RETURN, actor=actor, evaluation=evaluation, seen=seen)
    evaluation.returned_reason = need_reason(reason)
    evaluation.returned_at = now()
    return move(
        evaluation,
        actor=actor,
        act=Act.RETURN,
        state=State.RETURNED,
        reason=evaluation.returned_reason,
    )
