"""Whose user account may be named for a worker."""

from uuid import UUID

from django.db.models import Q

from kernel.access.actor import Actor
from stations.network.queries.member import accounts_at
from stations.people.models import Staff
from stations.people.rules import name_accounts

Accounts = dict[UUID, tuple[str, str]]


def accounts_for(actor: Actor, staff: Staff) -> Accounts:
    """User -> (name, how it is offered): who works within the actor's reach, and who is named."""
    reached = Q(pk__isnull=False) if actor.is_system else name_accounts("")(actor)
    found: Accounts = {}
    for user, name, place in accounts_at(reached) if reached is not None else ():
        found.setdefault(user, (name, f"{name} · {place}"))
    if staff.user_uuid is not None:
        found.setdefault(staff.user_uuid, (staff.user_name, staff.user_name))
    return found
