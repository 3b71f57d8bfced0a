"""Alerts: what the records say a station should have seen to (N02, X23). Nothing is stored.

Each kind is a query of its own with the same columns; together they are one statement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    Exists,
    F,
    Func,
    Max,
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
from stations.casework.queries.due import visit_intervals
from stations.casework.rules import view_work
from stations.casework.standards import alert_rule
from stations.network.queries.station import find_station
from stations.records.models import covering
from stations.records.places import at_place

Rows = QuerySet[Any, Any]
COLUMNS = ("kind_of_alert", "uuid", "stands_since", "person", "who", "place", "place_name")
OPEN_FILE = Q(beneficiary__closed_on=None, beneficiary__withdrawn_at=None)
DONE = (Result.MET, Result.REFUSED)


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


class Later(Func):
    """A day with intervals added to it, as a day."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + "
    output_field = DateField()


def alerts(
    actor: Actor, *, station: Any = None, kind: str = "", with_seen: bool = False
) -> list[Alert]:
    """Alerts within the actor's reach, the oldest first: one query."""
    chosen = [AlertKind(kind)] if kind else list(SOURCES)
    found = [
        _columns(each, here, with_seen)
        for each in chosen
        if (here := _reach(actor, station, each)) is not None
    ]
    if not found:
        return []
    rows = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    listed = [Alert(AlertKind(row[0]), *row[1:]) for row in rows]
    return sorted(listed, key=lambda alert: (alert.since, alert.name, str(alert.subject)))


def find_alert(actor: Actor, kind: str, subject: UUID, *, with_seen: bool = False) -> Alert:
    """One alert that stands, with its station. Raises NotFound."""
    listed = alerts(actor, kind=kind, with_seen=with_seen) if kind in AlertKind.values else []
    found = next((alert for alert in listed if alert.subject == subject), None)
    if found is None:
        raise NotFound(_("No such alert."))
    return replace(found, station=find_station(actor, found.code))


def count_alerts(found: Iterable[Alert]) -> list[tuple[AlertKind, int]]:
    """How many of each kind there are, in the order of the kinds."""
    kinds = [alert.kind for alert in found]
    return [(kind, kinds.count(kind)) for kind in AlertKind if kind in kinds]


def resting_note(kind: str, subject: Any, since: Any) -> QuerySet[AlertNote]:
    """What was done about an alert, while it rests."""
    quiet = timedelta(days=alert_rule(AlertKind(kind))["quiet_days"])
    return AlertNote.objects.filter(
        kind=kind, subject=subject, since=since, withdrawn_at=None, done_on__gt=today() - quiet
    )


def _reach(actor: Actor, station: Any, kind: AlertKind) -> Q | None:
    """The rows of a kind that the actor sees, at a place if one is named; None for no row."""
    prefix = f"{_place(kind)}__"
    reach = Q() if actor.is_system else of_minors(view_work(prefix), station=prefix)(actor)
    if reach is None or station is None:
        return reach
    return reach & at_place(station, prefix)


def _place(kind: AlertKind) -> str:
    """A consent has no place but the person's."""
    return "beneficiary__station" if kind == AlertKind.CONSENT_GONE else "station"


def _columns(kind: AlertKind, here: Q, with_seen: bool) -> Rows:
    rows = SOURCES[kind](alert_rule(kind), today()).filter(here, withdrawn_at=None)
    rows = rows.filter(stands_since__lte=today())
    if not with_seen:
        seen = resting_note(kind, OuterRef("uuid"), OuterRef("stands_since"))
        rows = rows.exclude(Exists(seen))
    of_lead = kind == AlertKind.LEAD_WAITING
    named = rows.annotate(
        kind_of_alert=Value(kind.value),
        person=F("beneficiary__uuid"),
        who=F("name") if of_lead else F("beneficiary__name"),
        place=F(f"{_place(kind)}__code"),
        place_name=F(f"{_place(kind)}__name"),
    )
    return named.order_by().values_list(*COLUMNS)


def _missed_visits(rule: dict[str, Any], on: date) -> Rows:
    """Counted from the last visit, or from the day on which the level began."""
    steps = visit_intervals()
    step = Cast(
        Case(*(When(level=level, then=Value(text)) for level, text in steps.items()),
             output_field=CharField()),
        DurationField(),
    )  # fmt: skip
    last = _done_visits().values("beneficiary").annotate(at=Max("held_at")).values("at")
    return (
        VisitLevelSpan.objects.filter(covering(on), OPEN_FILE, level__in=steps)
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
        covering(on), OPEN_FILE, Exists(lower), level__in=rule["levels"]
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
        RiskAssessment.objects.filter(OPEN_FILE, change_on__isnull=False)
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
    standing = same.filter(ended_on=None)
    newer = same.filter(id__gt=OuterRef("id"))
    return (
        Consent.objects.filter(OPEN_FILE, kind__in=rule["kinds"], ended_on__isnull=False)
        .exclude(Exists(standing))
        .exclude(Exists(newer))
        .annotate(stands_since=F("ended_on"))
    )


def _open_needs(rule: dict[str, Any], on: date) -> Rows:
    days = rule["days"]
    since = Case(
        When(matched_on=None, then=_after("raised_on", days[NeedState.RAISED])),
        default=_after("matched_on", days[NeedState.MATCHED]),
        output_field=DateField(),
    )
    return Need.objects.filter(OPEN_FILE, closed_on=None).annotate(stands_since=since)


def _guards_due(rule: dict[str, Any], on: date) -> Rows:
    newer = GuardianshipAssessment.objects.filter(
        beneficiary=OuterRef("beneficiary"), withdrawn_at=None, id__gt=OuterRef("id")
    )
    rows = GuardianshipAssessment.objects.filter(OPEN_FILE).exclude(Exists(newer))
    return rows.annotate(stands_since=_after("next_on", 1))


SOURCES: dict[AlertKind, Callable[[dict[str, Any], date], Any]] = {
    AlertKind.MISSED_VISIT: _missed_visits,
    AlertKind.RISK_RISE: _risk_rises,
    AlertKind.MAJOR_CHANGE: _major_changes,
    AlertKind.LEAD_WAITING: _waiting_leads,
    AlertKind.CONSENT_GONE: _consents_gone,
    AlertKind.NEED_OPEN: _open_needs,
    AlertKind.GUARD_DUE: _guards_due,
}


def _done_visits() -> QuerySet[Visit]:
    """Visits of the person that were made or refused."""
    return Visit.objects.filter(
        beneficiary=OuterRef("beneficiary"), result__in=DONE, withdrawn_at=None
    ).order_by()


def _visited_from(day: str) -> QuerySet[Visit]:
    """Visits on a day of the outer row or later."""
    on = _done_visits().annotate(day=TruncDate("held_at", tzinfo=ZONE))
    return on.filter(day__gte=OuterRef(day))


def _after(day: str, days: int) -> Later:
    return Later(F(day), Value(timedelta(days), output_field=DurationField()))
