"""Supervisors and the stations they guide, and where sessions were held."""

from typing import Any

from django.db.models import Q, QuerySet

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.enums import SupervisionSite
from stations.people.models import Assignment, Staff, SupervisionSession, Supervisor
from stations.records.models import covering


def supervisors_at(actor: Actor, station: Any) -> QuerySet[Supervisor]:
    """Who guides a place today, for a form."""
    rows = Supervisor.objects.restrict(actor, "view").filter(covering(today()), withdrawn_at=None)
    return rows.filter(station_id=station.pk)


def possible_supervisors(actor: Actor, station: Any) -> QuerySet[Staff]:
    """Workers of any place that the actor sees: the county's own people see them all."""
    working = Assignment.objects.filter(covering(today()), withdrawn_at=None)
    rows = Staff.objects.restrict(actor, "view").filter(
        pk__in=working.values("staff_id"), withdrawn_at=None
    )
    return rows.order_by("name", "id")


def guided_by(supervisor: Supervisor, actor: Actor) -> QuerySet[Supervisor]:
    """All stations that the same supervisor guides or guided, as far as the actor sees them."""
    same = (
        Q(staff_id=supervisor.staff_id)
        if supervisor.staff_id
        else Q(staff=None, name=supervisor.name, organisation=supervisor.organisation)
    )
    rows = Supervisor.objects.restrict(actor, "view").filter(same, withdrawn_at=None)
    return rows.select_related("station").order_by("station__code", "valid_from")


def site_of(session: SupervisionSession) -> str:
    """Where the session was; entries of old have it as their mode."""
    return session.site or (session.mode if session.mode in SupervisionSite.values else "")


def held_at_site(rows: QuerySet, site: str) -> QuerySet:
    return rows.filter(Q(site=site) | Q(site="", mode=site))
