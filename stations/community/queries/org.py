"""A place's organisations and what the network's pages count of them."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.community.models import CommunityOrg, OrgActivity
from stations.network.queries.figures import Figure, Unit
from stations.records.places import at_place


def orgs_at(actor: Actor, station: Any, year: int) -> QuerySet[CommunityOrg]:
    """Organisations that a station and its rooms brought up, with their activities of a year."""
    held = Q(activities__held_on__range=_days(year), activities__withdrawn_at=None)
    rows = CommunityOrg.objects.restrict(actor, "view").filter(at_place(station), withdrawn_at=None)
    return rows.annotate(activities_of_year=Count("activities", filter=held)).order_by("name", "id")


def community_figures(station: Any, year: int) -> list[Figure]:
    """Organisations filed or registered in the year, and what organisations did in it."""
    days = _days(year)
    orgs = CommunityOrg.objects.filter(
        Q(filed_on__range=days) | Q(registered_on__range=days),
        at_place(station),
        withdrawn_at=None,
    )
    activities = OrgActivity.objects.filter(
        at_place(station, "org__station__"), held_on__range=days, withdrawn_at=None
    )
    return [
        Figure("orgs", _("Organisations brought up"), Unit.PIECE.of(orgs.count())),
        Figure("activities", _("Their activities"), Unit.EVENT.of(activities.count())),
    ]


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
