"""The proposals of a newer list as a whole: what all of them would do, and carrying out all."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Stale
from kernel.operations.models import Operation
from kernel.operations.queries import find_operation
from kernel.web.refusals import status_of
from tenants.division_forms import ReleaseForm
from tenants.jobs.division_change import (
    order_preview,
    order_release,
    preview_of,
    release_under_way,
    rows_of_preview,
)
from tenants.models import DivisionChange
from tenants.pages.division_change import PAGE, crumbs, rows_of
from tenants.queries.division_change import proposals_of


@require_safe
def show_release(request: ActorRequest, release: str) -> HttpResponse:
    """Its open proposals in the order in which they would be carried out."""
    return show(request, release)


@require_POST
def ask_preview(request: ActorRequest, release: str) -> HttpResponse:
    """Have a worker find out what all of them would do."""
    asked = order_preview(actor=request.actor, release=release)
    return redirect("operations:operation", asked.uuid)


@require_POST
def carry_out_release(request: ActorRequest, release: str) -> HttpResponse:
    """Have all carried out that were found to fit."""
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return show(request, release, sure=form, status=422)
    preview = find_operation(actor=request.actor, uuid=form.cleaned_data["preview"])
    try:
        asked = order_release(actor=request.actor, release=release, preview=preview)
    except (Conflict, Stale) as refusal:
        form.add_error(None, refusal.detail)
        return show(request, release, sure=form, status=status_of(refusal))
    return redirect("operations:operation", asked.uuid)


def show(
    request: ActorRequest, release: str, *, sure: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    changes = proposals_of(actor=request.actor, release=release)
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    preview = preview_of(release)
    found = found_in(preview, release, list(changes)) if preview else {}
    context: dict[str, Any] = {
        "release": release,
        "page_obj": page,
        "rows": [
            row | {"found": found.get(str(row["change"].uuid))}
            for row in rows_of(list(page.object_list))
        ],
        "operation": release_under_way(release)
        or (preview if preview and not preview.is_over else None),
        "problems": sum(bool(row["problem"]) for row in found.values()),
        "crumbs": crumbs(release[:12]),
    }
    if found and preview:
        context["sure"] = sure or ReleaseForm(initial={"preview": preview.uuid})
    return render(request, "tenants/division_release.html", context, status=status)


def found_in(
    preview: Operation, release: str, changes: list[DivisionChange]
) -> dict[str, dict[str, Any]]:
    """What the preview says of each change; nothing when it knows others than there are now."""
    rows = {row["id"]: row for row in rows_of_preview(preview, release)}
    return rows if rows.keys() == {str(change.uuid) for change in changes} else {}
