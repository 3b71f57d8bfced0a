"""Alerts: what the records say a station should have seen to (N02, X23). Nothing is stored.

Each kind is a query of its own with the same columns; together they are one statement, which the
database orders, pages and counts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, overload
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from kernel.workdays.clock import ZONE, today
from stations.casework.enums import AlertKind, LeadState, NeedState, Result
from stations.casework.lapses import Later
from stations.casework.minors import of_minors
from stations.casework.models import (
    AlertNote,
    Consent,
    DiscoveryLead,
    GuardianshipAssessment,
    Need,
    RiskAssessment,
    Visit,
    VisitLevelSpan,
)
from stations.casework.queries.due import counted_visits, visit_intervals
from stations.casework.queries.served import OPEN_FILE, SERVED
from stations.casework.rules import view_work
from stations.casework.standards import alert_rule
from stations.network.queries.station import find_station
from stations.records.models import covering
from stations.records.places import at_place

Rows = QuerySet[Any, Any]
COLUMNS = ("kind_of_alert", "uuid", "stands_since", "person", "who", "place", "place_name")
# Beside the parts, not in each of them: the day since which an alert stands is looked up once for
# every record, not once for each of its mentions.
STANDING = "WHERE stands_since <= %s"
# As resting_note says.
RESTING = """EXISTS (
    SELECT FROM casework_alertnote note
    WHERE note.subject = alert.uuid AND note.kind = kind_of_alert AND note.since = stands_since
        AND note.withdrawn_at IS NULL AND note.done_on > rests_since
)"""
ORDERED = "ORDER BY stands_since, who, uuid"
DONE = (Result.MET, Result.REFUSED)
OF_CONSENTS = (AlertKind.CONSENT_GONE, AlertKind.CONSENT_ENDS)


@dataclass(frozen=True)
class Alert:
    """One thing to see to; ``person`` is the file it is about, None for a lead."""

    kind: AlertKind
    subject: UUID
    since: date
    person: UUID | None
    name: str
    code: str
    place: str
    station: Any = None


@dataclass(frozen=True)
class Backlog:
    """How many alerts stand at a place, and since when the oldest of them."""

    code: str
    place: str
    count: int
    since: date


class AlertList(Sequence[Alert]):
    """Alerts of one reach, the oldest first: the database orders and counts them, and only those
    of a slice are read. One query for the length, one for a slice, one for a count by kind or
    place."""

    def __init__(self, parts: Sequence[Rows], with_seen: bool) -> None:
        self.parts, self.with_seen = parts, with_seen

    @cached_property
    def _watched(self) -> tuple[str, tuple[Any, ...]]:
        """All parts as one statement, put together once for all that is asked of it."""
        rows = [part.values_list(*COLUMNS, "rests_since") for part in self.parts]
        query = rows[0].union(*rows[1:], all=True).query if len(rows) > 1 else rows[0].query
        return query.sql_with_params()

    @cached_property
    def _length(self) -> int:
        return int(sum(count for (count,) in self._ask("count(*)")))

    def by_kind(self) -> list[tuple[AlertKind, int]]:
        """How many of each kind there are, in the order of the kinds."""
        found = dict(self._ask("kind_of_alert, count(*)", "GROUP BY 1"))
        return [(kind, found[kind.value]) for kind in AlertKind if kind.value in found]

    def by_place(self) -> list[Backlog]:
        """How many stand at each place, and since when."""
        wanted = "place, place_name, count(*), min(stands_since)"
        return [Backlog(*row) for row in self._ask(wanted, "GROUP BY 1, 2 ORDER BY 1")]

    def find(self, subject: UUID) -> Alert | None:
        """The alert about a record; of that record alone."""
        parts = [rows.filter(uuid=subject) for rows in self.parts]
        return next(iter(AlertList(parts, self.with_seen)), None)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Alert]:
        return iter(self[:])

    @overload
    def __getitem__(self, index: int) -> Alert: ...

    @overload
    def __getitem__(self, index: slice) -> list[Alert]: ...

    def __getitem__(self, index: int | slice) -> Alert | list[Alert]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        first = index.start or 0
        most = None if index.stop is None else max(index.stop - first, 0)
        rows = self._ask(", ".join(COLUMNS), f"{ORDERED} LIMIT %s OFFSET %s", most, first)
        return [Alert(AlertKind(row[0]), *row[1:]) for row in rows]

    def _ask(self, wanted: str, rest: str = "", *params: Any) -> list[tuple[Any, ...]]:
        """Of all that stands; ``wanted`` and ``rest`` are this class's own words."""
        if not self.parts:
            return []
        watched, given = self._watched
        standing = STANDING if self.with_seen else f"{STANDING} AND NOT {RESTING}"
        statement = f"WITH alert AS MATERIALIZED ({watched}) SELECT {wanted} FROM alert {standing}"
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} {rest}", (*given, today(), *params))
            return cursor.fetchall()


