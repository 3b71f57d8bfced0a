"""The tab 人员 of a station's page, and the volunteers' place among its lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.network.queries.member_proposal import may_propose
from stations.network.tabs import Tab
from stations.people.queries.competence import not_competent
from stations.people.queries.education import education_due
from stations.people.queries.gap import not_registered_for_exam, not_supervised, working
from stations.people.queries.head import uncertified_heads
from stations.people.queries.registration import registration_alerts
from stations.people.queries.staff import staff_at
from stations.people.registers import OF_STAFF, OF_VOLUNTEERS
from stations.people.rules import view_people, write_people
from stations.records.domain import may_at
from stations.records.lists import ListLink
from stations.records.places import HUB
from stations.records.register.links import links_to


def people_tab() -> Tab:
    return Tab(
        key="people",
        title=_("Staff and heads"),
        order=20,
        shown=lambda actor, station: may_at(actor, station, view_people("")),
        template="people/_station_tab.html",
        context=read_people,
    )


def read_people(actor: Actor, station: Any) -> dict[str, Any]:
    """Who works here today, what is to be done about them, and whether one may enter somebody.

    At the hub the alerts are those of the whole county, as far as the actor reaches.
    """
    day = today()
    here = None if station.level == HUB else station
    workers = working(actor, here, day)
    return {
        "staff": staff_at(actor, station, day),
        "alerts": registration_alerts(actor, here, day),
        "exams": not_registered_for_exam(workers, day).count(),
        "education": education_due(actor, here, day).count(),
        "uncertified_heads": uncertified_heads(station, day),
        "supervisions": not_supervised(workers, day).count(),
        "competences": not_competent(workers, day).count(),
        "may_propose": may_propose(actor, station),
        "may_write": may_at(actor, station, write_people("")),
        "lists": links_to(OF_STAFF, actor, station),
    }


def volunteer_lists(actor: Actor, station: Any) -> list[ListLink]:
    """The volunteers, and what belongs to them."""
    return links_to(OF_VOLUNTEERS, actor, station, group=_("Volunteers"))
