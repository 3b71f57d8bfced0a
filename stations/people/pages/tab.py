"""The tab 人员 of a station's page, and the volunteers' place among its lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.network.tabs import Tab
from stations.people.queries.staff import staff_at
from stations.people.registers import REGISTERS
from stations.people.rules import view_people, view_volunteers, write_people
from stations.records.domain import may_at
from stations.records.lists import ListLink
from stations.records.register.links import links_to


def people_tab() -> Tab:
    return Tab(
        key="people",
        title=_("Staff and heads"),
        order=20,
        shown=lambda actor, station: may_at(actor, station, view_people("")),
        template="people/_station_tab.html",
        context=read_people,
    )


def read_people(actor: Actor, station: Any) -> dict[str, Any]:
    """Who works here today, and whether this actor may enter somebody."""
    return {
        "staff": staff_at(actor, station, today()),
        "may_write": may_at(actor, station, write_people("")),
        "lists": links_to(REGISTERS, actor, station),
    }


def volunteer_list(actor: Actor, station: Any) -> list[ListLink]:
    if not may_at(actor, station, view_volunteers("")):
        return []
    url = reverse("people:volunteers", args=[station.code])
    return [ListLink(_("Volunteers"), url, "users")]