def alerts(
    actor: Actor, *, station: Any = None, kind: str = "", with_seen: bool = False
) -> AlertList:
    """Alerts within the actor's reach, the oldest first; nothing is read yet."""
    chosen = [AlertKind(kind)] if kind else list(SOURCES)
    parts = [
        _watched(each, here)
        for each in chosen
        if (here := _reach(actor, station, each)) is not None
    ]
    return AlertList(parts, with_seen)


def find_alert(actor: Actor, kind: str, subject: UUID, *, with_seen: bool = False) -> Alert:
    """One alert that stands, with its station. Raises NotFound."""
    known = kind in AlertKind.values
    found = alerts(actor, kind=kind, with_seen=with_seen).find(subject) if known else None
    if found is None:
        raise NotFound(_("No such alert."))
    return replace(found, station=find_station(actor, found.code))


def resting_note(kind: str, subject: Any, since: Any) -> QuerySet[AlertNote]:
    """What was done about an alert, while it rests."""
    day = _rests_since(alert_rule(AlertKind(kind)))
    return AlertNote.objects.filter(
        kind=kind, subject=subject, since=since, withdrawn_at=None, done_on__gt=day
    )


def _rests_since(rule: dict[str, Any]) -> date:
    """What was done after this day about an alert of the rule keeps it quiet today."""
    return today() - timedelta(days=rule["quiet_days"])


def _reach(actor: Actor, station: Any, kind: AlertKind) -> Q | None:
    """The rows of a kind that the actor sees, at a place if one is named; None for no row."""
    prefix = f"{_place(kind)}__"
    reach = Q() if actor.is_system else of_minors(view_work(prefix), station=prefix)(actor)
    if reach is None or station is None:
        return reach
    return reach & at_place(station, prefix)


def _place(kind: AlertKind) -> str:
    """A consent has no place but the person's."""
    return "beneficiary__station" if kind in OF_CONSENTS else "station"


def _watched(kind: AlertKind, here: Q) -> Rows:
    """The records of a kind that may give an alert, with the columns of all kinds."""
    rule = alert_rule(kind)
    rows = SOURCES[kind](rule, today()).filter(here, withdrawn_at=None)
    of_lead = kind == AlertKind.LEAD_WAITING
    named = rows.annotate(
        kind_of_alert=Value(kind.value),
        rests_since=Value(_rests_since(rule), output_field=DateField()),
        person=F("beneficiary__uuid"),
        who=F("name") if of_lead else F("beneficiary__name"),
        place=F(f"{_place(kind)}__code"),
        place_name=F(f"{_place(kind)}__name"),
    )
    return named.order_by()


def _missed_visits(rule: dict[str, Any], on: date) -> Rows:
    """Counted from the last visit that fills a slot, as on the due list, or from the day on which
    the level began."""
    steps = visit_intervals()
    step = Cast(
        Case(*(When(level=level, then=Value(text)) for level, text in steps.items()),
             output_field=CharField()),
        DurationField(),
    )  # fmt: skip
    # The first entry of the index visit_last, which Max over a group would not find.
    of_person = counted_visits(on).filter(beneficiary=OuterRef("beneficiary"))
    last = of_person.order_by("-held_at").values("held_at")[:1]
    return (
        VisitLevelSpan.objects.filter(covering(on), SERVED, level__in=steps)
        .annotate(anchor=Greatest(F("valid_from"), TruncDate(Subquery(last), tzinfo=ZONE)))
        .annotate(stands_since=Later(F("anchor"), *[step] * rule["intervals"]))
    )


def _risk_rises(rule: dict[str, Any], on: date) -> Rows:
    lower = VisitLevelSpan.objects.filter(
        beneficiary=OuterRef("beneficiary"),
        valid_to=OuterRef("valid_from"),
        level__gt=OuterRef("level"),
        withdrawn_at=None,
    )
    raised = VisitLevelSpan.objects.filter(
        covering(on), SERVED, Exists(lower), level__in=rule["levels"]
    )
    unvisited = raised.exclude(Exists(_visited_from("valid_from")))
    return unvisited.annotate(stands_since=F("valid_from"))


