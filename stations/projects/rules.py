"""Who may see and change purchased projects (glossary.md, section 9, column "community, projects").

A purchaser reads the projects of which an account of theirs is named as a recipient's: counts
and lists without persons.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.community.rules import view_community, write_community
from stations.network.queries.scope import own_stations

# Whom the navigation leads to the projects.
READERS = (
    *(Role.BUREAU, Role.HUB_STAFF, Role.AUDITOR, Role.HEAD, Role.WORKER, Role.ROOM_STAFF),
    *(Role.TOWNSHIP, Role.SUPERVISOR, Role.AGENCY, Role.PURCHASER),
)


def view_projects(prefix: str = "", *, of_place: bool = False) -> Rule:
    """r: as community work; the purchaser their own.

    ``prefix`` leads to the project ("" on the project itself, "project__" on its parts);
    ``of_place``: written for Station, by which a list is opened, which no purchaser does.
    """
    work = view_community("" if of_place else f"{prefix}station__")
    return work if of_place else _beside(work, lambda actor: read_as_purchaser(actor, prefix))


def write_projects(prefix: str = "", *, of_place: bool = False) -> Rule:
    """w: the county, the hub, the station's head and workers."""
    return write_community("" if of_place else f"{prefix}station__")


def open_to_purchaser(prefix: str = "") -> Rule:
    """Who lets a purchaser's account in: the bureau, which gave it, and the station's head."""
    own = own_stations(f"{prefix}station__")
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own})


def read_as_purchaser(actor: Actor, prefix: str = "") -> Q | None:
    """The projects of which this user is a recipient's account today; None for who is no
    purchaser."""
    if not actor.has(Role.PURCHASER):
        return None
    # Here because the models load their rules.
    from stations.projects.models import ReportSubscription

    own = ReportSubscription.objects.filter(
        account_uuid=actor.user_uuid, valid_to=None, withdrawn_at=None
    )
    return Q(**{f"{prefix}pk__in": own.values("project_id")})


def _beside(rule: Rule, more: Callable[[Actor], Any]) -> Rule:
    """What either reaches."""

    def reach(actor: Actor) -> Q | None:
        found = [each for each in (rule(actor), more(actor)) if each is not None]
        return (found[0] | found[-1]) if found else None

    return reach
