"""The official roster of a place: beside the files and their kinds, and a new list by Excel, tried
before (N05)."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.web.forms import add_errors
from kernel.workdays.clock import today
from stations.casework.domain import (
    add_roster_kinds,
    end_roster_kinds,
    file_from_roster,
    import_roster,
    preview_roster,
)
from stations.casework.enums import Category
from stations.casework.forms import ROSTER_PARTS, RosterFilter, RosterForm
from stations.casework.queries.roster import Plan, compare_roster, find_roster_entry
from stations.casework.queries.work import sees_names
from stations.casework.roster_sheet import read_roster_sheet
from stations.casework.roster_token import RosterList, open_roster, seal_roster
from stations.casework.rules import view_persons, write_persons
from stations.records.domain import may_at, refuse
from stations.records.pages import answers_form, crumbs_of, page_of, place_for

# What may be done with a part of the comparison, its button for all, and what is said then.
ACTS = {
    "lacking": (
        add_roster_kinds,
        gettext_lazy("Add the kind for all %(count)d"),
        gettext_lazy("Kinds added: %(count)d."),
    ),
    "kept": (
        end_roster_kinds,
        gettext_lazy("End the kind for all %(count)d"),
        gettext_lazy("Kinds ended: %(count)d."),
    ),
}


@cache_control(no_store=True)
@require_GET
def compare(request: ActorRequest, code: str) -> HttpResponse:
    """The list beside the files: who has one, who has none, who left it this year; and beside the
    kinds: who lacks the list's, who kept it after leaving."""
    station = place_for(request.actor, code, view_persons(""))
    return _show_comparison(request, station, RosterFilter(request.GET or None))


@cache_control(no_store=True)
@require_POST
def follow_kinds(request: ActorRequest, code: str) -> HttpResponse:
    """Add the list's kind, or end it, for the chosen rows or all of the part that is shown."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    filters = RosterFilter(request.POST)
    part, category = read_filter(filters)
    if part not in ACTS:
        return _show_comparison(request, station, filters, _("Not one of the choices."))
    act, _button, done = ACTS[part]
    try:
        entries = None if "all" in request.POST else read_uuids(request.POST.getlist("entries"))
        count = act(actor=actor, station=station, category=category, entries=entries)
    except (Conflict, Invalid) as refusal:
        return _show_comparison(request, station, filters, refusal.detail)
    messages.success(request, done % {"count": count})
    return redirect(f"{_address(station)}?{urlencode({'part': part, 'category': category})}")


def read_filter(filters: RosterFilter) -> tuple[str, str]:
    """The part and the kind asked for; the first part where none is."""
    chosen = filters.cleaned_data if filters.is_valid() else {"category": "", "part": ""}
    return chosen["part"] or ROSTER_PARTS[0][0], chosen["category"]


def read_uuids(given: list[str]) -> list[UUID]:
    """Raises Invalid for what is no uuid."""
    try:
        return [UUID(each) for each in given]
    except ValueError:
        refuse("entries", _("Not one of the choices."), given)


def _show_comparison(
    request: ActorRequest, station: Any, filters: RosterFilter, refusal: str = ""
) -> HttpResponse:
    """One part of it; with what was refused, the rows stay chosen."""
    actor = request.actor
    part, category = read_filter(filters)
    found = compare_roster(actor, station, category)
    counts = {name: getattr(found, name).count() for name, _label in ROSTER_PARTS}
    may_write = may_at(actor, station, write_persons(""))
    context = {
        "station": station,
        "filters": filters,
        "part": part,
        "category": category,
        "page": page_of(request, getattr(found, part)),
        "counts": [(label, counts[name]) for name, label in ROSTER_PARTS],
        "for_all": ACTS[part][1] % {"count": counts[part]} if part in ACTS and may_write else "",
        "chosen": request.POST.getlist("entries"),
        "refusal": refusal,
        "sees_names": sees_names(actor),
        "may_write": may_write,
        "crumbs": crumbs_of(station, _("Official roster")),
    }
    return render(request, "casework/roster.html", context, status=422 if refusal else 200)


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
