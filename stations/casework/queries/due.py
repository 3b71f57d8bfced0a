"""Visits due and done by level, and who is to be visited next.

The evaluation knows how slots are counted and registers here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from kernel.access.actor import Actor
from kernel.hooks import Hook
from kernel.workdays.clock import ZONE
from stations.casework.enums import Result
from stations.casework.models import Beneficiary, VisitLevelSpan
from tenants.queries.division import division_names

# (station, on) -> list[LevelCount]; the year of the day, up to it.
due_sources: Hook[...] = Hook("due_sources")
# (list[Pace], on) -> {person id: the last day of the slot to be filled next}.
next_due_sources: Hook[...] = Hook("next_due_sources")


@dataclass(frozen=True)
class LevelCount:
    """A level's due visits in a year so far, and how many of them were made."""

    level: str
    due: int
    done: int


@dataclass(frozen=True)
class Pace:
    """A person's level, since when it counts, and the day of the last visit."""

    person_id: int
    level: int
    since: date
    last_on: date | None


@dataclass(frozen=True)
class DuePerson:
    """Who is to be visited by when: the least a visitor needs on the way."""

    uuid: str
    name: str
    village: str
    level: int
    due_on: date
    last_on: date | None


def level_counts(station: Any, on: date) -> list[LevelCount]:
    """By level; empty for a place that is not evaluated."""
    return [count for found in due_sources.call(station, on) for count in found]


def persons_due(actor: Actor, on: date, days: int) -> list[DuePerson]:
    """Open files with a level within the actor's reach, due up to so many days from ``on``.

    The earliest first. Three queries, however many persons.
    """
    persons = list(_with_level(actor, on))
    due = _next_due(persons, on)
    last = on + timedelta(days=days)
    soon = [person for person in persons if person.pk in due and due[person.pk] <= last]
    villages = division_names((person.division_code for person in soon), on)
    found = (
        DuePerson(
            str(person.uuid),
            person.name,
            villages.get(person.division_code, ""),
            person.level,
            due[person.pk],
            _day(person.last_at),
        )
        for person in soon
    )
    return sorted(found, key=lambda person: (person.due_on, person.name))


def _with_level(actor: Actor, on: date) -> QuerySet[Any]:
    running = VisitLevelSpan.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        beneficiary=OuterRef("pk"),
        withdrawn_at=None,
        valid_from__lte=on,
    ).order_by("-valid_from")
    done = Q(visits__withdrawn_at=None, visits__result__in=(Result.MET, Result.REFUSED))
    return (
        Beneficiary.objects.restrict(actor, "serve")
        .filter(withdrawn_at=None, closed_on=None)
        .annotate(
            level=Subquery(running.values("level")[:1]),
            since=Subquery(running.values("valid_from")[:1]),
            last_at=Max("visits__held_at", filter=done),
        )
        .filter(level__isnull=False)
        .only("uuid", "name", "division_code")
    )


def _next_due(persons: Iterable[Any], on: date) -> dict[int, date]:
    paces = [
        Pace(person.pk, person.level, person.since, _day(person.last_at)) for person in persons
    ]
    due: dict[int, date] = {}
    for found in next_due_sources.call(paces, on):
        due |= found
    return due


def _day(moment: Any) -> date | None:
    return moment.astimezone(ZONE).date() if moment else None
