"""The county's part: rule on disputes, reconcile, decide, publicise, finalise."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.cycles.clocks import PUBLICITY, end_of
from evaluation.cycles.domain.decisions import check_complete, check_decisions
from evaluation.cycles.domain.result import make_result
from evaluation.cycles.domain.step import begin, begin_item, move, need_reason, touch
from evaluation.cycles.models import Decision, Evaluation, Item
from evaluation.cycles.queries.sheet import grades_given
from evaluation.cycles.states import Act, State
from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError, Invalid
from kernel.workdays.clock import now, today


@transaction.atomic
def rule_dispute(
    *,
    actor: Actor,
    evaluation: Evaluation,
    indicator: str,
    accept: bool,
    reason: str,
    seen: int | None = None,
) -> Item:
    """Answer a dispute: accepted, the disputed inputs are scored, else the frozen ones.

    The frozen fact itself is never altered. Refused: no dispute, or one answered already
    (Conflict); no reason (Invalid).
    """
    item = begin_item(Act.RULE, actor=actor, evaluation=evaluation, indicator=indicator, seen=seen)
    if not item.is_open_dispute:
        raise Conflict(_("There is no open dispute here."), code="no_dispute")
    if not isinstance(accept, bool):
        message = _("True or false is expected.")
        error = FieldError("ruling.accept", "invalid", message, accept, [True, False])
        raise Invalid(message, errors=[error])
    item.ruling, item.ruling_reason = accept, need_reason(reason, "ruling.reason")
    item.ruled_by, item.ruled_by_name, item.ruled_at = actor.user_uuid, actor.name, now()
    item.save()
    change = {"indicator": indicator, "accepted": accept}
    touch(item.evaluation, actor=actor, act=Act.RULE, change=change)
    return item


@transaction.atomic
def reconcile(
    *,
    actor: Actor,
    evaluation: Evaluation,
    decisions: Sequence[Mapping[str, Any]] = (),
    seen: int | None = None,
) -> Evaluation:
    """Take the reviewers' grades together; where they lie too far apart a decision replaces them.

    ``decisions`` are ``{"indicator", "grade", "reason"}``, exactly one for each indicator
    whose spread is above the rubric's limit. Refused: a review unfinished or a dispute open
    (Conflict); a decision lacking or not due, or an incomplete sheet (Invalid).
    """
    evaluation = begin(Act.RECONCILE, actor=actor, evaluation=evaluation, seen=seen)
    grades = grades_given(evaluation)
    decided = check_decisions(evaluation, grades, decisions)
    check_complete(evaluation, grades)
    at = now()
    for indicator, (grade, reason) in decided.items():
        Decision.objects.create(
            evaluation=evaluation,
            indicator=indicator,
            grade=grade,
            reason=reason,
            by=actor.user_uuid,
            by_name=actor.name,
            at=at,
        )
    evaluation.reconciled_by = actor.user_uuid
    make_result(evaluation, actor=actor)
    change = {"grades": grades, "decisions": {each: grade for each, (grade, _) in decided.items()}}
    return move(evaluation, actor=actor, act=Act.RECONCILE, state=State.RECONCILED, change=change)


@transaction.atomic
def decide(*, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """Another person than the one who reconciled makes the result the county's decision.

    Refused: the same person (Forbidden, code same_person); a veto that waits for its
    second person (Conflict).
    """
    evaluation = begin(Act.DECIDE, actor=actor, evaluation=evaluation, seen=seen)
    evaluation.decided_by, evaluation.decided_at = actor.user_uuid, now()
    return move(evaluation, actor=actor, act=Act.DECIDE, state=State.DECIDED)


@transaction.atomic
def publicise(*, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """Begin the publicity period of name and grade; it ends after the cycle's calendar days."""
    evaluation = begin(Act.PUBLICISE, actor=actor, evaluation=evaluation, seen=seen)
    evaluation.publicised_on = today()
    evaluation.publicity_ends_on = end_of(evaluation.cycle.clocks, PUBLICITY, today())
    return move(evaluation, actor=actor, act=Act.PUBLICISE, state=State.PUBLICISED)


@transaction.atomic
def finalise(*, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """Make the result final; refused (Conflict) before the publicity period ends."""
    evaluation = begin(Act.FINALISE, actor=actor, evaluation=evaluation, seen=seen)
    return move(evaluation, actor=actor, act=Act.FINALISE, state=State.FINAL)
