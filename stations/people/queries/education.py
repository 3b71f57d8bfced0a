"""The ledger of continuing education: hours in the running period of registration (X18, M39)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from kernel.access.actor import Actor
from stations.people.models import Credential, CredentialRegistration, TrainingAttendance
from stations.people.numbers import numbers
from stations.people.queries.registration import held_at, highest, rank_of_level

HOURS = DecimalField(max_digits=7, decimal_places=1)


@dataclass(frozen=True)
class Ledger:
    """Hours attended in a period against those required in it."""

    level: str
    first_on: date
    last_on: date
    hours: Decimal
    required: int
    missing: Decimal


def with_education(rows: QuerySet[Credential], on: date) -> QuerySet[Any]:
    """Of each worker the certificate that is in use, with its ledger on a day.

    In use is the highest whose registration runs, else the highest at all. ``period_from`` and
    ``period_until`` (both included) are those of the registration, ``hours_attended`` in the
    period up to the day, ``hours_required`` by the level, ``hours_missing``.
    Without a running registration no period has begun: all but the hours
    required are None.
    """
    running = _running(on)
    rank = rank_of_level() + Case(
        When(Exists(running), then=Value(len(numbers().registered_levels))), default=Value(0)
    )
    required = numbers().education_hours.items()
    found = highest(rows, on, rank).annotate(
        period_from=Subquery(running.values("valid_from")[:1]),
        period_until=Subquery(running.values("valid_until")[:1]),
        hours_required=Case(
            *(When(level=level, then=Value(hours)) for level, hours in required),
            default=Value(0),
            output_field=IntegerField(),
        ),
    )
    attended = Coalesce(Subquery(_attended(on)), Value(Decimal(0)), output_field=HOURS)
    left = Greatest(
        F("hours_required") - F("hours_attended"), Value(Decimal(0)), output_field=HOURS
    )
    return found.annotate(
        hours_attended=Case(When(period_from__isnull=False, then=attended), output_field=HOURS)
    ).annotate(
        hours_missing=Case(When(hours_attended__isnull=False, then=left), output_field=HOURS)
    )


def education_ledgers(staff_ids: Collection[int], on: date) -> dict[int, Ledger]:
    """By worker; one query. Who has no running registration has no ledger."""
    rows = with_education(Credential.objects.filter(staff_id__in=staff_ids), on)
    return {row.staff_id: _ledger(row) for row in rows.filter(period_from__isnull=False)}


def education_due(actor: Actor, station: Any, on: date) -> QuerySet[Any]:
    """Workers of a place (of all one reaches, without one) who lack hours near the period's end.

    Near is data (`education_notice_days`); each row has ``place`` beside its ledger.
    """
    soon = on + timedelta(days=numbers().education_notice_days)
    rows = with_education(held_at(actor, station, on), on)
    return rows.filter(hours_missing__gt=0, period_until__lte=soon).order_by("period_until", "id")


def days_left(row: Any, on: date) -> int | None:
    """Days of the period after the day; None without a period."""
    return (row.period_until - on).days if row.period_until else None


def _running(on: date) -> QuerySet[CredentialRegistration]:
    return CredentialRegistration.objects.filter(
        credential=OuterRef("pk"), valid_from__lte=on, valid_until__gte=on, withdrawn_at=None
    ).order_by("-valid_from")


def _attended(on: date) -> QuerySet[Any]:
    return (
        TrainingAttendance.objects.filter(
            staff=OuterRef("staff"),
            training__held_on__gte=OuterRef("period_from"),
            training__held_on__lte=on,
            training__withdrawn_at=None,
            withdrawn_at=None,
        )
        .order_by()
        .values("staff")
        .annotate(total=Sum("hours"))
        .values("total")
    )


def _ledger(row: Any) -> Ledger:
    return Ledger(
        level=row.get_level_display(),
        first_on=row.period_from,
        last_on=row.period_until,
        hours=row.hours_attended,
        required=row.hours_required,
        missing=row.hours_missing,
    )
