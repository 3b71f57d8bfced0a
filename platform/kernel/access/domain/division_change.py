"""Memberships scoped to a township, when townships change."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role, ScopeKind
from kernel.hooks import DivisionMoves, Effect
from kernel.workdays.clock import today


def move_memberships(moves: DivisionMoves, actor: Actor) -> list[Effect]:
    """Let memberships of townships that ended go on for what follows them (hook).

    From today, not from the day of the change: a right is never given or taken for days gone by.
    Where nothing follows, the membership ends. What follows in another county is written down here
    until it is taken there (domain/carry.py). The change's own audit entry covers them.
    """
    day = today()
    county = actor.county or ""
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    held = Membership.objects.select_for_update().filter(
        running, scope_kind=ScopeKind.TOWNSHIP, scope_code__in=moves.codes
    )
    moved: Counter[tuple[str, str, str]] = Counter()
    for membership in held:
        old = membership.scope_code
        here = [code for code in moves.codes[old] if code.startswith(county)]
        move_membership(membership, list(moves.codes[old]))
        moved[membership.role, old, ", ".join(here)] += 1
    return [
        Effect("membership", f"{Role(role).label}: {count}", old, new)
        for (role, old, new), count in sorted(moved.items())
    ]


def move_membership(membership: Membership, codes: list[str]) -> None:
    """End it yesterday and give it anew for each code; one not yet begun is only re-addressed.

    A code that the same user holds as long in the same role is not given twice: ending one of two
    would leave the other.
    """
    day = today()
    old, last, first = membership.scope_code, membership.valid_to, membership.valid_from
    start = max(day, first) if first else day
    codes = [code for code in codes if code == old or not is_held(membership, code, start)]
    if old in codes:
        codes = [code for code in codes if code != old]
    elif first is not None and first >= day and codes:
        membership.scope_code, *codes = codes
        membership.save(update_fields=["scope_code"])
    else:
        membership.valid_to = day - timedelta(days=1)
        membership.save(update_fields=["valid_to"])
    Membership.objects.bulk_create(
        Membership(
            user_uuid=membership.user_uuid,
            user_name=membership.user_name,
            role=membership.role,
            scope_kind=ScopeKind.TOWNSHIP,
            scope_code=code,
            valid_from=start,
            valid_to=last,
        )
        for code in codes
    )


def is_held(membership: Membership, code: str, start: date) -> bool:
    """Whether another membership gives the same for a township from the day until its end."""
    last = membership.valid_to
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=start)
    lasting = Q(valid_to__isnull=True) | (Q(valid_to__gte=last) if last else Q(pk__in=[]))
    same = Membership.objects.filter(
        begun,
        lasting,
        user_uuid=membership.user_uuid,
        role=membership.role,
        scope_kind=ScopeKind.TOWNSHIP,
        scope_code=code,
    )
    return same.exclude(pk=membership.pk).exists()
