"""The tab 服务 of a station's page: counts by unit, visits by level, and the lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.enums import VisitLevel
from stations.casework.queries.due import level_counts
from stations.casework.rules import count_work, view_cases, view_work
from stations.network.queries.figures import figures
from stations.network.tabs import Tab
from stations.records.domain import may_at
from stations.records.lists import ListLink, links_for


def service_tab() -> Tab:
    return Tab(
        key="services",
        title=_("Services"),
        order=30,
        shown=lambda actor, station: may_at(actor, station, count_work("")),
        template="casework/_station_tab.html",
        context=read_services,
    )


def read_services(actor: Actor, station: Any) -> dict[str, Any]:
    """How many, never who; the lists are linked for those who may open them."""
    day = today()
    levels = [(VisitLevel(int(count.level)).label, count) for count in level_counts(station, day)]
    return {
        "figures": figures(station, day.year),
        "levels": levels,
        "year": day.year,
        "lists": links_for(actor, station),
    }


def work_lists(actor: Actor, station: Any) -> list[ListLink]:
    """Cases for whoever sees them; visits and needs for the station, its rooms and the bureau."""
    found = []
    if may_at(actor, station, view_cases("")):
        cases = reverse("casework:cases", args=[station.code])
        found.append(ListLink(_("Cases"), cases, "file-text"))
    if may_at(actor, station, view_work("")):
        found += [
            ListLink(_("Visits"), reverse("casework:visits", args=[station.code]), "home"),
            ListLink(_("Needs"), reverse("casework:needs", args=[station.code]), "help-circle"),
        ]
    return found
