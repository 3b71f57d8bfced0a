"""The evaluation team at work: assigned, blind to each other, graded, finished, recused."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.cycles.domain.step import (
    begin,
    begin_item,
    clean_text,
    move,
    need_reason,
    touch,
)
from evaluation.cycles.domain.team import check_team
from evaluation.cycles.guards import own_assignment
from evaluation.cycles.models import Assignment, Evaluation, ReviewGrade
from evaluation.cycles.queries.sheet import grades_due, line_of, rubric_of
from evaluation.cycles.states import Act, State
from evaluation.scoring import Rubric
from kernel.access.actor import Actor
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import now


@transaction.atomic
def assign_reviewers(
    *, actor: Actor, evaluation: Evaluation, reviewers: Sequence[UUID], seen: int | None = None
) -> Evaluation:
    """Name the team; again, until all have finished, to replace a recused reviewer.

    ``reviewers`` are user UUIDs; those who review already stay. Refused (Invalid): fewer in
    all than the rubric asks for, no active REVIEWER membership, a person bound to the
    station, one who has recused themselves.
    """
    evaluation = begin(Act.ASSIGN, actor=actor, evaluation=evaluation, seen=seen)
    names = check_team(evaluation, reviewers)
    state = State.ASSIGNED if evaluation.state == State.TOWNSHIP_CHECKED else evaluation.state
    Assignment.objects.bulk_create(
        Assignment(
            evaluation=evaluation,
            reviewer=reviewer,
            reviewer_name=name,
            assigned_at=now(),
            version=evaluation.version + 1,
        )
        for reviewer, name in names.items()
    )
    return move(evaluation, actor=actor, act=Act.ASSIGN, state=state)


@transaction.atomic
def declare_no_conflict(*, actor: Actor, evaluation: Evaluation) -> Assignment:
    """A reviewer says, before opening the sheet, that nothing binds them to the station."""
    evaluation = begin(Act.GRADE, actor=actor, evaluation=evaluation)
    assignment = _own(actor, evaluation)
    assignment.no_conflict_at = now()
    assignment.save(update_fields=["no_conflict_at"])
    change = {"no_conflict": True}
    touch(evaluation, actor=actor, act=Act.GRADE, change=change, grader=assignment, hidden=True)
    return assignment


@transaction.atomic
def recuse(
    *, actor: Actor, evaluation: Evaluation, reason: str, seen: int | None = None
) -> Evaluation:
    """A reviewer steps back, with a reason; the grades given so far no longer count."""
    evaluation = begin(Act.RECUSE, actor=actor, evaluation=evaluation, seen=seen)
    assignment = _own(actor, evaluation)
    assignment.recused_reason = need_reason(reason)
    assignment.recused_at = now()
    assignment.save()
    return move(evaluation, actor=actor, act=Act.RECUSE, reason=assignment.recused_reason)


@transaction.atomic
def give_grade(
    *,
    actor: Actor,
    evaluation: Evaluation,
    indicator: str,
    grade: str,
    reason: str = "",
    seen: int | None = None,
) -> ReviewGrade:
    """Grade one indicator, or change one's own grade; the first grade makes REVIEWING.

    Refused (Invalid): an indicator that takes no grade, an unknown letter, a letter that
    needs a reason without one.
    """
    item = begin_item(Act.GRADE, actor=actor, evaluation=evaluation, indicator=indicator, seen=seen)
    evaluation, line = item.evaluation, line_of(item)
    if line.grade_key is None or line.is_na:
        message = _("This indicator takes no grade.")
        raise Invalid(message, errors=[FieldError("grade", "not_graded", message, grade)])
    text = _check_grade(rubric_of(evaluation.cycle), grade, reason)
    assignment = _own(actor, evaluation)
    given, _created = ReviewGrade.objects.update_or_create(
        assignment=assignment,
        indicator=indicator,
        defaults={"grade": grade, "reason": text, "given_at": now()},
    )
    begun = evaluation.state == State.REVIEWING
    evaluation.state = State.REVIEWING
    # The letters reach the audit trail when they are reconciled: it is read by the bureau.
    change = {"indicator": indicator, "state": evaluation.state}
    touch(evaluation, actor=actor, act=Act.GRADE, change=change, grader=assignment, hidden=begun)
    return given


@transaction.atomic
def finish_review(*, actor: Actor, evaluation: Evaluation, seen: int | None = None) -> Evaluation:
    """Close one's review; refused (Invalid) with every grade that is missing."""
    evaluation = begin(Act.FINISH_REVIEW, actor=actor, evaluation=evaluation, seen=seen)
    assignment = _own(actor, evaluation)
    given = set(assignment.grades.values_list("indicator", flat=True))
    missing = [each for each in grades_due(evaluation) if each not in given]
    if missing:
        message = _("A grade is missing.")
        errors = [FieldError(f"{each}.grade", "required", message) for each in missing]
        raise Invalid(message, code="incomplete", errors=errors)
    assignment.finished_at = now()
    assignment.save(update_fields=["finished_at"])
    return move(evaluation, actor=actor, act=Act.FINISH_REVIEW)


def _own(actor: Actor, evaluation: Evaluation) -> Assignment:
    found = own_assignment(actor, evaluation)
    assert found is not None  # permit() lets nobody else come here
    return found


def _check_grade(rubric: Rubric, grade: str, reason: str) -> str:
    letters = {each.id: each for each in rubric.letters}
    if not isinstance(grade, str) or grade not in letters:
        message = _("Not one of the grades.")
        raise Invalid(
            message, errors=[FieldError("grade", "unknown", message, grade, list(letters))]
        )
    if letters[grade].reason_required:
        return need_reason(reason)
    return clean_text(reason, "reason")
