"""The operators' counties: states and sizes, never content; and what is done about one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.operations.models import Operation
from kernel.operations.queries import list_operations
from kernel.web.forms import add_errors, is_filled_in
from kernel.web.refusals import status_of
from tenants.acts import ACTS, acts_of, perform
from tenants.models import County
from tenants.queries.county import describe_county, events_of, find_county, list_counties

LAST = 20  # operations shown on a county's page; the list of all has the rest


@require_safe
def county_list(request: ActorRequest) -> HttpResponse:
    """Every county of the installation with its state."""
    counties = list_counties(actor=request.actor)
    return render(request, "tenants/county_list.html", {"counties": counties})


@require_safe
def county(request: ActorRequest, code: str) -> HttpResponse:
    """One county: what is known, what may be done, what was done."""
    return show_county(request, find_county(actor=request.actor, code=code))


@require_POST
def act_on_county(request: ActorRequest, code: str, act: str) -> HttpResponse:
    """Do it, or show the county again with what was typed and why it was refused."""
    if act not in ACTS:
        raise Http404
    found = find_county(actor=request.actor, code=code)
    form = ACTS[act].form(request.POST, prefix=act)
    if not is_filled_in(form):
        return show_county(request, found, {act: form}, status=422)
    try:
        outcome = perform(act, actor=request.actor, county=found, values=form.cleaned_data)
    except (Conflict, Invalid) as error:
        add_errors(form, error)
        return show_county(request, found, {act: form}, status=status_of(error))
    if isinstance(outcome, Operation):
        return redirect("operations:operation", outcome.uuid)
    messages.success(request, _("Done."))
    return redirect("tenants:county", code)


def show_county(
    request: ActorRequest,
    found: County,
    given: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """`given`: the refused forms, by act; they stay on the page whatever the state."""
    actor, given = request.actor, given or {}
    offered = acts_of(found) | {name: ACTS[name] for name in given}
    context: dict[str, Any] = {
        "crumbs": [(_("Counties"), reverse("tenants:counties")), (found.name, "")],
        "row": describe_county(actor=actor, code=found.code),
        "acts": [
            {"name": name, "act": act, "form": given.get(name) or act.form(prefix=name)}
            for name, act in offered.items()
        ],
        "events": events_of(actor=actor, code=found.code),
        "operations": list_operations(actor=actor, county_code=found.code)[:LAST],
    }
    return render(request, "tenants/county.html", context, status=status)
