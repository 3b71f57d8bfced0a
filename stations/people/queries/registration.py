"""Where certificates stand with their registration, and which need something done (X18)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from kernel.access.actor import Actor
from stations.people.enums import RegistrationState
from stations.people.models import Assignment, Credential, CredentialRegistration
from stations.people.numbers import months_after, numbers
from stations.records.models import covering
from stations.records.places import at_place


@dataclass(frozen=True)
class Alert:
    """A certificate that is to be registered or renewed: whose, by when, and whether too late."""

    staff_uuid: UUID
    place: str
    path: str
    credential_uuid: UUID
    name: str
    level: str
    state: str
    due_on: date
    overdue: bool

    @property
    def state_label(self) -> str:
        return str(RegistrationState(self.state).label)


def with_registration(rows: QuerySet[Credential], on: date) -> QuerySet[Any]:
    """The certificates with ``registered_until`` and ``registration_state`` of a day.

    A certificate of a level that is not registered has neither (None, and an empty state).
    """
    soon = on + timedelta(days=numbers().renewal_notice_days)
    last = CredentialRegistration.objects.filter(
        credential=OuterRef("pk"), withdrawn_at=None, registered_on__lte=on
    ).order_by("-valid_until")
    return rows.annotate(registered_until=Subquery(last.values("valid_until")[:1])).annotate(
        registration_state=Case(
            When(~Q(level__in=numbers().registered_levels), then=Value("")),
            When(registered_until=None, then=Value(RegistrationState.UNREGISTERED)),
            When(registered_until__lt=on, then=Value(RegistrationState.LAPSED)),
            When(registered_until__lte=soon, then=Value(RegistrationState.DUE)),
            default=Value(RegistrationState.REGISTERED),
            output_field=CharField(),
        )
    )


def rank_of_level() -> Case:
    """The place of a certificate's level among the national ones, the lowest first; else -1."""
    order = numbers().registered_levels
    places = (When(level=level, then=Value(place)) for place, level in enumerate(order))
    return Case(*places, default=Value(-1))


def highest(rows: QuerySet[Credential], on: date, rank: Any = None) -> QuerySet[Credential]:
    """Of each worker the certificate of the highest national level on a day: it is registered.

    Another ``rank`` puts certificates in another order.
    """
    order = numbers().registered_levels
    rank = rank_of_level() if rank is None else rank
    above = (
        Credential.objects.filter(staff=OuterRef("staff"), issued_on__lte=on, withdrawn_at=None)
        .annotate(rank=rank)
        .filter(
            Q(rank__gt=OuterRef("rank"))
            # Twice the same level: the later certificate is the one in use.
            | Q(rank=OuterRef("rank"), issued_on__gt=OuterRef("issued_on"))
            | Q(rank=OuterRef("rank"), issued_on=OuterRef("issued_on"), pk__gt=OuterRef("pk"))
        )
    )
    held = rows.filter(level__in=order, issued_on__lte=on, withdrawn_at=None)
    return held.annotate(rank=rank).filter(~Exists(above))


def held_at(actor: Actor, station: Any, on: date) -> QuerySet[Any]:
    """The certificates of those who work at a place on a day (at all, without one), with the
    code and the path of one of their places as ``place`` and ``path``."""
    working = Assignment.objects.filter(covering(on), withdrawn_at=None, staff__withdrawn_at=None)
    if station is not None:
        working = working.filter(at_place(station))
    rows = Credential.objects.restrict(actor, "view").filter(staff__in=working.values("staff_id"))
    place = working.filter(staff=OuterRef("staff")).order_by("id")
    found = rows.annotate(
        place=Subquery(place.values("station__code")[:1]),
        path=Subquery(place.values("station__path")[:1]),
    )
    return found.select_related("staff")


def registration_alerts(actor: Actor, station: Any, on: date) -> list[Alert]:
    """What is to be registered or renewed, the most urgent first, in one query.

    For a head those of the station, for the county (``station`` None) all it reaches.
    """
    held = with_registration(highest(held_at(actor, station, on), on), on)
    waiting = held.exclude(registration_state=RegistrationState.REGISTERED)
    return sorted((_alert(row, on) for row in waiting), key=lambda alert: alert.due_on)


def _alert(row: Any, on: date) -> Alert:
    due_on = row.registered_until or months_after(row.issued_on, numbers().register_within_months)
    return Alert(
        staff_uuid=row.staff.uuid,
        place=row.place,
        path=row.path,
        credential_uuid=row.uuid,
        name=row.staff.name,
        level=row.get_level_display(),
        state=row.registration_state,
        due_on=due_on,
        overdue=due_on < on,
    )
