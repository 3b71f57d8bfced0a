"""Places where apps hang their part of something that the kernel or a lower app starts.

The kernel and tenants stay leaves: they call hooks, apps register in AppConfig.ready.
A hook runs in the caller's transaction; an error in it undoes the whole.
"""

from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True)
class DeskWay:
    """One thing a person does day by day, and the page where it is done; grouped by place and,
    within it, by ``queue``."""

    label: Any
    url: str
    icon: str
    place: str
    queue: Any = ""


@dataclass(frozen=True)
class PublicPart:
    """Public rows that belong to a county and cannot be recomputed, as an archive carries them.

    `read(county)`, in the county, gives plain rows without row ids; `write(arrival, rows)`, in
    public, puts them back.
    """

    name: str
    read: Callable[[Any], Iterable[dict[str, Any]]]
    write: Callable[["Arrival", list[dict[str, Any]]], None]


@dataclass(frozen=True)
class Arrival:
    """A county that comes out of an archive: over itself, from elsewhere, or as a copy."""

    county: Any
    in_place: bool = False
    is_rehearsal: bool = False


@dataclass(frozen=True)
class DivisionMoves:
    """What a change of divisions means for a county: old code -> codes from the day on.

    Several codes: the division was divided, none: nothing follows it. A division that goes on
    under its own code alone is not among them.
    """

    on: date
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Effect:
    """One thing that a change of divisions changed, or (`kept`) leaves to the county to decide.

    Operators read it, who read nothing of a county: codes and numbers, no name, text or result.
    """

    kind: str
    subject: str
    before: str = ""
    after: str = ""
    kept: bool = False


@dataclass(frozen=True)
class Departure:
    """A place that goes to another county: its key here, and what it is entered with there."""

    row_id: int
    values: Mapping[str, Any]


county_made: Hook[...] = Hook("county_made")  # (county): code lists, hub, default calendar
county_removed: Hook[...] = Hook("county_removed")  # (county), in public: what it left there
# (county) -> list[PublicPart]: what an archive carries beside the county's own schema.
export_parts: Hook[...] = Hook("export_parts")
county_restored: Hook[...] = Hook("county_restored")  # (arrival), in the county: recompute
# (county) -> {what: rows}, in public: remove what belongs to a county that is erased.
erase_parts: Hook[...] = Hook("erase_parts")
network_changed: Hook[...] = Hook("network_changed")  # (station=None, year=None)
evaluation_changed: Hook[...] = Hook("evaluation_changed")  # (evaluation)
records_changed: Hook[...] = Hook("records_changed")  # (): counters of the county are old
# (moves, actor) -> list[Effect], in each county touched: first what stands for itself, then what
# is drawn from it. A preview calls them too and undoes what they wrote.
divisions_changed: Hook[...] = Hook("divisions_changed")
divisions_settled: Hook[...] = Hook("divisions_settled")
# (moves, to) -> list[Departure], after divisions_changed: places that sit in county `to` now.
places_leaving: Hook[...] = Hook("places_leaving")
# (departures, on, actor) -> {key there: key here}, in the county they come to.
places_arriving: Hook[...] = Hook("places_arriving")
# (departures, on), in the county left, once they are entered in the other: nothing runs on there.
places_left: Hook[...] = Hook("places_left")
# ([(row that came, key of the same here)], on), in the county they came to.
rows_joined: Hook[...] = Hook("rows_joined")
# () in a county that is about to be merged into another: refuse what must come to its end there.
county_merging: Hook[...] = Hook("county_merging")
# (moves, codes of places) -> list[dict] in the county left, and (rows) in the one they come to.
members_leaving: Hook[...] = Hook("members_leaving")
members_arriving: Hook[...] = Hook("members_arriving")
desk_tasks: Hook[...] = Hook("desk_tasks")  # (actor, on) -> list[DeskTask]
desk_ways: Hook[...] = Hook("desk_ways")  # (actor) -> list[DeskWay]
search_sources: Hook[...] = Hook("search_sources")  # (actor, text) -> list
