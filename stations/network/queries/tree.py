"""The network as a tree, read lazily: what hangs below the open places, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kernel.access.actor import Actor
from stations.network.enums import Level, State
from stations.network.models import Station
from stations.network.queries.station import search_stations

FIELDS = ("code", "name", "level", "state", "parent__code", "below")
MOST_FOUND = 50


@dataclass
class Node:
    """One place of the tree; `children` are filled for open places only."""

    code: str
    name: str
    level: Level
    state: State
    parent: str | None
    below: int
    is_open: bool = False
    children: list[Node] = field(default_factory=list)


def network_tree(actor: Actor, selected: Station | None = None) -> list[Node]:
    """The tops that the actor sees, open, and what is open down to the selected place.

    A place whose parent the actor may not see is a top. Two queries, however deep.
    """
    visible = Station.objects.restrict(actor, "view")
    parents = visible.filter(pk=OuterRef("parent_id"))
    tops = list(read_nodes(visible.filter(~Exists(parents)), visible))
    open_codes = {top.code for top in tops}
    if selected:
        open_codes |= set(selected.path.split("/"))
    below = list(read_nodes(visible.filter(parent__code__in=open_codes), visible))
    join_nodes([*tops, *below], open_codes)
    return tops


def children_of(actor: Actor, station: Station) -> list[Node]:
    """What hangs directly below a place, as far as the actor sees it; one query."""
    visible = Station.objects.restrict(actor, "view")
    return list(read_nodes(visible.filter(parent=station), visible))


def find_nodes(actor: Actor, text: str) -> list[Node]:
    """The first places whose name, code or pinyin initials contain the text, in code order."""
    visible = Station.objects.restrict(actor, "view")
    return list(read_nodes(search_stations(visible, text), visible, most=MOST_FOUND))


def read_nodes(
    chosen: QuerySet[Station], visible: QuerySet[Station], most: int | None = None
) -> Iterable[Node]:
    """Nodes with the number of visible places directly below, in code order."""
    counted = (
        visible.filter(parent=OuterRef("pk"))
        .order_by()
        .values("parent")
        .annotate(n=Count("pk", distinct=True))
        .values("n")
    )
    rows = chosen.annotate(below=Coalesce(Subquery(counted, IntegerField()), 0))
    for code, name, level, state, parent, below in rows.order_by("code").values_list(*FIELDS)[
        :most
    ]:
        yield Node(code, name, Level(level), State(state), parent, below)


def join_nodes(nodes: Collection[Node], open_codes: Collection[str]) -> None:
    by_code = {node.code: node for node in nodes}
    for node in by_code.values():
        node.is_open = node.code in open_codes
        if node.parent in by_code and node.parent in open_codes:
            by_code[node.parent].children.append(node)


def running_below(actor: Actor) -> dict[str, int]:
    """How many visible places of each level run; the figures above the tree."""
    rows = Station.objects.restrict(actor, "view").filter(state=State.RUNNING)
    counted = rows.order_by().values("level").annotate(n=Count("pk"))
    return {row["level"]: row["n"] for row in counted}
