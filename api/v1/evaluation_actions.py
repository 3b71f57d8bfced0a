"""The ten actions of api.md as calls of the domain."""

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.cycles.domain.decide import decide, finalise, publicise, reconcile
from evaluation.cycles.domain.review import assign_reviewers, finish_review, recuse
from evaluation.cycles.domain.sheet import submit
from evaluation.cycles.domain.township import confirm_sheet, return_sheet
from evaluation.cycles.models import Evaluation
from evaluation.cycles.states import Act
from kernel.access.actor import Actor

Body = Mapping[str, Any]
Do = Callable[[Actor, Evaluation, Body, int | None], object]


def reread(evaluation: Evaluation) -> Evaluation:
    """The evaluation as the action left it, also for one who may no longer see it."""
    rows = Evaluation.objects.select_related("cycle", "station").defer("cycle__rubric")
    return rows.prefetch_related("items", "assignments").get(pk=evaluation.pk)


def _submit(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return submit(actor=actor, evaluation=evaluation, pledge=body.get("pledge", False), seen=seen)


def _return(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    reason = body.get("reason", "")
    return return_sheet(actor=actor, evaluation=evaluation, reason=reason, seen=seen)


def _confirm(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return confirm_sheet(actor=actor, evaluation=evaluation, seen=seen)


def _assign(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    reviewers = body.get("reviewers", [])
    return assign_reviewers(actor=actor, evaluation=evaluation, reviewers=reviewers, seen=seen)


def _recuse(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    reason = body.get("reason", "")
    return recuse(actor=actor, evaluation=evaluation, reason=reason, seen=seen)


def _finish_review(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return finish_review(actor=actor, evaluation=evaluation, seen=seen)


def _reconcile(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    decisions = body.get("decisions", [])
    return reconcile(actor=actor, evaluation=evaluation, decisions=decisions, seen=seen)


def _decide(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return decide(actor=actor, evaluation=evaluation, seen=seen)


def _publicise(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return publicise(actor=actor, evaluation=evaluation, seen=seen)


def _finalise(actor: Actor, evaluation: Evaluation, body: Body, seen: int | None) -> object:
    return finalise(actor=actor, evaluation=evaluation, seen=seen)


DO: Mapping[str, Do] = {
    Act.SUBMIT: _submit,
    Act.RETURN: _return,
    Act.CONFIRM: _confirm,
    Act.ASSIGN: _assign,
    Act.RECUSE: _recuse,
    Act.FINISH_REVIEW: _finish_review,
    Act.RECONCILE: _reconcile,
    Act.DECIDE: _decide,
    Act.PUBLICISE: _publicise,
    Act.FINALISE: _finalise,
}
