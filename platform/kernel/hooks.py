"""Places where apps hang their part of something that the kernel or a lower app starts.

The kernel and tenants stay leaves: they call hooks, apps register in AppConfig.ready.
A hook runs in the caller's transaction; an error in it undoes the whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, ParamSpec

P = ParamSpec("P")


class Hook(Generic[P]):
    """Functions called one after another, in the order of their registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.functions: list[Callable[P, Any]] = []

    def register(self, function: Callable[P, Any]) -> Callable[P, Any]:
        if function not in self.functions:
            self.functions.append(function)
        return function

    def call(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        return [function(*args, **kwargs) for function in self.functions]


@dataclass(frozen=True)
class DeskTask:
    """One thing that waits for a person: what, where, until which working day."""

    title: str
    url: str
    due_on: date | None
    kind: str
    object_text: str


county_made: Hook[...] = Hook("county_made")  # (county): code lists, hub, default calendar
county_removed: Hook[...] = Hook("county_removed")  # (county), in public: what it left there
network_changed: Hook[...] = Hook("network_changed")  # (station=None, year=None)
evaluation_changed: Hook[...] = Hook("evaluation_changed")  # (evaluation)
records_changed: Hook[...] = Hook("records_changed")  # (): counters of the county are old
desk_tasks: Hook[...] = Hook("desk_tasks")  # (actor, on) -> list[DeskTask]
search_sources: Hook[...] = Hook("search_sources")  # (actor, text) -> list
