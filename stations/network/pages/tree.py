"""The network as a tree with search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from stations.network.enums import Level
from stations.network.queries.station import find_station
from stations.network.queries.tree import MOST_FOUND, children_of, find_nodes, network_tree
from stations.network.queries.tree import running_below as count_running
from stations.network.rules import MAY_OPEN

READERS_OF_TARGETS = (Role.BUREAU, Role.HUB_STAFF, Role.AUDITOR)


@require_GET
def show_tree(request: ActorRequest) -> HttpResponse:
    """The tree with its tops open, or what `?q=` finds; nothing is selected."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    running = count_running(request.actor)
    context = {
        "text": text,
        "nodes": find_nodes(request.actor, text) if text else network_tree(request.actor),
        "most": MOST_FOUND,
        "running": [(level.label, running.get(level, 0)) for level in Level],
        "may_open": request.actor.has(*MAY_OPEN),
        "may_see_targets": request.actor.has(*READERS_OF_TARGETS),
        "may_mark": request.actor.has(Role.BUREAU),
    }
    return render(request, "network/tree.html", context)


@require_GET
def show_children(request: ActorRequest, code: str) -> HttpResponse:
    """What lies directly below a place: a fragment for its node."""
    station = find_station(request.actor, code)
    return render(request, "network/_nodes.html", {"nodes": children_of(request.actor, station)})
