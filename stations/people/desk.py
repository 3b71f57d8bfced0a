"""What the people of the stations put on the desks of heads and of the bureau (X18, Z25).

Each as one task a place for a head, and one for the county: names stand on the list it leads to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from stations.network.queries.station import station_rows, stations_by_code
from stations.people.numbers import months_after, numbers
from stations.people.queries.education import education_due
from stations.people.queries.gap import not_supervised, working
from stations.people.queries.registration import registration_alerts
from stations.records.places import HUB

COUNTY = (Role.BUREAU, Role.HUB_STAFF)


@dataclass(frozen=True)
class Waiting:
    """Something to be done for one worker: the path of the worker's place, and by when."""

    path: str
    due_on: date


@dataclass(frozen=True)
class Place:
    """Where a task is seen to; a county's hub stands for the whole county."""

    code: str
    name: str
    is_hub: bool

    def covers(self, path: str) -> bool:
        return self.is_hub or self.code in path.split("/")


def staff_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """What waits at each of a head's places; for the county, of the whole county at its hub."""
    places = _places(actor)
    if not places:
        return []
    return [
        DeskTask(say(len(found)), address(place.code), min(found), kind, place.name)
        for kind, rows, say, address in _kinds(actor, on)
        for place in places
        if (found := [row.due_on for row in rows if place.covers(row.path)])
    ]


def _places(actor: Actor) -> list[Place]:
    """The hub for the county's own people, else the places one heads."""
    if actor.has(*COUNTY):
        rows = station_rows(actor, level=HUB)
        return [Place(row["code"], row["name"], True) for row in rows[:1]]
    codes = {held.scope for held in actor.holding(Role.HEAD)}
    found = stations_by_code(actor, codes) if codes else []
    return [Place(place.code, place.name, place.level == HUB) for place in found]


def _kinds(
    actor: Actor, on: date
) -> Iterable[tuple[str, list[Waiting], Callable[[int], str], Callable[[str], str]]]:
    """Kind, who waits (a query each), the words for so many, the page for a place's code."""
    reader = replace(actor, memberships=tuple(actor.holding(*COUNTY, Role.HEAD)))
    yield "registration", _to_register(reader, on), _say_registrations, _tab
    yield "education", _to_educate(reader, on), _say_education, _ledger
    yield "supervision", _to_supervise(reader, on), _say_supervisions, _unsupervised


def _to_register(actor: Actor, on: date) -> list[Waiting]:
    return [Waiting(alert.path, alert.due_on) for alert in registration_alerts(actor, None, on)]


def _to_educate(actor: Actor, on: date) -> list[Waiting]:
    return [Waiting(row.path, row.period_until) for row in education_due(actor, None, on)]


def _to_supervise(actor: Actor, on: date) -> list[Waiting]:
    """Due when the interval since the last session, or since the arrival, has passed (Z25)."""
    months = numbers().supervision_months
    return [
        Waiting(row.path, months_after(row.supervised_on or row.joined_on, months))
        for row in not_supervised(working(actor, None, on), on)
    ]


def _say_registrations(count: int) -> str:
    return ngettext(
        "%(count)d certificate to be registered or renewed",
        "%(count)d certificates to be registered or renewed",
        count,
    ) % {"count": count}


def _say_education(count: int) -> str:
    return ngettext(
        "%(count)d worker lacks hours of continuing education",
        "%(count)d workers lack hours of continuing education",
        count,
    ) % {"count": count}


def _say_supervisions(count: int) -> str:
    return ngettext(
        "%(count)d worker waits for a supervision session",
        "%(count)d workers wait for a supervision session",
        count,
    ) % {"count": count}


def _tab(code: str) -> str:
    return f"{reverse('network:station', 'config.urls_county', [code])}?tab=people"


def _ledger(code: str) -> str:
    return f"{reverse('people:education-ledgers-list', 'config.urls_county', [code])}?stand=DUE"


def _unsupervised(code: str) -> str:
    return f"{reverse('people:staff-list', 'config.urls_county', [code])}?waiting=SUPERVISION"
