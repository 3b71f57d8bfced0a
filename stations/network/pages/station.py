"""One place: its page with tabs, opening a new one, changing facts and state."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.tenancy import division_code
from stations.network.choices import division_choices, parent_choices
from stations.network.domain.station import FACTS, change_state, change_station, open_station
from stations.network.enums import NEXT_STATES, Level, State
from stations.network.forms import FactsForm, OpenForm, StateForm
from stations.network.models import Station, StationState
from stations.network.pages.form import address_of, answer_form, crumbs_of
from stations.network.queries.station import find_station
from stations.network.queries.tree import network_tree
from stations.network.rules import MAY_OPEN
from stations.network.tabs import tabs_for

answers_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def show_station(request: ActorRequest, code: str) -> HttpResponse:
    """The page of a place: the tree open down to it, and the tab of `?tab=`."""
    actor, station = request.actor, find_station(request.actor, code)
    tabs = tabs_for(actor, station)
    chosen = next((tab for tab in tabs if tab.key == request.GET.get("tab")), tabs[0])
    context = {
        "station": station,
        "state": State(station.state),
        "nodes": network_tree(actor, station),
        "crumbs": crumbs_of(station),
        "tabs": [
            (tab.title, address_of(station, "" if tab is tabs[0] else tab.key), tab is chosen)
            for tab in tabs
        ],
        "tab": chosen,
        **chosen.context(actor, station),
    }
    return render(request, "network/station.html", context)


@answers_form
def open_new(request: ActorRequest) -> HttpResponse:
    """Enter a new place; `?level=` and `?parent=` fill the form."""
    actor = request.actor
    require(actor, *MAY_OPEN)
    form = OpenForm(
        request.POST or None,
        parents=parent_choices(actor),
        divisions=division_choices(division_code()),
        initial={"level": Level.STATION} | request.GET.dict(),
    )

    def save(values: dict[str, Any]) -> str:
        parent = find_station(actor, values["parent"]) if values["parent"] else None
        found = {"parent": parent, "track": values["track"] or None}
        return address_of(open_station(actor=actor, **(values | found)))

    return answer_form(
        request,
        form,
        save,
        done=_("The place is entered."),
        again=lambda uuid: address_of(Station.objects.get(uuid=uuid)),
        title=_("New place"),
        crumbs=[(_("Network"), reverse("network:tree")), (_("New place"), "")],
        back=reverse("network:tree"),
    )


@answers_form
def change_facts(request: ActorRequest, code: str) -> HttpResponse:
    """Change name, track and modes."""
    station = find_station(request.actor, code, "change")
    initial = {name: getattr(station, name) for name in FACTS}
    form = FactsForm(request.POST or None, initial=initial)

    def save(values: dict[str, Any]) -> str:
        return address_of(change_station(actor=request.actor, station=station, **values))

    return answer_station_form(request, form, save, station, _("Edit"), _("The facts are saved."))


@answers_form
def move_state(request: ActorRequest, code: str) -> HttpResponse:
    """Let the place begin, pause, go on or end."""
    station = find_station(request.actor, code, "change")
    form = StateForm(request.POST or None, states=NEXT_STATES[State(station.state)])

    def save(values: dict[str, Any]) -> str:
        return address_of(change_state(actor=request.actor, station=station, **values), "history")

    return answer_station_form(
        request,
        form,
        save,
        station,
        _("Change state"),
        _("The new state is entered."),
        among=StationState,
        again=lambda _uuid: address_of(station, "history"),
    )


def answer_station_form(
    request: ActorRequest, form: Any, save: Any, station: Any, title: str, done: str, **more: Any
) -> HttpResponse:
    """A form page about one place, with the way back to it."""
    return answer_form(
        request,
        form,
        save,
        done=done,
        title=title,
        station=station,
        crumbs=crumbs_of(station, title),
        back=address_of(station),
        **more,
    )
