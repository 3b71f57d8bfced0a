"""What stands against an act on an evaluation: the person, then the state (api.md).

One place for the domain, which raises the obstacle, and for `may`, which lists the acts
without one. Values in a request are checked by the domain functions, afterwards.
"""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.cycles.models import Assignment, Evaluation
from evaluation.cycles.states import ACTIONS, IN_REVIEW, STARTS_FROM, Act, State
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.errors import Conflict, DomainError, FieldError, Forbidden
from kernel.workdays.clock import today


def refuse(act: Act, *, actor: Actor, evaluation: Evaluation) -> None:
    """Raise Forbidden or Conflict when the act cannot be done now by this person.

    The role is checked before (`permit`): here only what depends on the evaluation.
    """
    if act == Act.DECIDE and evaluation.reconciled_by == actor.user_uuid:
        detail = _("The person who reconciled may not decide; another person must.")
        raise Forbidden(detail, code="same_person")
    if evaluation.state not in STARTS_FROM[act]:
        raise wrong_state(State(evaluation.state), STARTS_FROM[act])
    if act in OBSTACLES:
        OBSTACLES[act](actor, evaluation)


def permit(act: Act, *, actor: Actor, evaluation: Evaluation) -> None:
    """Raise Forbidden unless the actor's role and scope allow the act on this evaluation."""
    if not Evaluation.objects.restrict(actor, act).filter(pk=evaluation.pk).exists():
        raise Forbidden(_("Your role may not do this."))


def may(actor: Actor, evaluation: Evaluation) -> list[str]:
    """The actions of api.md that would be neither 403 nor 409 now, in its order."""
    possible = [act for act in ACTIONS if evaluation.state in STARTS_FROM[act]]
    return [str(act) for act in possible if is_free(act, actor, evaluation)]


def wrong_state(given: TextChoices, allowed: Iterable[str]) -> Conflict:
    """The refusal of an act out of order, naming the state as people read it."""
    names = sorted(str(state) for state in allowed)
    detail = _("Not possible in the state “%(state)s”.") % {"state": given.label}
    return Conflict(detail, errors=[FieldError("state", "wrong_state", detail, str(given), names)])


def own_assignment(actor: Actor, evaluation: Evaluation) -> Assignment | None:
    """The actor's place in the evaluation's team, unless recused."""
    return next((each for each in team(evaluation) if each.reviewer == actor.user_uuid), None)


def team(evaluation: Evaluation) -> list[Assignment]:
    """The reviewers who have not recused themselves."""
    return [each for each in evaluation.assignments.all() if each.is_active]


def is_team_complete(evaluation: Evaluation) -> bool:
    return len(team(evaluation)) >= evaluation.cycle.reviewers


def has_everybody_finished(evaluation: Evaluation) -> bool:
    """Enough reviewers, and no review unfinished."""
    return is_team_complete(evaluation) and all(each.finished_at for each in team(evaluation))


def visible_version(actor: Actor, evaluation: Evaluation) -> int:
    """The version of what this person may see: grades of others do not move a reviewer's."""
    own = own_assignment(actor, evaluation)
    if own is not None:
        return max(evaluation.sheet_version, own.version)
    return evaluation.version if actor.has(Role.BUREAU) else evaluation.sheet_version


def is_free(act: Act, actor: Actor, evaluation: Evaluation) -> bool:
    """Whether this person could do the act on the evaluation now."""
    try:
        refuse(act, actor=actor, evaluation=evaluation)
        permit(act, actor=actor, evaluation=evaluation)
    except DomainError:
        return False
    return True


def _refuse_second_return(actor: Actor, evaluation: Evaluation) -> None:
    if evaluation.returned_at is not None:
        detail = _("The sheet has been returned once; a second time is not possible.")
        raise Conflict(detail, code="returned_before")


def _refuse_late_assignment(actor: Actor, evaluation: Evaluation) -> None:
    if evaluation.state in IN_REVIEW and has_everybody_finished(evaluation):
        raise Conflict(_("Every reviewer has finished."), code="review_finished")


def _refuse_finished(actor: Actor, evaluation: Evaluation) -> None:
    own = own_assignment(actor, evaluation)
    if own is not None and own.finished_at is not None:
        raise Conflict(_("You have finished this review."), code="review_finished")


def _refuse_open_matters(actor: Actor, evaluation: Evaluation) -> None:
    if not has_everybody_finished(evaluation):
        raise Conflict(_("A reviewer has not finished."), code="review_unfinished")
    disputed = [each.indicator for each in evaluation.items.all() if each.is_open_dispute]
    if disputed:
        message = _("A dispute is open.")
        errors = [FieldError(each, "dispute_open", message) for each in disputed]
        raise Conflict(message, code="dispute_open", errors=errors)


def _refuse_pending_veto(actor: Actor, evaluation: Evaluation) -> None:
    if evaluation.findings.pending().exists():
        detail = _("A veto waits for the second person to confirm or withdraw it.")
        raise Conflict(detail, code="finding_open")


def _refuse_running_publicity(actor: Actor, evaluation: Evaluation) -> None:
    ends_on = evaluation.publicity_ends_on
    if ends_on is None or today() < ends_on:
        day = date_format(ends_on) if ends_on else ""
        detail = _("The publicity period ends on %(day)s.") % {"day": day}
        raise Conflict(detail, code="publicity_running")


OBSTACLES: Mapping[Act, Callable[[Actor, Evaluation], None]] = {
    Act.RETURN: _refuse_second_return,
    Act.ASSIGN: _refuse_late_assignment,
    Act.RECUSE: _refuse_finished,
    Act.FINISH_REVIEW: _refuse_finished,
    Act.GRADE: _refuse_finished,
    Act.RECONCILE: _refuse_open_matters,
    Act.DECIDE: _refuse_pending_veto,
    Act.FINALISE: _refuse_running_publicity,
}
