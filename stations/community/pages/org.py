"""A place's community organisations: the list, and a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.community.domain import add_org
from stations.community.forms import OrgForm
from stations.community.queries.org import orgs_at
from stations.community.registers import REGISTERS
from stations.community.rules import view_community, write_community
from stations.network.queries.station import served_divisions
from stations.records.domain import may_at
from stations.records.lists import ListLink
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.purge import purge_texts
from stations.records.register.links import links_to
from tenants.queries.division import village_choices


@require_GET
def list_orgs(request: ActorRequest, code: str) -> HttpResponse:
    """Organisations by name, with their activities of the year."""
    station = place_for(request.actor, code, view_community(""))
    year = today().year
    context = {
        "station": station,
        "year": year,
        "page": page_of(request, orgs_at(request.actor, station, year)),
        "may_write": may_at(request.actor, station, write_community("")),
        "may_purge": may_at(request.actor, station, purge_texts("")),
        "crumbs": crumbs_of(station, _("Community organisations")),
    }
    return render(request, "community/orgs.html", context)


@answers_form
def add_organisation(request: ActorRequest, code: str) -> HttpResponse:
    """Enter an organisation of a village that the place serves."""
    station = place_for(request.actor, code, write_community(""))
    form = OrgForm(request.POST or None, villages=village_choices(served_divisions(station)))

    def save(values: dict[str, Any]) -> None:
        add_org(actor=request.actor, station=station, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New community organisation"),
        done=_("The organisation is entered."),
        back=reverse("community:orgs", args=[station.code]),
    )


def community_lists(actor: Actor, station: Any) -> list[ListLink]:
    """The links on the station's service tab: its organisations, and the registers."""
    group = _("Work in the community")
    links = links_to(REGISTERS, actor, station, group=group)
    if not may_at(actor, station, view_community("")):
        return links
    url = reverse("community:orgs", args=[station.code])
    ways = reverse("community:flows", args=[station.code])
    return [
        ListLink(_("Community organisations"), url, "layout-grid", group),
        *links,
        ListLink(_("Ways of work"), ways, "list-check", group),
    ]
