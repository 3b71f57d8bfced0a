"""Changes of divisions on the operators' host: proposed, looked at, carried out or rejected."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, Invalid, Stale
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of
from tenants.division_forms import CarryOutForm, ChangeForm
from tenants.domain.division_change import preview_change, propose_change, reject_change
from tenants.forms import ReasonForm
from tenants.jobs.division_change import operation_of, order_change
from tenants.models import ChangeState, DivisionChange
from tenants.queries.division import list_below
from tenants.queries.division_change import (
    codes_of,
    find_change,
    group_effects,
    latest_names,
    list_changes,
    list_releases,
    sides_of,
)

PAGE = 50
TONES = {"PROPOSED": "info", "CARRIED_OUT": "ok", "REJECTED": "idle"}


@require_safe
def change_list(request: ActorRequest) -> HttpResponse:
    """All changes, or with ?state= those in one state."""
    state = request.GET.get("state", "")
    state = state if state in ChangeState.values else ""
    found = list_changes(actor=request.actor, state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    here = reverse("tenants:division_changes")
    choices: Iterable[tuple[str, Any]] = [("", _("All")), *ChangeState.choices]
    context = {
        "rows": rows_of(list(page.object_list)),
        "page_obj": page,
        "tabs": [(label, f"{here}?state={key}", key == state) for key, label in choices],
        "releases": list_releases(actor=request.actor),
    }
    return render(request, "tenants/division_changes.html", context)


def rows_of(changes: list[DivisionChange]) -> list[dict[str, Any]]:
    names = latest_names(code for change in changes for code in codes_of(change))
    rows = []
    for change in changes:
        old, new = sides_of(change, names)
        rows.append({"change": change, "old": old, "new": new, "tone": TONES[change.state]})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def new_change(request: ActorRequest) -> HttpResponse:
    """The form of a change; `?below=` lists the codes below a division beside it."""
    require(request.actor, OfficialRole.PLATFORM)
    form = ChangeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change = propose_change(actor=request.actor, **form.values())
            except (Conflict, Invalid) as refusal:
                add_errors(form, refusal)
                status = status_of(refusal)
            else:
                return redirect("tenants:division_change", change.uuid)
    below = request.GET.get("below", "").strip()
    context = {
        "form": form,
        "below": below,
        "divisions": list_below(below) if below else None,
        "crumbs": crumbs(_("New change")),
    }
    return render(request, "tenants/division_change_new.html", context, status=status)


@require_safe
def show_change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What was proposed, and what it does or did."""
    return show(request, find_change(actor=request.actor, uuid=uuid))


@require_POST
def carry_out_change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Have it carried out as it was shown; the operation's page tells how far it is."""
    change, form = find_change(actor=request.actor, uuid=uuid), CarryOutForm(request.POST)
    if not form.is_valid():
        return show(request, change, sure=form, status=422)
    try:
        asked = order_change(actor=request.actor, change=change, seen=form.cleaned_data["seen"])
    except (Conflict, Invalid, Stale) as refusal:
        form.add_error(None, refusal.detail)
        return show(request, change, sure=form, status=status_of(refusal))
    return redirect("operations:operation", asked.uuid)


@require_POST
def reject(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Decide against it, with the reason."""
    change, form = find_change(actor=request.actor, uuid=uuid), ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, change, why=form, status=422)
    try:
        reject_change(actor=request.actor, change=change, **form.cleaned_data)
    except (Conflict, Invalid) as refusal:
        add_errors(form, refusal)
        return show(request, change, why=form, status=status_of(refusal))
    messages.success(request, _("The change is rejected."))
    return redirect("tenants:division_change", uuid)


def show(
    request: ActorRequest,
    change: DivisionChange,
    *,
    sure: forms.Form | None = None,
    why: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """A proposal with its preview and both decisions, else what was done."""
    (row,) = rows_of([change])
    context = row | {
        "why": why or ReasonForm(),
        "problems": [],
        "counties": change.effects,
        "crumbs": crumbs(str(change.effective_on)),
    }
    context["operation"] = operation_of(change)
    if change.state == ChangeState.PROPOSED and not context["operation"]:
        try:
            preview = preview_change(change)
        except (Conflict, Invalid) as refusal:
            context["problems"] = [one.message for one in refusal.errors] or [refusal.detail]
        else:
            context["plan"] = preview.plan
            context["counties"] = [asdict(county) for county in preview.counties]
            context["sure"] = sure or CarryOutForm(initial={"seen": preview.plan.digest})
    context["counties"] = [
        county | {"groups": group_effects(county["effects"])} for county in context["counties"]
    ]
    return render(request, "tenants/division_change.html", context, status=status)


def crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Changes of divisions"), reverse("tenants:division_changes")), (last, "")]
