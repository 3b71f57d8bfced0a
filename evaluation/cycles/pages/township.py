"""The township's check: are the facts right? Confirmed, or sent back once with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.cycles.domain.township import confirm_sheet, return_sheet
from evaluation.cycles.forms.fields import ReasonForm
from evaluation.cycles.guards import is_free, permit, visible_version
from evaluation.cycles.labels import input_lines
from evaluation.cycles.models import Evaluation, Evidence, Submission
from evaluation.cycles.pages.common import REFUSALS, crumbs_of, refuse_act, seen_version
from evaluation.cycles.queries.evaluation import find_evaluation
from evaluation.cycles.queries.sheet import lines_for, rubric_of
from evaluation.cycles.states import Act
from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.errors import DomainError
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def township(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The sheet as it was handed in, what changed since it was returned, and the two answers."""
    actor, evaluation = request.actor, find_evaluation(request.actor, uuid)
    permit(Act.CONFIRM, actor=actor, evaluation=evaluation)
    if request.method != "POST":
        return _show(request, evaluation, ReasonForm())
    given: dict[str, Any] = {
        "actor": actor,
        "evaluation": evaluation,
        "seen": seen_version(request),
    }
    act = request.POST.get("act")
    form = ReasonForm(request.POST if act == "return" else None)
    try:
        if form.is_bound:
            return_sheet(**given, reason=form.reason_given())
            messages.success(request, _("The sheet is back with the station."))
        elif act != "confirm":
            refuse_act()
        else:
            confirm_sheet(**given)
            messages.success(request, _("The sheet is confirmed."))
    except REFUSALS as error:
        if form.is_bound:
            add_errors(form, error)
        return _show(request, find_evaluation(actor, uuid), form, error)
    return redirect("cycles:evaluation", uuid=uuid)


def _show(
    request: ActorRequest,
    evaluation: Evaluation,
    form: ReasonForm,
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor = request.actor
    context = {
        "evaluation": evaluation,
        "version": visible_version(actor, evaluation),
        "areas": _areas(actor, evaluation),
        "may_confirm": is_free(Act.CONFIRM, actor, evaluation),
        "may_return": is_free(Act.RETURN, actor, evaluation),
        "form": form,
        "refusal": refusal,
        "crumbs": crumbs_of(evaluation, _("Township check")),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "cycles/township.html", context, status=status)


def _areas(actor: Actor, evaluation: Evaluation) -> list[dict[str, Any]]:
    """Every clause with what stands in it, by area."""
    changed, proofs = _changed(actor, evaluation), _proofs(actor, evaluation)
    rows: list[dict[str, Any]] = [
        {
            "line": line,
            "declared": input_lines(line.indicator, line.item.inputs),
            "proofs": proofs.get(line.indicator.id, []),
            "changed": line.indicator.id in changed,
        }
        for line in lines_for(actor, evaluation)
        if not line.is_survey
    ]
    found = []
    for area in rubric_of(evaluation.cycle).areas:
        own = [row for row in rows if row["line"].indicator.area == area.id]
        if own:
            found.append({"area": area, "rows": own, "changed": sum(r["changed"] for r in own)})
    return found


def _changed(actor: Actor, evaluation: Evaluation) -> set[str]:
    """The clauses that differ between the last hand-in and the one before it."""
    rows = Submission.objects.restrict(actor, "view").filter(evaluation=evaluation)
    contents = list(rows.order_by("-seq").values_list("content", flat=True)[:2])
    if len(contents) < 2:
        return set()
    last, before = contents
    return {indicator for indicator in last if last[indicator] != before.get(indicator)}


def _proofs(actor: Actor, evaluation: Evaluation) -> dict[str, list[Evidence]]:
    rows = Evidence.objects.restrict(actor, "view").filter(item__evaluation=evaluation)
    found: dict[str, list[Evidence]] = {}
    for each in rows.select_related("file", "item").order_by("id"):
        found.setdefault(each.item.indicator, []).append(each)
    return found