def _major_changes(rule: dict[str, Any], on: date) -> Rows:
    newer = RiskAssessment.objects.filter(
        beneficiary=OuterRef("beneficiary"),
        change_on__isnull=False,
        withdrawn_at=None,
        id__gt=OuterRef("id"),
    )
    return (
        RiskAssessment.objects.filter(SERVED, change_on__isnull=False)
        .exclude(Exists(newer))
        .exclude(Exists(_visited_from("change_on")))
        .annotate(stands_since=_after("change_on", rule["days"]))
    )


def _waiting_leads(rule: dict[str, Any], on: date) -> Rows:
    days = Case(
        *(When(urgency=level, then=Value(timedelta(n))) for level, n in rule["days"].items()),
        output_field=DurationField(),
    )
    leads = DiscoveryLead.objects.filter(state=LeadState.NEW)
    return leads.annotate(stands_since=Later(F("told_on"), days))


def _consents_gone(rule: dict[str, Any], on: date) -> Rows:
    same = Consent.objects.filter(
        beneficiary=OuterRef("beneficiary"), kind=OuterRef("kind"), withdrawn_at=None
    )
    standing = same.standing(on)
    newer = same.filter(id__gt=OuterRef("id"))
    return (
        Consent.objects.filter(OPEN_FILE, kind__in=rule["kinds"], ended_on__isnull=False)
        .exclude(Exists(standing))
        .exclude(Exists(newer))
        .annotate(stands_since=F("ended_on"))
    )


def _consents_ending(rule: dict[str, Any], on: date) -> Rows:
    """The last one of a kind, some days before it lapses, and anew once it has: what was done
    about the first says nothing of the second."""
    newer = Consent.objects.filter(
        beneficiary=OuterRef("beneficiary"),
        kind=OuterRef("kind"),
        withdrawn_at=None,
        id__gt=OuterRef("id"),
    )
    before = Case(
        *(When(kind=kind, then=_after("lapses_after", -n)) for kind, n in rule["kinds"].items()),
        output_field=DateField(),
    )
    lapsed = When(lapses_after__lt=on, then=_after("lapses_after", 1))
    rows = Consent.objects.filter(SERVED, kind__in=rule["kinds"], ended_on=None).with_last_day()
    ending = rows.filter(lapses_after__isnull=False).exclude(Exists(newer))
    return ending.annotate(stands_since=Case(lapsed, default=before, output_field=DateField()))


def _open_needs(rule: dict[str, Any], on: date) -> Rows:
    days = rule["days"]
    since = Case(
        When(matched_on=None, then=_after("raised_on", days[NeedState.RAISED])),
        default=_after("matched_on", days[NeedState.MATCHED]),
        output_field=DateField(),
    )
    return Need.objects.filter(SERVED, closed_on=None).annotate(stands_since=since)


def _guards_due(rule: dict[str, Any], on: date) -> Rows:
    newer = GuardianshipAssessment.objects.filter(
        beneficiary=OuterRef("beneficiary"), withdrawn_at=None, id__gt=OuterRef("id")
    )
    rows = GuardianshipAssessment.objects.filter(SERVED).exclude(Exists(newer))
    return rows.annotate(stands_since=_after("next_on", 1))


SOURCES: dict[AlertKind, Callable[[dict[str, Any], date], Any]] = {
    AlertKind.MISSED_VISIT: _missed_visits,
    AlertKind.RISK_RISE: _risk_rises,
    AlertKind.MAJOR_CHANGE: _major_changes,
    AlertKind.LEAD_WAITING: _waiting_leads,
    AlertKind.CONSENT_GONE: _consents_gone,
    AlertKind.CONSENT_ENDS: _consents_ending,
    AlertKind.NEED_OPEN: _open_needs,
    AlertKind.GUARD_DUE: _guards_due,
}


def _visited_from(day: str) -> QuerySet[Visit]:
    """Visits of the person that were made or refused on a day of the outer row or later: here it
    is asked whether anybody went there since, however often they were refused before."""
    done = Visit.objects.filter(
        beneficiary=OuterRef("beneficiary"), result__in=DONE, withdrawn_at=None
    ).order_by()
    return done.annotate(day=TruncDate("held_at", tzinfo=ZONE)).filter(day__gte=OuterRef(day))


def _after(day: str, days: int) -> Later:
    return Later(F(day), Value(timedelta(days), output_field=DurationField()))
