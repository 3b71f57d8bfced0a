"""Where a station's page leads to its registers."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kernel.access.actor import Actor
from stations.records.lists import ListLink
from stations.records.register.declare import Register


def links_to(registers: Iterable[Register], actor: Actor, station: Any) -> list[ListLink]:
    """The lists this actor may open here: a query for each different reach, not each list."""
    wanted = [(register, register.view(actor)) for register in registers]
    rows = type(station)._base_manager.filter(pk=station.pk)
    reached = {
        reach: actor.is_system or rows.filter(reach).exists()
        for reach in {reach for _register, reach in wanted if reach is not None}
    }
    return [
        ListLink(
            register.title, reverse(register.address("list"), args=[station.code]), register.icon
        )
        for register, reach in wanted
        if actor.is_system or (reach is not None and reached[reach])
    ]
