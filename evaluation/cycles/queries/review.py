"""Reviewers: who may be asked, and how far a team is."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from evaluation.cycles.models import Assignment, Evaluation
from evaluation.cycles.rules import assigned
from kernel.access.models import Role
from kernel.access.queries import active_memberships, members_with_role
from kernel.workdays.clock import today
from stations.network.queries.scope import own_stations

# Nobody reviews what they run, do, supervise or have checked.
BOUND_ROLES = (Role.HEAD, Role.WORKER, Role.AGENCY, Role.SUPERVISOR, Role.TOWNSHIP)


def reviewer_names(wanted: Collection[UUID]) -> dict[UUID, str]:
    """Names of those who hold an active REVIEWER membership."""
    rows = members_with_role(Role.REVIEWER).filter(user_uuid__in=wanted)
    return dict(rows.values_list("user_uuid", "user_name"))


def bound_to_station(station: Any, persons: Collection[UUID] | None = None) -> set[UUID]:
    """Those with an active membership that reaches the station as its own, or supervises it."""
    rows = active_memberships(today()).filter(role__in=BOUND_ROLES)
    if persons is not None:
        rows = rows.filter(user_uuid__in=persons)
    reach, stations = own_stations(), type(station)._default_manager.filter(pk=station.pk)
    by_person: dict[UUID, list[Q]] = {}
    for each in rows:
        by_person.setdefault(each.user_uuid, []).append(reach(each))
    return {
        person
        for person, scopes in by_person.items()
        if stations.filter(reduce(or_, scopes)).exists()
    }


def reviewed_stations(held: Any) -> Any:
    """Station ids of the sheets a REVIEWER was assigned; what other roles hold reaches none."""
    if held.role != Role.REVIEWER:
        return []
    mine = Evaluation.objects.filter(pk__in=assigned(held.user_uuid))
    return mine.values("station_id")


def list_candidates(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Reviewers of the county who may be assigned here, by name."""
    bound = bound_to_station(evaluation.station)
    taken = set(evaluation.assignments.values_list("reviewer", flat=True))
    names = dict(members_with_role(Role.REVIEWER).values_list("user_uuid", "user_name"))
    return [
        {"uuid": uuid, "name": name}
        for uuid, name in names.items()
        if uuid not in bound and uuid not in taken
    ]


def list_team(evaluation: Evaluation) -> list[Assignment]:
    """Every assignment with its number of grades, the recused ones last."""
    rows = evaluation.assignments.prefetch_related("grades")
    return sorted(rows, key=lambda each: (not each.is_active, each.pk))
