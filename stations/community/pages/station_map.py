"""The file of a map, and the ways of work of a station (N15)."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.files.answer import answer_file
from stations.community.queries.flow import flows_at
from stations.community.queries.station_map import find_file
from stations.community.rules import view_community
from stations.records.pages import crumbs_of, place_for


@require_GET
def send_file(request: ActorRequest, code: str, uuid: UUID) -> FileResponse:
    """The file of a map."""
    station = place_for(request.actor, code, view_community(""))
    return answer_file(find_file(request.actor, uuid, station))


@require_GET
def show_flows(request: ActorRequest, code: str) -> HttpResponse:
    """How the station works, step by step, with the pages on which each is recorded."""
    station = place_for(request.actor, code, view_community(""))
    context = {
        "station": station,
        "flows": flows_at(request.actor, station),
        "crumbs": crumbs_of(station, _("Ways of work")),
    }
    return render(request, "community/flows.html", context)
