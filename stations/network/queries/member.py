"""The members of the county one stands in, and the places that a membership may name."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role, ScopeKind
from kernel.access.restrict import require
from kernel.accounts.models import User
from kernel.errors import NotFound
from kernel.tenancy import division_code
from kernel.workdays.clock import today
from stations.network.models import Station
from tenants.queries.division import division_names, divisions_in_force

# Whose own work is recorded at a place.
WORKING = (Role.HEAD, Role.WORKER, Role.ROOM_STAFF)


@dataclass(frozen=True)
class MemberRow:
    """One membership with the log-in name and the place's name."""

    membership: Membership
    username: str
    place: str
    has_ended: bool


def current_members() -> QuerySet[Membership]:
    """Those that have not ended, also those still to begin."""
    return Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today()))


def members(actor: Actor) -> QuerySet[Membership]:
    """Every membership, by name. Raises Forbidden for all but the bureau."""
    require(actor, Role.BUREAU)
    return Membership.objects.order_by("user_name", "role", "id")


def rows_of(found: list[Membership]) -> list[MemberRow]:
    """The rows to show, in three queries however many."""
    users = User.objects.filter(uuid__in={held.user_uuid for held in found})
    usernames = dict(users.values_list("uuid", "username"))
    codes = {held.scope_code for held in found if held.scope_code}
    names = dict(Station.objects.filter(code__in=codes).values_list("code", "name"))
    names |= division_names(codes)
    day = today()
    return [
        MemberRow(
            held,
            usernames.get(held.user_uuid, ""),
            names.get(held.scope_code, held.scope_code),
            held.valid_to is not None and held.valid_to < day,
        )
        for held in found
    ]


def find_member(actor: Actor, uuid: UUID) -> Membership:
    """Raises NotFound; for all but the bureau there is none."""
    seen = actor.is_system or actor.has(Role.BUREAU)
    found = Membership.objects.filter(uuid=uuid).first() if seen else None
    if found is None:
        raise NotFound(_("No such membership."))
    return found


def username_of(held: Membership) -> str:
    """The log-in name of a member."""
    return User.objects.values_list("username", flat=True).get(uuid=held.user_uuid)


def place_choices() -> list[tuple[str, Any]]:
    """(code, name) of places and townships, each kind in a group."""
    places = [(code, f"{name} {code}") for code, name in _places()]
    towns = [(town.code, f"{town.name} {town.code}") for town in _towns()]
    return [(_("Places"), places), (_("Townships"), towns)]


def place_codes(kind: str) -> set[str]:
    """Codes that a membership of this kind of scope may name."""
    if kind == ScopeKind.TOWNSHIP:
        return {town.code for town in _towns()}
    return {code for code, _name in _places()}


def accounts_at(reached: Q) -> list[tuple[UUID, str, str]]:
    """(user, name, place) of who works at the places that a filter on Station reaches, by name."""
    places = Station.objects.filter(reached)
    held = current_members().filter(
        role__in=WORKING, scope_kind=ScopeKind.STATION, scope_code__in=places.values("code")
    )
    place = places.filter(code=OuterRef("scope_code")).values("name")[:1]
    rows = held.annotate(place=Subquery(place)).order_by("user_name", "place", "id")
    return list(rows.values_list("user_uuid", "user_name", "place"))


def _places() -> list[tuple[str, str]]:
    return list(Station.objects.order_by("code").values_list("code", "name"))


def _towns() -> list[Any]:
    return list(divisions_in_force(below=division_code(), level="TOWNSHIP"))
