"""How far a membership reaches over the network; used by every app that hangs on a station."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from kernel.access.models import Membership, Role, ScopeKind
from kernel.access.restrict import Scope
from kernel.hooks import Hook
from kernel.workdays.clock import today

# What a reviewer was assigned is known above: evaluation registers (membership) -> station ids.
assigned_stations: Hook[...] = Hook("assigned_stations")

Reach = Callable[[Membership, str], Q]


def own_stations(prefix: str = "") -> Scope:
    """A scope: the stations that a membership reaches, for a model whose station is at `prefix`.

    A station and all below it, by path; a township's stations, by where they sit and by what
    they serve today; an assignment's stations; the county. A reviewer reaches what was assigned,
    whatever the membership's scope. `prefix` is "" for Station itself, "station__" for a model
    with a foreign key of that name.
    """

    def scope(held: Membership) -> Q:
        kind = ScopeKind.ASSIGNMENT if held.role == Role.REVIEWER else ScopeKind(held.scope_kind)
        return REACHES[kind](held, prefix)

    return scope


def all_stations(held: Membership, prefix: str) -> Q:
    return Q(pk__isnull=False)


def station_and_below(held: Membership, prefix: str) -> Q:
    """The slash ends the code: without it S100 would reach S1000 too."""
    code = held.scope_code
    return Q(**{f"{prefix}code": code}) | Q(**{f"{prefix}path__contains": f"{code}/"})


def township_stations(held: Membership, prefix: str) -> Q:
    # Here because the models load their rules, and these load this file.
    from stations.network.models import ServiceArea

    day, code = today(), held.scope_code
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    serving = ServiceArea.objects.filter(in_force, division_code__startswith=code)
    return Q(**{f"{prefix}division_code__startswith": code}) | Q(
        **{f"{prefix}id__in": serving.values("station_id")}
    )


def assigned(held: Membership, prefix: str) -> Q:
    reached: Iterable[Any] = assigned_stations.call(held)
    found = Q(pk__in=[])
    for ids in reached:
        found |= Q(**{f"{prefix}id__in": ids})
    return found


REACHES: dict[ScopeKind, Reach] = {
    ScopeKind.COUNTY: all_stations,
    ScopeKind.STATION: station_and_below,
    ScopeKind.TOWNSHIP: township_stations,
    ScopeKind.ASSIGNMENT: assigned,
}
