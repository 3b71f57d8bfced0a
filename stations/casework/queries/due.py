"""Visits due and done by level, and who is to be visited next.

The evaluation knows how slots are counted and registers here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kernel.access.actor import Actor
from kernel.hooks import Hook
from kernel.workdays.clock import ZONE
from stations.casework.enums import Result
from stations.casework.models import Beneficiary, Visit, VisitLevelSpan
from stations.records.places import at_place
from tenants.queries.division import division_names

Days = dict[int, date]
# Plain rows: a place may have thousands of persons, and a list shows fifty.
SHOWN = ("id", "uuid", "name", "division_code", "station__code", "level", "since", "last_at")

# (station, on) -> list[LevelCount]; the year of the day, up to it.
due_sources: Hook[...] = Hook("due_sources")
# (list[Pace], on) -> {person id: the last day of the slot to be filled next}.
next_due_sources: Hook[...] = Hook("next_due_sources")
# (list[Pace], on) -> {person id: the last day of the first slot that ended without a visit}.
missed_sources: Hook[...] = Hook("missed_sources")
# () -> {level: interval, in PostgreSQL's words}.
interval_sources: Hook[...] = Hook("interval_sources")


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


@dataclass(frozen=True)
class DueRow(DuePerson):
    """A line of a place's due list; ``missed_on`` is the last day of the first missed slot."""

    place: str
    since: date
    missed_on: date | None

    @property
    def is_overdue(self) -> bool:
        return self.missed_on is not None


def level_counts(station: Any, on: date) -> list[LevelCount]:
    """By level; empty for a place that is not evaluated."""
    return [count for found in due_sources.call(station, on) for count in found]


def persons_due(actor: Actor, on: date, days: int) -> list[DuePerson]:
    """Open files with a level within the actor's reach, due up to so many days from ``on``.

    The earliest first. Three queries, however many persons.
    """
    soon, due, _paces = _soon(_with_level(actor, on), on, days)
    villages = division_names((person.division_code for person in soon), on)
    found = (DuePerson(**_least(person, villages, due)) for person in soon)
    return sorted(found, key=lambda person: (person.due_on, person.name))


def due_rows(actor: Actor, on: date, days: int, station: Any = None) -> list[DueRow]:
    """As persons_due, of one place or all within reach; who was missed comes first.

    Four queries, however many persons.
    """
    rows = _with_level(actor, on)
    if station is not None:
        rows = rows.filter(at_place(station))
    soon, due, paces = _soon(rows, on, days)
    missed = _ask(missed_sources, [paces[person.id] for person in soon], on)
    villages = division_names((person.division_code for person in soon), on)
    found = (
        DueRow(
            **_least(person, villages, due),
            place=person.station__code,
            since=person.since,
            missed_on=missed.get(person.id),
        )
        for person in soon
    )
    return sorted(found, key=lambda row: (row.missed_on or row.due_on, row.name))


def visit_intervals() -> dict[int, str]:
    """The interval of each level; empty where nobody has said so."""
    return {level: step for found in interval_sources.call() for level, step in found.items()}


def _with_level(actor: Actor, on: date) -> QuerySet[Any]:
    running = VisitLevelSpan.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        beneficiary=OuterRef("pk"),
        withdrawn_at=None,
        valid_from__lte=on,
    ).order_by("-valid_from")
    # Not an aggregate over the visits: the level would be looked up again for each of them.
    done = Visit.objects.filter(
        beneficiary=OuterRef("pk"), withdrawn_at=None, result__in=(Result.MET, Result.REFUSED)
    ).order_by("-held_at")
    return (
        Beneficiary.objects.restrict(actor, "serve")
        .filter(withdrawn_at=None, closed_on=None)
        .annotate(
            level=Subquery(running.values("level")[:1]),
            since=Subquery(running.values("valid_from")[:1]),
            last_at=Subquery(done.values("held_at")[:1]),
        )
        .filter(level__isnull=False)
    )


def _soon(rows: QuerySet[Any], on: date, days: int) -> tuple[list[Any], Days, dict[int, Pace]]:
    """Who is due up to so many days from ``on``, by when, and at what pace."""
    persons = list(rows.values_list(*SHOWN, named=True))
    paces = {
        person.id: Pace(person.id, person.level, person.since, _day(person.last_at))
        for person in persons
    }
    due = _ask(next_due_sources, list(paces.values()), on)
    last = on + timedelta(days=days)
    soon = [person for person in persons if person.id in due and due[person.id] <= last]
    return soon, due, paces


def _least(person: Any, villages: Mapping[str, str], due: Days) -> dict[str, Any]:
    return {
        "uuid": str(person.uuid),
        "name": person.name,
        "village": villages.get(person.division_code, ""),
        "level": person.level,
        "due_on": due[person.id],
        "last_on": _day(person.last_at),
    }


def _ask(source: Hook[...], paces: list[Pace], on: date) -> Days:
    return {key: day for found in source.call(paces, on) for key, day in found.items()}


def _day(moment: Any) -> date | None:
    return moment.astimezone(ZONE).date() if moment else None
