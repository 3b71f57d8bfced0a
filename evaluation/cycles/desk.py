"""What the evaluation puts on a person's work desk: each thing that waits for them."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluation.cycles.addresses import (
    CYCLES,
    MANAGE,
    REVIEW,
    SELF_EVAL,
    TOWNSHIP,
    address,
)
from evaluation.cycles.models import Cycle, Evaluation
from evaluation.cycles.queries.cycle import freezes_from
from evaluation.cycles.states import Act, CycleState
from kernel.access.actor import Actor
from kernel.hooks import DeskTask

KIND = "evaluation"


def list_desk_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """Tasks of this person, the earliest day first; those without a day last."""
    tasks = [task for find in FINDERS for task in find(actor, on)]
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or on))


def _sheets_to_submit(actor: Actor, on: date) -> Iterator[DeskTask]:
    for each in _waiting(actor, Act.SUBMIT):
        title = (
            _("Correct the returned sheet")
            if each.returned_at
            else pgettext("desk", "Self-evaluation")
        )
        yield _task(each, title, SELF_EVAL)


def _sheets_to_check(actor: Actor, on: date) -> Iterator[DeskTask]:
    for each in _waiting(actor, Act.CONFIRM):
        yield _task(each, _("Check the station's sheet"), TOWNSHIP)


def _sheets_to_review(actor: Actor, on: date) -> Iterator[DeskTask]:
    mine = Evaluation.objects.restrict(actor, Act.FINISH_REVIEW).filter(
        assignments__reviewer=actor.user_uuid,
        assignments__finished_at__isnull=True,
        assignments__recused_at__isnull=True,
    )
    for each in mine.select_related("station", "cycle").defer("cycle__rubric"):
        yield _task(each, pgettext("desk", "Review"), REVIEW)


def _matters_of_the_bureau(actor: Actor, on: date) -> Iterator[DeskTask]:
    titles = {
        Act.ASSIGN: pgettext("desk", "Assign reviewers"),
        Act.RECONCILE: _("Reconcile the grades"),
        Act.DECIDE: _("Decide the result"),
        Act.PUBLICISE: _("Begin the publicity period"),
        Act.FINALISE: _("Make the result final"),
    }
    for act, title in titles.items():
        for each in _waiting(actor, act):
            if _is_free(each, act, actor, on):
                yield _task(each, title, MANAGE)


def _disputes_to_rule(actor: Actor, on: date) -> Iterator[DeskTask]:
    disputed = (
        Evaluation.objects.restrict(actor, Act.RULE)
        .filter(items__disputed__isnull=False, items__ruling__isnull=True)
        .exclude(submitted_at__isnull=True)
        .distinct()
    )
    for each in disputed.select_related("station", "cycle").defer("cycle__rubric"):
        yield _task(each, _("Rule on disputes"), MANAGE)


def _cycles_to_freeze(actor: Actor, on: date) -> Iterator[DeskTask]:
    opened = Cycle.objects.restrict(actor, "manage").filter(state=CycleState.OPENED)
    for each in opened.defer("rubric"):
        if on >= freezes_from(each):
            yield DeskTask(_("Freeze the facts"), CYCLES, freezes_from(each), KIND, str(each))


def _waiting(actor: Actor, act: Act) -> list[Evaluation]:
    rows = Evaluation.objects.restrict(actor, act).filter(awaits=act)
    return list(rows.select_related("station", "cycle").defer("cycle__rubric").order_by("due_on"))


def _is_free(evaluation: Evaluation, act: Act, actor: Actor, on: date) -> bool:
    if act == Act.DECIDE:
        return evaluation.reconciled_by != actor.user_uuid
    if act == Act.FINALISE and evaluation.publicity_ends_on is not None:
        return on >= evaluation.publicity_ends_on
    return True


def _task(evaluation: Evaluation, title: str, page: str) -> DeskTask:
    url = address(page, evaluation.uuid)
    text = f"{evaluation.station.name} {evaluation.cycle.year}"
    return DeskTask(title, url, evaluation.due_on, KIND, text)


FINDERS: tuple[Callable[[Actor, date], Iterator[DeskTask]], ...] = (
    _sheets_to_submit,
    _sheets_to_check,
    _sheets_to_review,
    _matters_of_the_bureau,
    _disputes_to_rule,
    _cycles_to_freeze,
)
