"""The tabs of the station page: 概况 · 人员 · 服务 · 项目 · 资金 · 评价 · 变更记录.

The network shows its own; apps that know more of a station register theirs in AppConfig.ready.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.access.actor import Actor
from stations.network.models import Station


@dataclass(frozen=True)
class Tab:
    """One tab: shown when it has something to show to this actor.

    `template` is a fragment rendered with what `context` gives, beside `station` and `actor`.
    The page has asked Station.restrict(actor, "view") before; further rules are the tab's.
    """

    key: str
    title: Any
    order: int
    shown: Callable[[Actor, Station], bool]
    template: str
    context: Callable[[Actor, Station], dict[str, Any]]


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab, or replace the one with the same key."""
    _tabs[tab.key] = tab


def tabs_for(actor: Actor, station: Station) -> list[Tab]:
    """The tabs with content for this actor, in order."""
    shown = [tab for tab in _tabs.values() if tab.shown(actor, station)]
    return sorted(shown, key=lambda tab: tab.order)
