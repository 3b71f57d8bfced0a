"""Finding a person anywhere in the county, within what the actor may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from stations.casework.enums import VisitLevel
from stations.casework.person_forms import SearchForm
from stations.casework.queries.person import persons, search_persons
from stations.casework.queries.work import sees_names
from stations.records.identity import mistyped
from stations.records.pages import PAGE_SIZE, answers_form

READERS = (Role.BUREAU, Role.HEAD, Role.WORKER)


@cache_control(no_store=True)
@answers_form
def search_county(request: ActorRequest) -> HttpResponse:
    """By name, initials, ID number or code, sent as a body; the first of them if there are many."""
    actor = request.actor
    require(actor, *READERS)
    form = SearchForm(request.POST or None)
    found: list[Any] = []
    if form.is_valid():
        rows = search_persons(persons(actor), form.cleaned_data["search"])
        found = list(rows[: PAGE_SIZE + 1])
        if not found and (wrong := mistyped(form.cleaned_data["search"])):
            form.add_error("search", wrong)
    for person in found:
        known = person.level_now and person.may_read
        person.level_label = VisitLevel(person.level_now).label if known else ""
    context = {
        "form": form,
        "found": found[:PAGE_SIZE],
        "has_more": len(found) > PAGE_SIZE,
        "most": PAGE_SIZE,
        "sees_names": sees_names(actor),
        "crumbs": [(_("Find a person"), "")],
    }
    return render(request, "casework/search.html", context)
