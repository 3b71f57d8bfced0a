"""The bureau's page of one evaluation: what is possible now, and why the rest is not yet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.cycles.forms.fields import ReasonForm
from evaluation.cycles.forms.manage import AssignForm, DecisionForm, FindingForm, RulingForm
from evaluation.cycles.guards import has_everybody_finished, is_free, refuse, visible_version
from evaluation.cycles.models import Evaluation, Finding
from evaluation.cycles.pages.clause import declared_form
from evaluation.cycles.pages.common import SAID, crumbs_of, grade_labels, role_label
from evaluation.cycles.pages.manage_acts import ACTS, Forms
from evaluation.cycles.queries.evaluation import find_evaluation, last_result
from evaluation.cycles.queries.review import list_candidates, list_team
from evaluation.cycles.queries.sheet import Line, grades_seen, list_lines, rubric_of
from evaluation.cycles.queries.spread import spreads
from evaluation.cycles.states import STARTS_FROM, Act, State
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import DomainError, NotFound
from kernel.web.refusals import status_of

# The bureau's acts in the order of the year.
STAGES = (
    *(Act.ASSIGN, Act.RULE, Act.SURVEY, Act.FIND, Act.RECONCILE),
    *(Act.DECIDE, Act.PUBLICISE, Act.FINALISE),
)


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Team, disputes, satisfaction, findings, spreads, and the steps to the final result."""
    evaluation = find_evaluation(request.actor, uuid)
    require(request.actor, Role.BUREAU)
    if request.method != "POST":
        return _show(request, evaluation, {})
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound(_("No such act."))
    forms: Forms = {}
    try:
        act(request, evaluation, forms)
    except SAID as error:
        return _show(request, find_evaluation(request.actor, uuid), forms, error)
    messages.success(request, _("Done."))
    return redirect("cycles:manage", uuid=uuid)


def _show(
    request: ActorRequest, evaluation: Evaluation, forms: Forms, refusal: DomainError | None = None
) -> HttpResponse:
    actor, lines = request.actor, list_lines(evaluation)
    free = {act.name: is_free(act, actor, evaluation) for act in STAGES}
    context = {
        "evaluation": evaluation,
        "version": visible_version(actor, evaluation),
        "next_actor": role_label(evaluation.next_actor),
        "stages": [_stage(act, actor, evaluation, free[act.name]) for act in STAGES],
        "free": free,
        "refusal": refusal,
        "result": last_result(actor, evaluation),
        "grade_labels": grade_labels(evaluation),
        "disputes": _disputes(lines, forms),
        "surveys": _surveys(lines, forms),
        "crumbs": crumbs_of(evaluation, _("Manage")),
        **_team(evaluation, forms),
        **_findings(actor, evaluation, forms),
        **_spreads(actor, evaluation, forms),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "cycles/manage.html", context, status=status)


def _stage(act: Act, actor: Actor, evaluation: Evaluation, free: bool) -> dict[str, Any]:
    """An act: possible, done, or what it waits for."""
    order = list(State.values)
    now, first = order.index(evaluation.state), min(map(order.index, STARTS_FROM[act]))
    if act == Act.RULE and not any(each.is_open_dispute for each in evaluation.items.all()):
        return {"label": act.label, "tone": "idle", "text": _("no open dispute")}
    if free:
        return {"label": act.label, "tone": "info", "text": _("possible now")}
    if now < first:
        text = _("after: %(state)s") % {"state": State(order[first]).label}
        return {"label": act.label, "tone": "idle", "text": text}
    if evaluation.state not in STARTS_FROM[act]:
        return {"label": act.label, "tone": "ok", "text": _("closed")}
    return {"label": act.label, "tone": "warn", "text": why_not(act, actor, evaluation)}


def why_not(act: Act, actor: Actor, evaluation: Evaluation) -> str:
    """What stands against an act whose time has come."""
    try:
        refuse(act, actor=actor, evaluation=evaluation)
    except DomainError as error:
        return error.detail
    return _("Your role may not do this.")


def _team(evaluation: Evaluation, forms: Forms) -> dict[str, Any]:
    candidates = list_candidates(evaluation)
    return {
        "team": list_team(evaluation),
        "candidates": candidates,
        "assign_form": forms.get("assign") or AssignForm(candidates=candidates),
    }


def _disputes(lines: list[Line], forms: Forms) -> list[dict[str, Any]]:
    """Disputed lines, with a form where no ruling was given."""
    return [
        {
            "line": line,
            "form": forms.get(f"rule-{line.indicator.id}") or RulingForm(marker=line.indicator.id)
            if line.item.is_open_dispute
            else None,
        }
        for line in lines
        if line.item.disputed is not None
    ]


def _surveys(lines: list[Line], forms: Forms) -> list[dict[str, Any]]:
    """T1-T4 with their forms."""
    return [
        {
            "line": line,
            "form": forms.get(f"survey-{line.indicator.id}")
            or declared_form(line, marker=line.indicator.id),
        }
        for line in lines
        if line.is_survey
    ]


def _findings(actor: Actor, evaluation: Evaluation, forms: Forms) -> dict[str, Any]:
    rubric = rubric_of(evaluation.cycle)
    titles = {each.id: each.title for each in rubric.vetoes}
    titles |= {each.id: each.title for each in rubric.caps}
    titles |= {each.id: each.title for each in rubric.bonus}
    rows = Finding.objects.restrict(actor, "view").filter(evaluation=evaluation)
    return {
        "findings": [
            {
                "finding": each,
                "title": titles[each.code],
                "waits": each.confirmed_at is None and each.withdrawn_at is None,
                "may_confirm": each.recorded_by != actor.user_uuid,
                "form": forms.get(f"withdraw-{each.pk}")
                or ReasonForm(auto_id=f"withdraw-{each.pk}_%s"),
            }
            for each in rows
        ],
        "finding_form": forms.get("find") or FindingForm(rubric=rubric),
    }


def _spreads(actor: Actor, evaluation: Evaluation, forms: Forms) -> dict[str, Any]:
    """How far the reviewers lie apart, once all have finished."""
    rubric, grades = rubric_of(evaluation.cycle), grades_seen(actor, evaluation)
    rows = spreads(evaluation, grades) if has_everybody_finished(evaluation) else []
    due = [each for each in rows if each.needs_decision]
    return {
        "spreads": [(rubric.indicator(each.indicator), each) for each in rows],
        "due": len(due),
        "limit": rubric.review.spread_limit,
        "decision_form": forms.get("reconcile") or DecisionForm(due=due, rubric=rubric),
        "decided": evaluation.decisions.order_by("id"),
    }
