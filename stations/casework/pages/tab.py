"""The tab 服务 of a station's page: counts by unit, visits by level, and the lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.enums import VisitLevel
from stations.casework.pages.reminder import with_address
from stations.casework.queries.alert import alerts
from stations.casework.queries.due import level_counts
from stations.casework.queries.gap import gaps
from stations.casework.queries.reminder import reminders
from stations.casework.rules import count_work
from stations.network.queries.figures import figures
from stations.network.tabs import Tab
from stations.records.domain import may_at
from stations.records.lists import links_for


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
        "gaps": gaps(station, day),
        "year": day.year,
        "reminders": with_address(station, reminders(actor, station, day)),
        "alerts": alerts(actor, station=station).by_kind(),
        "alerts_url": reverse("casework:alerts", args=[station.code]),
        "lists": links_for(actor, station),
    }
