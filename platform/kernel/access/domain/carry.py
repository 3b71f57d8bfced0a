"""Memberships of places and townships that go to another county."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q

from kernel.access.models import Membership, ScopeKind
from kernel.hooks import DivisionMoves
from kernel.workdays.clock import today

COLUMNS = (
    *("user_uuid", "user_name", "role", "scope_kind", "scope_code"),
    *("valid_from", "valid_to"),
)


def leave(moves: DivisionMoves, places: Collection[str], to: str) -> list[dict[str, Any]]:
    """End today what is scoped to these places, and give it with that of their townships (hook).

    What is scoped to a township of the other county was written by move_memberships a moment
    before, and nothing else is: it goes there with its own days.
    """
    day = today()
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    of_places = Membership.objects.filter(
        running, scope_kind=ScopeKind.STATION, scope_code__in=places
    )
    of_towns = Membership.objects.filter(
        scope_kind=ScopeKind.TOWNSHIP, scope_code__startswith=to, scope_code__in=followers(moves)
    )
    rows = [*of_places.values(*COLUMNS), *of_towns.values(*COLUMNS)]
    of_places.update(valid_to=day - timedelta(days=1))
    of_towns.delete()
    return rows


def followers(moves: DivisionMoves) -> set[str]:
    """Codes of all that follows a moved division."""
    return {code for codes in moves.codes.values() for code in codes}


def arrive(rows: list[dict[str, Any]]) -> int:
    """Give what was held in the county left (hook), from today or the later day on which it was
    to begin; gives how many."""
    day = today()
    Membership.objects.bulk_create(
        Membership(**row | {"valid_from": max(day, row["valid_from"] or day)}) for row in rows
    )
    return len(rows)
