"""Self-evaluation clause by clause: confirm or dispute what is computed, declare the rest."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluation.cycles.domain.sheet import (
    attach_evidence,
    confirm_fact,
    declare_inputs,
    dispute_fact,
    remove_evidence,
    submit,
)
from evaluation.cycles.forms.fields import refuse_unread
from evaluation.cycles.guards import is_free, permit
from evaluation.cycles.models import Evaluation, Evidence, Item
from evaluation.cycles.pages.clause import clause_context, declared_form, dispute_form, put_errors
from evaluation.cycles.pages.common import REFUSALS, crumbs_of, refuse_act, seen_version
from evaluation.cycles.queries.evaluation import find_evaluation
from evaluation.cycles.queries.item import find_item
from evaluation.cycles.queries.missing import list_missing
from evaluation.cycles.queries.sheet import line_of, lines_for
from evaluation.cycles.states import Act
from kernel.access.request import ActorRequest
from kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale
from kernel.files.answer import answer_file
from kernel.web.refusals import status_of


@require_GET
def self_eval(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Where to begin: the first clause that still lacks something, else the first."""
    evaluation = find_evaluation(request.actor, uuid)
    lines = lines_for(request.actor, evaluation)
    missing = list_missing(evaluation, lines)
    first = missing[0].field.partition(".")[0] if missing else lines[0].indicator.id
    return redirect("cycles:clause", uuid=uuid, indicator=first)


@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: ActorRequest, uuid: UUID, indicator: str) -> HttpResponse:
    """One clause: its sentence, the computed value, the declared inputs, the proofs."""
    evaluation = find_evaluation(request.actor, uuid)
    item = find_item(evaluation, indicator)
    if request.method != "POST":
        return render(request, "cycles/self_eval.html", clause_context(request, item))
    act = ACTS.get(request.POST.get("act", "declare"))
    forms: dict[str, Any] = {}
    try:
        if act is None:
            refuse_act()
        act(request, item, forms)
    except REFUSALS as error:
        return _refused(request, item, forms, error)
    fresh = find_item(find_evaluation(request.actor, uuid), indicator)
    if request.htmx:
        return render(request, "cycles/_saved.html", clause_context(request, fresh))
    messages.success(request, _("Saved."))
    return redirect("cycles:clause", uuid=uuid, indicator=indicator)


def _refused(
    request: ActorRequest, item: Item, forms: dict[str, Any], error: DomainError
) -> HttpResponse:
    """Nothing was written; what was typed stays on the page beside the reason."""
    fresh = find_item(find_evaluation(request.actor, item.evaluation.uuid), item.indicator)
    context = clause_context(request, fresh) | forms | {"refusal": error}
    context["is_stale"] = isinstance(error, Stale)
    template = "cycles/_refused.html" if request.htmx else "cycles/self_eval.html"
    return render(request, template, context, status=status_of(error))


def _confirm(request: ActorRequest, item: Item, forms: dict[str, Any]) -> None:
    confirm_fact(
        actor=request.actor,
        evaluation=item.evaluation,
        indicator=item.indicator,
        seen=seen_version(request),
    )


def _dispute(request: ActorRequest, item: Item, forms: dict[str, Any]) -> None:
    form = forms["dispute_form"] = dispute_form(line_of(item), request.POST)
    refuse_unread(form)
    try:
        dispute_fact(
            actor=request.actor,
            evaluation=item.evaluation,
            indicator=item.indicator,
            inputs=form.read_inputs(),
            reason=form.cleaned_data.get("reason", ""),
            seen=seen_version(request),
        )
    except Invalid as error:
        put_errors(form, error)
        raise


def _declare(request: ActorRequest, item: Item, forms: dict[str, Any]) -> None:
    form = forms["form"] = declared_form(line_of(item), request.POST)
    refuse_unread(form)
    try:
        declare_inputs(
            actor=request.actor,
            evaluation=item.evaluation,
            indicator=item.indicator,
            inputs=form.read_inputs(),
            seen=seen_version(request),
        )
    except Invalid as error:
        put_errors(form, error)
        raise


ACTS: dict[str, Callable[[ActorRequest, Item, dict[str, Any]], None]] = {
    "confirm": _confirm,
    "dispute": _dispute,
    "declare": _declare,
}


@require_POST
def upload_evidence(request: ActorRequest, uuid: UUID, indicator: str) -> HttpResponse:
    """Hang a file on a clause."""
    evaluation = find_evaluation(request.actor, uuid)
    item = find_item(evaluation, indicator)
    permit(Act.DECLARE, actor=request.actor, evaluation=evaluation)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return redirect("cycles:clause", uuid=uuid, indicator=indicator)
    try:
        attach_evidence(
            actor=request.actor, evaluation=evaluation, indicator=indicator, upload=upload
        )
    except REFUSALS as error:
        return _refused(request, item, {}, error)
    messages.success(request, _("The file is attached."))
    return redirect("cycles:clause", uuid=uuid, indicator=indicator)


def find_evidence(request: ActorRequest, uuid: UUID, evidence: UUID) -> Evidence:
    """A file of an evaluation the person may see; raises NotFound."""
    evaluation = find_evaluation(request.actor, uuid)
    rows = Evidence.objects.restrict(request.actor, "view").filter(item__evaluation=evaluation)
    found = rows.select_related("file", "item__evaluation").filter(uuid=evidence).first()
    if found is None:
        raise NotFound(_("No such file here."))
    return found


@require_GET
def download_evidence(request: ActorRequest, uuid: UUID, evidence: UUID) -> FileResponse:
    """The file of a proof."""
    return answer_file(find_evidence(request, uuid, evidence).file)


@require_POST
def take_evidence_away(request: ActorRequest, uuid: UUID, evidence: UUID) -> HttpResponse:
    """Remove a file that was never handed in."""
    found = find_evidence(request, uuid, evidence)
    permit(Act.DECLARE, actor=request.actor, evaluation=found.item.evaluation)
    try:
        remove_evidence(actor=request.actor, evidence=found)
        messages.success(request, _("The file is removed."))
    except (Conflict, Forbidden) as error:
        messages.error(request, error.detail)
    return redirect("cycles:clause", uuid=uuid, indicator=found.item.indicator)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The list of what is missing, the truth pledge, and the button."""
    evaluation = find_evaluation(request.actor, uuid)
    if request.method == "POST":
        pledge = request.POST.get("pledge") == "on"
        try:
            submit(actor=request.actor, evaluation=evaluation, pledge=pledge)
        except REFUSALS as error:
            return _show_hand_in(request, evaluation, error)
        messages.success(request, _("The sheet is handed in."))
        return redirect("cycles:evaluation", uuid=uuid)
    return _show_hand_in(request, evaluation)


def _show_hand_in(
    request: ActorRequest, evaluation: Evaluation, error: DomainError | None = None
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "missing": list_missing(evaluation, lines_for(request.actor, evaluation)),
        "may_submit": is_free(Act.SUBMIT, request.actor, evaluation),
        "refusal": error,
        "unpledged": error is not None and any(each.field == "pledge" for each in error.errors),
        "crumbs": crumbs_of(evaluation, _("Hand in")),
    }
    status = status_of(error) if error else 200
    return render(request, "cycles/hand_in.html", context, status=status)
