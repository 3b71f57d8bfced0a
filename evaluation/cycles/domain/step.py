"""What every act on an evaluation has in common: lock, refuse, move, tell.

An act opens with ``begin`` (404, 403, 412, 409, in this order), checks its values (422),
writes, and closes with ``move`` or ``touch``. All inside the caller's transaction.
"""

from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.clocks import awaited, due_day
from evaluation.cycles.guards import own_assignment, permit, refuse
from evaluation.cycles.models import Assignment, Evaluation, Item, Step
from evaluation.cycles.states import Act
from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import FieldError, Invalid, NotFound, Stale
from kernel.hooks import evaluation_changed
from kernel.workdays.clock import now

LONGEST_TEXT = 4000  # characters, as of every text in people's own words


def begin(act: Act, *, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """The evaluation, locked, on which this actor may do this act now.

    ``seen`` is the version the actor worked on (If-Match); None does not compare.
    Raises NotFound, Forbidden, Stale, Conflict.
    """
    locked = lock(actor=actor, evaluation=evaluation)
    start(act, actor=actor, evaluation=locked, seen=seen)
    return locked


def begin_item(
    act: Act, *, actor: Actor, evaluation: Evaluation, indicator: str, seen: int | None = None
) -> Item:
    """The item, its evaluation locked; an unknown indicator is NotFound."""
    locked = lock(actor=actor, evaluation=evaluation)
    item = locked.items.filter(indicator=indicator).first()
    if item is None:
        raise NotFound(_("No indicator %(indicator)s here.") % {"indicator": indicator})
    start(act, actor=actor, evaluation=locked, seen=seen)
    item.evaluation = locked
    return item


def lock(*, actor: Actor, evaluation: Evaluation) -> Evaluation:
    """The evaluation as it is now, held until the transaction ends."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("cycle", "station")
    locked = rows.defer("cycle__rubric").get(pk=evaluation.pk)
    if not Evaluation.objects.restrict(actor, "view").filter(pk=locked.pk).exists():
        raise NotFound(_("No such evaluation."))
    return locked


def start(act: Act, *, actor: Actor, evaluation: Evaluation, seen: int | None) -> None:
    """Refuse the act unless actor, version and state allow it."""
    permit(act, actor=actor, evaluation=evaluation)
    if (
        seen is not None
        and not _least_version(act, actor, evaluation) <= seen <= evaluation.version
    ):
        raise Stale(_("The sheet has changed since you read it."))
    refuse(act, actor=actor, evaluation=evaluation)


def _least_version(act: Act, actor: Actor, evaluation: Evaluation) -> int:
    """The oldest version on which the act is no lost update: one's own grades, or the sheet."""
    own = own_assignment(actor, evaluation) if act == Act.GRADE else None
    return evaluation.sheet_version if own is None else own.version


def move(
    evaluation: Evaluation,
    *,
    actor: Actor,
    act: Act,
    state: str | None = None,
    reason: str = "",
    change: dict[str, Any] | None = None,
) -> Evaluation:
    """Close an act that belongs to the history: state, next act and day, step, audit entry.

    Attributes set on the evaluation before are saved with it; ``change`` adds to the audit
    entry, the ``reason`` stays in the history only.
    """
    before = evaluation.state
    evaluation.state = state or before
    _await_next(evaluation)
    _bump(evaluation)
    evaluation.save()
    Step.objects.create(
        evaluation=evaluation,
        act=act,
        state_before=before,
        state=evaluation.state,
        by=actor.user_uuid,
        by_name=actor.name,
        at=now(),
        reason=reason,
    )
    after = _summary(evaluation) | (change or {})
    tell(act, actor=actor, evaluation=evaluation, before={"state": before}, after=after)
    return evaluation


def touch(
    evaluation: Evaluation,
    *,
    actor: Actor,
    act: Act,
    change: dict[str, Any],
    grader: Assignment | None = None,
    hidden: bool = False,
) -> Evaluation:
    """Close an act that changes the sheet and not whose turn it is.

    ``change`` goes to the audit entry: what, never why and never a person. When ``hidden``
    only the ``grader`` sees that something changed.
    """
    _bump(evaluation, grader, hidden)
    evaluation.save()
    tell(act, actor=actor, evaluation=evaluation, after=change)
    return evaluation


def tell(
    act: Act,
    *,
    actor: Actor,
    evaluation: Evaluation,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The audit entry and the roll-up of a change, in its transaction."""
    record(actor=actor, action=f"evaluation.{act}", obj=evaluation, before=before, after=after)
    evaluation_changed.call(evaluation)


def need_reason(reason: Any, field: str = "reason") -> str:
    """The reason without surrounding blanks; Invalid when there is none."""
    text = clean_text(reason, field)
    if not text:
        message = _("A reason is needed.")
        raise Invalid(message, errors=[FieldError(field, "required", message, reason)])
    return text


def clean_text(given: Any, field: str) -> str:
    """A text without surrounding blanks, "" for none; Invalid for what is no text, or is without
    end: it is shown with the sheet each time."""
    if given is None:
        return ""
    if not isinstance(given, str) or "\0" in given:
        message = _("A text is expected.")
        raise Invalid(message, errors=[FieldError(field, "invalid", message, given)])
    text = given.strip()
    if error := fault_of_length(text, field):
        raise Invalid(error.message, errors=[error])
    return text


def fault_of_length(text: str, field: str) -> FieldError | None:
    """What is wrong with a text that has no end; it is not repeated to its sender."""
    if len(text) <= LONGEST_TEXT:
        return None
    message = _("At most %(length)s characters.") % {"length": LONGEST_TEXT}
    return FieldError(field, "max_length", message, None, f"<= {LONGEST_TEXT}")


def _await_next(evaluation: Evaluation) -> None:
    """Who is next, and until when; a turn that goes on keeps its day."""
    act = awaited(evaluation)
    if evaluation.awaits == (act or ""):
        return
    evaluation.awaits = act or ""
    evaluation.due_on = due_day(evaluation, act)


def _bump(evaluation: Evaluation, grader: Assignment | None = None, hidden: bool = False) -> None:
    evaluation.version += 1
    if not hidden:
        evaluation.sheet_version = evaluation.version
    if grader is not None:
        grader.version = evaluation.version
        grader.save(update_fields=["version"])


def _summary(evaluation: Evaluation) -> dict[str, Any]:
    due = evaluation.due_on.isoformat() if evaluation.due_on else None
    return {"state": evaluation.state, "awaits": evaluation.awaits, "due_on": due}
