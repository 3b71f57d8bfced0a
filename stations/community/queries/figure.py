"""What the network's pages count of a place's community work, each in its own unit."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from stations.community.enums import POLICY_TOPICS, GroupKind, LinkOutcome, LinkState
from stations.community.models import (
    CommunityOrg,
    Group,
    GroupMeeting,
    OrgActivity,
    ResourceLink,
    StationActivity,
)
from stations.community.queries.org import days_of
from stations.network.queries.figures import Figure, Unit
from stations.records.places import at_place

WORK = Q(group__kind=GroupKind.WORK)


def community_figures(station: Any, year: int) -> list[Figure]:
    """Organisations and what they did, resources linked, groups, the place's own activities."""
    return [
        *_of_orgs(station, *days_of(year)),
        *_of_links(station, *days_of(year)),
        *_of_groups(station, *days_of(year)),
        *_of_activities(station, *days_of(year)),
    ]


def _of_orgs(station: Any, first: date, last: date) -> list[Figure]:
    """Organisations filed or registered in the year, and what organisations did in it."""
    days = (first, last)
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


def _of_links(station: Any, first: date, last: date) -> list[Figure]:
    """Resources that came in the year; whoever found work or began a business by them (G3215): a
    person on file once, however many links led there, others as many as each link says."""
    given = ResourceLink.objects.filter(
        at_place(station),
        state=LinkState.GIVEN,
        settled_on__range=(first, last),
        withdrawn_at=None,
    )
    worked = Q(outcome__in=(LinkOutcome.JOB, LinkOutcome.BUSINESS))
    named = worked & Q(beneficiary__isnull=False)
    found = given.aggregate(
        links=Count("id"),
        known=Count("beneficiary", distinct=True, filter=named),
        named=Count("id", filter=named),
        told=Sum("persons_count", filter=worked, default=0),
    )
    employed = found["told"] - found["named"] + found["known"]
    return [
        Figure("resource_links", _("Resources linked"), Unit.LINK.of(found["links"])),
        Figure("employed", _("In work or business by links"), Unit.PERSON.of(employed)),
    ]


def _of_groups(station: Any, first: date, last: date) -> list[Figure]:
    """Groups that ran in the year, sessions and who came: three units; networks apart (C712)."""
    groups = Group.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=first),
        at_place(station),
        valid_from__lte=last,
        withdrawn_at=None,
    ).aggregate(
        work=Count("id", filter=Q(kind=GroupKind.WORK)),
        networks=Count("id", filter=~Q(kind=GroupKind.WORK)),
    )
    met = GroupMeeting.objects.filter(
        at_place(station, "group__station__"),
        held_on__range=(first, last),
        withdrawn_at=None,
        group__withdrawn_at=None,
    ).aggregate(
        sessions=Count("id", filter=WORK),
        came=Sum("attendance", filter=WORK),
        meetings=Count("id", filter=~WORK),
    )
    return [
        Figure("groups", _("Groups at work"), Unit.PIECE.of(groups["work"])),
        Figure("group_sessions", _("Sessions of groups"), Unit.SESSION.of(met["sessions"])),
        Figure("group_visits", _("Came to groups"), Unit.PERSON_TIME.of(met["came"] or 0)),
        Figure("networks", _("Networks of support"), Unit.PIECE.of(groups["networks"])),
        Figure("network_meetings", _("Meetings of networks"), Unit.EVENT.of(met["meetings"])),
    ]


def _of_activities(station: Any, first: date, last: date) -> list[Figure]:
    """The place's own activities, those about policies (N16), and who came."""
    held = StationActivity.objects.filter(
        at_place(station), held_on__range=(first, last), withdrawn_at=None
    ).aggregate(
        all=Count("id"),
        policies=Count("id", filter=Q(topic__in=POLICY_TOPICS)),
        came=Sum("attendance"),
    )
    return [
        Figure("own_activities", _("Activities of the station"), Unit.EVENT.of(held["all"])),
        Figure("policy_talks", _("Of them about policies"), Unit.EVENT.of(held["policies"])),
        Figure("own_visits", _("Came to activities"), Unit.PERSON_TIME.of(held["came"] or 0)),
    ]
