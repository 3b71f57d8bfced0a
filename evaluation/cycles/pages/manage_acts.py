"""What the bureau sends from its page: each act is one call of the domain.

An act puts the form it has read into ``forms`` under the form's key before it calls the
domain, so that a refusal is shown with everything as it was typed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.domain.decide import (
    decide,
    finalise,
    publicise,
    reconcile,
    rule_dispute,
)
from evaluation.cycles.domain.finding import confirm_finding, record_finding, withdraw_finding
from evaluation.cycles.domain.review import assign_reviewers
from evaluation.cycles.domain.sheet import declare_inputs
from evaluation.cycles.forms.fields import ReasonForm, read_digits, refuse_unread
from evaluation.cycles.forms.manage import (
    ACCEPT,
    REFUSE,
    AssignForm,
    DecisionForm,
    FindingForm,
    RulingForm,
)
from evaluation.cycles.models import Evaluation, Finding
from evaluation.cycles.pages.clause import declared_form, put_errors
from evaluation.cycles.pages.common import seen_version
from evaluation.cycles.queries.item import find_item
from evaluation.cycles.queries.review import list_candidates
from evaluation.cycles.queries.sheet import grades_seen, line_of, rubric_of
from evaluation.cycles.queries.spread import spreads
from kernel.access.request import ActorRequest
from kernel.errors import Invalid, NotFound
from kernel.web.forms import add_errors

Forms = dict[str, Any]
Do = Callable[[ActorRequest, Evaluation, Forms], None]


def assign(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    form = forms["assign"] = AssignForm(request.POST, candidates=list_candidates(evaluation))
    chosen = form.given().get("reviewers", [])
    with_errors(form, assign_reviewers, **_given(request, evaluation), reviewers=chosen)


def enter_survey(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    indicator = request.POST.get("indicator", "")
    line = line_of(find_item(evaluation, indicator))
    form = declared_form(line, request.POST, marker=indicator)
    forms[f"survey-{indicator}"] = form
    refuse_unread(form)
    try:
        declare_inputs(
            **_given(request, evaluation), indicator=indicator, inputs=form.read_inputs()
        )
    except Invalid as error:
        put_errors(form, error)
        raise


def rule(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    indicator = request.POST.get("indicator", "")
    form = forms[f"rule-{indicator}"] = RulingForm(request.POST, marker=indicator)
    given = form.given()
    with_errors(
        form,
        rule_dispute,
        **_given(request, evaluation),
        indicator=indicator,
        accept={ACCEPT: True, REFUSE: False}.get(given.get("accept", "")),
        reason=given.get("reason", ""),
    )


def find(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    form = forms["find"] = FindingForm(request.POST, rubric=rubric_of(evaluation.cycle))
    with_errors(form, record_finding, actor=request.actor, evaluation=evaluation, **form.values())


def confirm(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    confirm_finding(actor=request.actor, finding=_finding(request, evaluation))


def withdraw(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    finding = _finding(request, evaluation)
    form = ReasonForm(request.POST, auto_id=f"withdraw-{finding.pk}_%s")
    forms[f"withdraw-{finding.pk}"] = form
    try:
        withdraw_finding(actor=request.actor, finding=finding, reason=form.reason_given())
    except Invalid as error:
        add_errors(form, error)
        raise


def close_review(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
    rows = spreads(evaluation, grades_seen(request.actor, evaluation))
    due = [each for each in rows if each.needs_decision]
    form = DecisionForm(request.POST, due=due, rubric=rubric_of(evaluation.cycle))
    forms["reconcile"] = form
    with_errors(form, reconcile, **_given(request, evaluation), decisions=form.decisions())


def only(call: Callable[..., Any]) -> Do:
    """An act without a form."""

    def do(request: ActorRequest, evaluation: Evaluation, forms: Forms) -> None:
        call(**_given(request, evaluation))

    return do


def with_errors(form: Any, call: Callable[..., Any], **given: Any) -> None:
    """Call the domain; what it refuses stands beside the fields, and is raised again."""
    try:
        call(**given)
    except Invalid as error:
        form.refuse(error)
        raise


def _given(request: ActorRequest, evaluation: Evaluation) -> dict[str, Any]:
    return {"actor": request.actor, "evaluation": evaluation, "seen": seen_version(request)}


def _finding(request: ActorRequest, evaluation: Evaluation) -> Finding:
    rows = Finding.objects.restrict(request.actor, "view").filter(evaluation=evaluation)
    number = read_digits(request.POST.get("finding", ""))
    found = rows.filter(pk=number).first() if number is not None else None
    if found is None:
        raise NotFound(_("No such finding here."))
    return found


ACTS: Mapping[str, Do] = {
    "assign": assign,
    "survey": enter_survey,
    "rule": rule,
    "find": find,
    "confirm-finding": confirm,
    "withdraw-finding": withdraw,
    "reconcile": close_review,
    "decide": only(decide),
    "publicise": only(publicise),
    "finalise": only(finalise),
}
