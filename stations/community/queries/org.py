"""A place's organisations."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from kernel.access.actor import Actor
from stations.community.models import CommunityOrg
from stations.records.places import at_place


def orgs_at(actor: Actor, station: Any, year: int) -> QuerySet[CommunityOrg]:
    """Organisations that a station and its rooms brought up, with their activities of a year."""
    held = Q(activities__held_on__range=days_of(year), activities__withdrawn_at=None)
    rows = CommunityOrg.objects.restrict(actor, "view").filter(at_place(station), withdrawn_at=None)
    return rows.annotate(activities_of_year=Count("activities", filter=held)).order_by("name", "id")


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)
