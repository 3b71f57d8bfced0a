"""The review: declare that nothing binds one, grade clause by clause, finish."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.cycles.domain.review import (
    declare_no_conflict,
    finish_review,
    give_grade,
    recuse,
)
from evaluation.cycles.forms.fields import ReasonForm
from evaluation.cycles.forms.grade import GradeForm
from evaluation.cycles.guards import is_free, own_assignment, permit, visible_version
from evaluation.cycles.labels import input_lines, threshold_text
from evaluation.cycles.models import Assignment, Evaluation, Evidence, ReviewGrade
from evaluation.cycles.pages.common import REFUSALS, crumbs_of, refuse_act, seen_version
from evaluation.cycles.queries.evaluation import find_evaluation
from evaluation.cycles.queries.item import find_item
from evaluation.cycles.queries.sheet import Line, grades_due, line_of, list_lines, rubric_of
from evaluation.cycles.states import Act
from kernel.access.request import ActorRequest
from kernel.errors import DomainError, NotFound
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """First the question what binds the reviewer; then what is graded and what is missing."""
    evaluation, own = _open(request, uuid)
    if request.method != "POST":
        return _show(request, evaluation, own, ReasonForm())
    act = request.POST.get("act")
    form = ReasonForm(request.POST if act == "recuse" else None)
    try:
        return _act(request, evaluation, act, form)
    except REFUSALS as error:
        if form.is_bound:
            add_errors(form, error)
        return _show(request, *_open(request, uuid), form, error)


def _act(
    request: ActorRequest, evaluation: Evaluation, act: str | None, form: ReasonForm
) -> HttpResponse:
    actor, uuid = request.actor, evaluation.uuid
    if act == "recuse":
        recuse(actor=actor, evaluation=evaluation, reason=form.reason_given())
        messages.success(request, _("You have recused yourself from this evaluation."))
        return redirect("cycles:evaluations")
    if act == "finish":
        finish_review(actor=actor, evaluation=evaluation)
        messages.success(request, _("Your review is finished."))
        return redirect("cycles:review", uuid=uuid)
    if act != "declare":
        refuse_act()
    declare_no_conflict(actor=actor, evaluation=evaluation)
    return redirect("cycles:review", uuid=uuid)


def _show(
    request: ActorRequest,
    evaluation: Evaluation,
    own: Assignment,
    form: ReasonForm,
    refusal: DomainError | None = None,
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "own": own,
        "form": form,
        "refusal": refusal,
        "may_recuse": is_free(Act.RECUSE, request.actor, evaluation),
        "crumbs": crumbs_of(evaluation, _("Review")),
    }
    template = "cycles/review_declare.html"
    if _is_declared(own):
        template = "cycles/review.html"
        context |= _progress(request, evaluation, own)
    status = status_of(refusal) if refusal else 200
    return render(request, template, context, status=status)


def _progress(request: ActorRequest, evaluation: Evaluation, own: Assignment) -> dict[str, Any]:
    """Every clause to grade with one's own grade."""
    grades, due = _own_grades(own), grades_due(evaluation)
    by_id = {line.indicator.id: line for line in list_lines(evaluation)}
    rows = [{"line": by_id[each], "grade": grades.get(each)} for each in due]
    missing = [each for each in due if each not in grades]
    return {
        "rows": rows,
        "missing": missing,
        "given": len(due) - len(missing),
        "due": len(due),
        "first": missing[0] if missing else (due[0] if due else ""),
        "may_finish": is_free(Act.FINISH_REVIEW, request.actor, evaluation),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def review_clause(request: ActorRequest, uuid: UUID, indicator: str) -> HttpResponse:
    """Proofs left, values and my grade right; save leads to the next clause."""
    evaluation, own = _open(request, uuid)
    if not _is_declared(own):
        return redirect("cycles:review", uuid=uuid)
    line = line_of(find_item(evaluation, indicator))
    if line.grade_key is None:
        raise NotFound(_("This indicator takes no grade."))
    rubric = rubric_of(evaluation.cycle)
    if request.method != "POST":
        given = _own_grades(own).get(indicator)
        initial = {"grade": given.grade, "reason": given.reason} if given else {}
        form = GradeForm(rubric=rubric, initial=initial)
        return _show_clause(request, evaluation, own, line, form)
    form = GradeForm(request.POST, rubric=rubric)
    try:
        give_grade(
            actor=request.actor,
            evaluation=evaluation,
            indicator=indicator,
            seen=seen_version(request),
            **form.values(),
        )
    except REFUSALS as error:
        add_errors(form, error)
        return _show_clause(request, *_open(request, uuid), line, form, error)
    return _to_next(request, evaluation, own, indicator)


def _to_next(
    request: ActorRequest, evaluation: Evaluation, own: Assignment, indicator: str
) -> HttpResponse:
    """The next clause without a grade, after this one and then from the beginning."""
    messages.success(request, _("The grade of %(indicator)s is saved.") % {"indicator": indicator})
    due, grades = grades_due(evaluation), _own_grades(own)
    place = due.index(indicator) + 1 if indicator in due else 0
    left = [each for each in due[place:] + due[:place] if each not in grades]
    if not left:
        return redirect("cycles:review", uuid=evaluation.uuid)
    return redirect("cycles:grade", uuid=evaluation.uuid, indicator=left[0])


def _show_clause(
    request: ActorRequest,
    evaluation: Evaluation,
    own: Assignment,
    line: Line,
    form: GradeForm,
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor, due = request.actor, grades_due(evaluation)
    place = due.index(line.indicator.id) if line.indicator.id in due else -1
    evidence = Evidence.objects.restrict(actor, "view").filter(item=line.item)
    context = {
        "evaluation": evaluation,
        "version": visible_version(actor, evaluation),
        "line": line,
        "threshold": threshold_text(line.indicator),
        "declared": input_lines(line.indicator, line.item.inputs),
        "evidence": evidence.select_related("file"),
        "form": form,
        "refusal": refusal,
        "may_grade": is_free(Act.GRADE, actor, evaluation),
        "previous": due[place - 1] if place > 0 else None,
        "following": due[place + 1] if 0 <= place < len(due) - 1 else None,
        "crumbs": crumbs_of(evaluation, f"{_('Review')} {line.indicator.id}"),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "cycles/review_clause.html", context, status=status)


def _open(request: ActorRequest, uuid: UUID) -> tuple[Evaluation, Assignment]:
    """The evaluation and one's own place in its team; others are refused."""
    evaluation = find_evaluation(request.actor, uuid)
    permit(Act.GRADE, actor=request.actor, evaluation=evaluation)
    own = own_assignment(request.actor, evaluation)
    assert own is not None  # permit() lets nobody else come here
    return evaluation, own


def _is_declared(own: Assignment) -> bool:
    """Whether the sheet may be opened; a review finished over the API is over."""
    return own.no_conflict_at is not None or own.finished_at is not None


def _own_grades(own: Assignment) -> Mapping[str, ReviewGrade]:
    return {each.indicator: each for each in ReviewGrade.objects.filter(assignment=own)}
