"""The years of evaluation: create, open, freeze, close."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluation.cycles.domain.cycle import close_cycle, create_cycle, freeze_cycle, open_cycle
from evaluation.cycles.forms.cycle import CycleForm
from evaluation.cycles.labels import label_text
from evaluation.cycles.models import Cycle
from evaluation.cycles.pages.common import REFUSALS
from evaluation.cycles.queries.cycle import find_cycle, freezes_from, list_cycles
from evaluation.cycles.states import CycleState
from evaluation.rubrics.queries import published_titles
from evaluation.scoring.indicator import Label
from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import DomainError
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of
from kernel.workdays.clock import today
from tenants.queries.division_change import latest_names

# What a cycle in a state may become: the act, its button, the question before it.
NEXT: Mapping[str, tuple[str, Any, Any]] = {
    CycleState.DRAFT: (
        "open",
        _("Open"),
        _("Open this cycle? Its rubric cannot be changed afterwards."),
    ),
    CycleState.OPENED: (
        "freeze",
        _("Freeze the facts"),
        _("Freeze the facts? Records that arrive later do not count."),
    ),
    CycleState.FROZEN: ("close", _("Close"), _("Close this cycle?")),
}
ACTS: Mapping[str, tuple[Callable[..., Cycle], Any]] = {
    "open": (open_cycle, _("The cycle is open.")),
    "freeze": (freeze_cycle, _("The facts are frozen and the sheets are with the stations.")),
    "close": (close_cycle, _("The cycle is closed.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_list(request: ActorRequest) -> HttpResponse:
    """Every cycle with its next act; below, the form of a new one."""
    require(request.actor, Role.BUREAU)
    if request.method != "POST":
        year = today().year
        initial = {"year": year, "cutoff_on": f"{year}-12-31"}
        return _show(request, CycleForm(initial=initial))
    form = CycleForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        create_cycle(actor=request.actor, **form.values())
    except REFUSALS as error:
        add_errors(form, error)
        return _show(request, form, status=status_of(error))
    messages.success(request, _("The cycle is made; open it to freeze its rubric."))
    return redirect("cycles:cycles")


@require_POST
def act_on_cycle(request: ActorRequest, uuid: UUID, act: str) -> HttpResponse:
    """Open, freeze or close."""
    if act not in ACTS:
        raise Http404
    cycle, (do, done) = find_cycle(request.actor, uuid), ACTS[act]
    try:
        do(actor=request.actor, cycle=cycle)
    except REFUSALS as error:
        return _show(request, CycleForm(), refusal=error, status=status_of(error))
    messages.success(request, done)
    return redirect("cycles:cycles")


def _show(
    request: ActorRequest,
    form: CycleForm,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    cycles = list(list_cycles(request.actor))
    titles = published_titles()
    names = latest_names(cycle.carried_from for cycle in cycles if cycle.carried_from)
    rows = [
        _row(cycle)
        | {
            "title": _title(cycle, titles),
            "origin": names.get(cycle.carried_from, cycle.carried_from),
        }
        for cycle in cycles
    ]
    context = {"rows": rows, "form": form, "refusal": refusal}
    return render(request, "cycles/cycle_list.html", context, status=status)


def _title(cycle: Any, published: Mapping[tuple[str, str], Label]) -> str:
    """Of the cycle's own copy; of a draft, which has none yet, of the published version."""
    key = (cycle.rubric_id, cycle.rubric_version)
    label = Label(**cycle.title) if cycle.title else published.get(key)
    return label_text(label) if label else cycle.rubric_id


def _row(cycle: Cycle) -> dict[str, Any]:
    """A cycle with what may be done next, or why not yet; nothing with one that was carried."""
    act, button, question = ("", "", "")
    if not cycle.carried_from:
        act, button, question = NEXT.get(cycle.state, ("", "", ""))
    first_day = freezes_from(cycle) if cycle.state == CycleState.OPENED else None
    waits: Any = ""
    if first_day is not None and today() < first_day:
        waits = _("The facts can be frozen from %(day)s.") % {"day": date_format(first_day)}
    elif cycle.state == CycleState.FROZEN and cycle.final < cycle.evaluated:  # type: ignore[attr-defined]
        waits = _("Not every result is final.")
    return {"cycle": cycle, "act": act, "button": button, "question": question, "waits": waits}
