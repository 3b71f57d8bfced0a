"""Who may be named responsible for a file of a station."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.access.models import Membership, Role, ScopeKind
from kernel.workdays.clock import today

RESPONSIBLE = (Role.HEAD, Role.WORKER, Role.ROOM_STAFF)


def members_for(station: Any) -> list[tuple[UUID, str]]:
    """(user, name) of those who work at the station or above it today, by name."""
    day = today()
    codes = station.path.split("/")
    rows = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gt=day),
        role__in=RESPONSIBLE,
        scope_kind=ScopeKind.STATION,
        scope_code__in=codes,
    )
    found = dict(rows.values_list("user_uuid", "user_name"))
    return sorted(found.items(), key=lambda each: (each[1], str(each[0])))
