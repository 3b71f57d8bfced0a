"""Visits due and done by level, and who is to be visited next.

The evaluation knows how slots are counted and registers here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, overload

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from kernel.access.actor import Actor
from kernel.hooks import Hook
from kernel.workdays.clock import ZONE
from stations.casework.enums import Result
from stations.casework.models import Beneficiary, Visit
from stations.casework.queries.basis import by_duty_alone
from stations.records.models import covering
from stations.records.places import STATION, at_place
from tenants.queries.division import division_names

SHOWN = (
    *("id", "uuid", "name", "division_code", "station__code"),
    *("level", "since", "opened", "last_at", "by_duty"),
)

# (station, on) -> list[LevelCount]; the year of the day, up to it.
due_sources: Hook[...] = Hook("due_sources")
# (persons with level, since, opened and last_at, on, until) -> [(person id, its open day)], the
# first day first: the last day of the first slot that no visit fills, if not after ``until``.
waiting_sources: Hook[...] = Hook("waiting_sources")
# (list[Pace], on) -> {person id: the last day of the slot to be filled next}.
next_due_sources: Hook[...] = Hook("next_due_sources")
# () -> which visits count; all made or refused where nobody has said so.
counted_sources: Hook[...] = Hook("counted_sources")
# () -> {level: interval, in PostgreSQL's words}.
interval_sources: Hook[...] = Hook("interval_sources")


# Visits are due from the day on which the station opened, as for C11: a room's of its station's.
OPENED = Case(
    When(station__level=STATION, then="station__opened_on"),
    When(station__parent__level=STATION, then="station__parent__opened_on"),
)


@dataclass(frozen=True)
class LevelCount:
    """A level's due visits in a year so far, and how many of them were made."""

    level: str
    due: int
    done: int


@dataclass(frozen=True)
class Counted:
    """Which visits fill a slot: made at these places, or the first refusals in a row."""

    places: tuple[str, ...]
    refusals: int


@dataclass(frozen=True)
class Pace:
    """A person's level, since when it counts, and the day of the last visit that counts."""

    person_id: int
    level: int
    since: date
    last_on: date | None


@dataclass(frozen=True)
class DuePerson:
    """Who is to be visited by when: the least a visitor needs on the way; ``missed_on`` is the last
    day of the first missed slot."""

    uuid: str
    name: str
    village: str
    level: int
    due_on: date
    last_on: date | None
    missed_on: date | None

    @property
    def is_overdue(self) -> bool:
        return self.missed_on is not None


@dataclass(frozen=True)
class DueRow(DuePerson):
    """A line of a place's due list.

    ``by_duty``: the consent was withdrawn, and a statutory duty alone is why the person is served.
    """

    place: str
    since: date
    by_duty: bool


def level_counts(station: Any, on: date) -> list[LevelCount]:
    """By level; empty for a place that is not evaluated."""
    return [count for found in due_sources.call(station, on) for count in found]


class DueList(Sequence[DueRow]):
    """Who is due up to a day, the missed first; only the rows of a slice are read.

    Who is due follows from level, last visit and the day, so all persons of the place are looked
    at, but in one query that answers with keys. Three more for a slice, however many its rows.
    """

    def __init__(self, persons: QuerySet[Any], on: date, days: int) -> None:
        self.persons, self.on = persons, on
        until = on + timedelta(days=days)
        found = waiting_sources.call(persons.order_by(), on, until)
        self.waiting: list[tuple[int, date]] = [pair for pairs in found for pair in pairs]

    @property
    def overdue(self) -> int:
        """How many have a slot that ended without a visit."""
        return sum(1 for _person, day in self.waiting if day < self.on)

    def __len__(self) -> int:
        return len(self.waiting)

    @overload
    def __getitem__(self, index: int) -> DueRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[DueRow]: ...

    def __getitem__(self, index: int | slice) -> DueRow | list[DueRow]:
        if isinstance(index, int):
            return self._read([self.waiting[index]])[0]
        return self._read(self.waiting[index])

    def _read(self, waiting: list[tuple[int, date]]) -> list[DueRow]:
        days = dict(waiting)
        rows = self.persons.filter(pk__in=days).annotate(by_duty=by_duty_alone())
        rows = rows.order_by("since")
        persons = {person.id: person for person in rows.values_list(*SHOWN, named=True)}
        shown = [persons[key] for key in days if key in persons]
        following = _next_due(shown, self.on)
        villages = division_names((person.division_code for person in shown), self.on)
        return [
            DueRow(
                uuid=str(person.uuid),
                name=person.name,
                village=villages.get(person.division_code, ""),
                level=person.level,
                due_on=following[person.id],
                last_on=_day(person.last_at),
                place=person.station__code,
                since=person.since,
                missed_on=days[person.id] if days[person.id] < self.on else None,
                by_duty=person.by_duty,
            )
            for person in shown
        ]


