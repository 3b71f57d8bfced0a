"""Where a station's page leads to its registers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from kernel.access.actor import Actor
from stations.records.lists import ListLink
from stations.records.register.declare import Register


def links_to(
    registers: Iterable[Register],
    actor: Actor,
    station: Any,
    *,
    group: Any = "",
    groups: Mapping[str, Any] | None = None,
) -> list[ListLink]:
    """The lists this actor may open here: a query for each different reach, not each list. All of
    one ``group``, or each of that which ``groups`` has for its noun."""
    wanted = [(register, register.view(actor)) for register in registers]
    rows = type(station)._base_manager.filter(pk=station.pk)
    reached = {
        reach: actor.is_system or rows.filter(reach).exists()
        for reach in {reach for _register, reach in wanted if reach is not None}
    }
    return [
        ListLink(
            register.title,
            reverse(register.address("list"), args=[station.code]),
            register.icon,
            (groups or {}).get(register.noun, group),
        )
        for register, reach in wanted
        if actor.is_system or (reach is not None and reached[reach])
    ]
