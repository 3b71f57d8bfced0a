"""The lists of records that the service tab of a station links to; each app adds its own."""

from dataclasses import dataclass
from typing import Any

from kernel.access.actor import Actor
from kernel.hooks import Hook

# (actor, station) -> list[ListLink]; only what the actor may open.
service_lists: Hook[...] = Hook("service_lists")


@dataclass(frozen=True)
class ListLink:
    """A list of one kind of record at a station; lists of one ``group`` stand together."""

    label: Any
    url: str
    icon: str
    group: Any = ""


def links_for(actor: Actor, station: Any) -> list[ListLink]:
    """All lists this actor may open, in the order in which the apps registered."""
    return [link for found in service_lists.call(actor, station) for link in found]
