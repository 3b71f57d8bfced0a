"""Memberships of places and townships that go to another county."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q

from kernel.access.models import Membership, ScopeKind
from kernel.hooks import DivisionMoves
from kernel.workdays.clock import today

COLUMNS = ("user_uuid", "user_name", "role", "scope_kind", "scope_code", "valid_to")


def leave(moves: DivisionMoves, places: Collection[str], to: str) -> list[dict[str, Any]]:
    """End today what is scoped to these places, and give it with that of their townships (hook).

    Those of townships were ended by move_memberships a moment before.
    """
    day = today()
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    of_places = Membership.objects.filter(
        running, scope_kind=ScopeKind.STATION, scope_code__in=places
    )
    rows = [
        row | {"scope_code": row["scope_code"]} for row in of_places.values(*COLUMNS, "scope_code")
    ]
    of_places.update(valid_to=day - timedelta(days=1))
    ended = Membership.objects.filter(
        scope_kind=ScopeKind.TOWNSHIP,
        scope_code__in=moves.codes,
        valid_to=day - timedelta(days=1),
    )
    for row in ended.values(*COLUMNS):
        codes = [code for code in moves.codes[row["scope_code"]] if code.startswith(to)]
        rows += [row | {"scope_code": code, "valid_to": None} for code in codes]
    return rows


def arrive(rows: list[dict[str, Any]]) -> int:
    """Give from today what was held in the county left (hook); gives how many."""
    Membership.objects.bulk_create(Membership(valid_from=today(), **row) for row in rows)
    return len(rows)
