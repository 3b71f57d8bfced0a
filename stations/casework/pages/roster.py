"""The official roster of a place: beside the files, and a new list by Excel, tried before (N05)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.web.forms import add_errors
from kernel.workdays.clock import today
from stations.casework.domain import file_from_roster, import_roster, preview_roster
from stations.casework.enums import Category
from stations.casework.forms import RosterFilter, RosterForm
from stations.casework.queries.roster import Plan, compare_roster, find_roster_entry
from stations.casework.queries.work import sees_names
from stations.casework.roster_sheet import read_roster_sheet
from stations.casework.roster_token import RosterList, open_roster, seal_roster
from stations.casework.rules import view_persons, write_persons
from stations.records.domain import may_at
from stations.records.pages import answers_form, crumbs_of, page_of, place_for

PARTS = ("not_filed", "filed", "left")


@cache_control(no_store=True)
@require_GET
def compare(request: ActorRequest, code: str) -> HttpResponse:
    """Who on the roster has a file, who has none, who left the list this year."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    filters = RosterFilter(request.GET or None)
    chosen = filters.cleaned_data if filters.is_valid() else {"category": "", "part": ""}
    found = compare_roster(actor, station, chosen["category"])
    part = chosen["part"] or PARTS[0]
    context = {
        "station": station,
        "filters": filters,
        "part": part,
        "page": page_of(request, getattr(found, part)),
        "counts": [(name, getattr(found, name).count()) for name in PARTS],
        "sees_names": sees_names(actor),
        "may_write": may_at(actor, station, write_persons("")),
        "crumbs": crumbs_of(station, _("Official roster")),
    }
    return render(request, "casework/roster.html", context)


@cache_control(no_store=True)
@answers_form
def try_list(request: ActorRequest, code: str) -> HttpResponse:
    """Read a sheet and show what it would change; nothing is written."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    form = RosterForm(request.POST or None, request.FILES or None, initial={"listed_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            given = _read(form.cleaned_data)
            plan = preview_roster(actor=actor, station=station, **vars(given))
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)
        else:
            return _show_plan(request, station, given, plan)
    context = {
        "form": form,
        "station": station,
        "back": _address(station),
        "crumbs": crumbs_of(station, (_("Official roster"), _address(station)), _("New list")),
    }
    status = 422 if form.errors else 200
    return render(request, "casework/roster_form.html", context, status=status)


@cache_control(no_store=True)
@require_POST
def confirm_list(request: ActorRequest, code: str) -> HttpResponse:
    """Take in what the dry run showed, as things stand now; all of it or nothing."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    try:
        given = open_roster(actor, station, request.POST.get("list", ""))
        plan = import_roster(actor=actor, station=station, **vars(given))
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.detail)
        return redirect("casework:roster-new", station.code)
    counts = plan.counts
    done = _("The list is taken in: %(new)d new, %(kept)d as before, %(left)d left.")
    messages.success(request, done % counts)
    return redirect(_address(station))


@require_POST
def file_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Open the file of a person on the roster with what the list says of them."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    entry = find_roster_entry(actor, station, uuid)
    try:
        person = file_from_roster(actor=actor, entry=entry)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.detail)
        return redirect(_address(station))
    messages.success(request, _("The file is opened."))
    return redirect("casework:person", person.station.code, person.uuid)


def _read(values: dict[str, Any]) -> RosterList:
    rows = tuple(read_roster_sheet(values["sheet"].read()))
    return RosterList(values["category"], values["listed_on"], rows)


def _show_plan(request: ActorRequest, station: Any, given: RosterList, plan: Plan) -> HttpResponse:
    context = {
        "station": station,
        "plan": plan,
        "counts": plan.counts,
        "category": Category(given.category).label,
        "listed_on": given.listed_on,
        "list": "" if plan.errors else seal_roster(request.actor, station, given),
        "back": reverse("casework:roster-new", args=[station.code]),
        "crumbs": crumbs_of(station, (_("Official roster"), _address(station)), _("Dry run")),
    }
    return render(request, "casework/roster_plan.html", context, status=422 if plan.errors else 200)


def _address(station: Any) -> str:
    return reverse("casework:roster", args=[station.code])