def persons_due(actor: Actor, on: date, days: int) -> list[DuePerson]:
    """Open files with a level within the actor's reach that wait for a visit, or will within so
    many days from ``on``; who was missed first. Four queries, however many persons.
    """
    kept = [field.name for field in fields(DuePerson)]
    rows = due_list(actor, on, days)[:]
    return [DuePerson(**{name: getattr(row, name) for name in kept}) for row in rows]


def due_list(actor: Actor, on: date, days: int, station: Any = None) -> DueList:
    """As persons_due, of one place or all within reach, read a slice at a time."""
    persons = _with_level(actor, on)
    if station is not None:
        persons = persons.filter(at_place(station))
    return DueList(persons, on, days)


def visit_intervals() -> dict[int, str]:
    """The interval of each level; empty where nobody has said so."""
    return {level: step for found in interval_sources.call() for level, step in found.items()}


def _with_level(actor: Actor, on: date) -> QuerySet[Any]:
    """Who is open and has a level on the day; twice, who has two. The level is joined: looked up
    for each of its mentions it took longer than all else."""
    running = FilteredRelation(
        "levels", condition=covering(on, "levels__") & Q(levels__withdrawn_at=None)
    )
    # Not an aggregate over the visits, which would count them once for each level.
    done = counted_visits(on).filter(beneficiary=OuterRef("pk")).order_by("-held_at")
    return (
        Beneficiary.objects.restrict(actor, "serve")
        .filter(withdrawn_at=None, closed_on=None, service_stopped_on=None)
        .annotate(running=running)
        .filter(running__pk__isnull=False)
        .annotate(
            level=F("running__level"),
            since=F("running__valid_from"),
            opened=OPENED,
            last_at=Subquery(done.values("held_at")[:1]),
        )
    )


def counted_visits(on: date) -> QuerySet[Visit]:
    """Visits that fill a slot; of refusals in a row of the day's year only as many as count in C11.

    From the newest on, so that of most persons no more than one visit is looked at.
    """
    rows = Visit.objects.filter(withdrawn_at=None, result__in=(Result.MET, Result.REFUSED))
    for rule in counted_sources.call():
        rows = rows.filter(place__in=rule.places)
        rows = rows.exclude(result=Result.REFUSED) if not rule.refusals else rows
        if rule.refusals:
            rows = rows.filter(_is_counted(rows, rule.refusals, on))
    return rows


def _is_counted(rows: QuerySet[Visit], refusals: int, on: date) -> Q:
    """Met, or refused with fewer refusals since the last one that was met or the year began."""
    begin = datetime(on.year, 1, 1, tzinfo=ZONE)
    own = rows.filter(beneficiary=OuterRef("beneficiary")).order_by()
    met_since = own.filter(
        result=Result.MET,
        held_at__gt=OuterRef("held_at"),
        held_at__lt=OuterRef(OuterRef("held_at")),
    )
    before = own.filter(
        ~Exists(met_since),
        result=Result.REFUSED,
        held_at__gte=begin,
        held_at__lt=OuterRef("held_at"),
    )
    enough = Exists(before[refusals - 1 : refusals])
    return Q(result=Result.MET) | Q(held_at__lt=begin) | ~Q(enough)


def _next_due(persons: list[Any], on: date) -> dict[int, date]:
    paces = [
        Pace(each.id, each.level, max(each.since, each.opened or each.since), _day(each.last_at))
        for each in persons
    ]
    return {key: day for found in next_due_sources.call(paces, on) for key, day in found.items()}


def _day(moment: Any) -> date | None:
    return moment.astimezone(ZONE).date() if moment else None
