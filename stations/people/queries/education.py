"""The ledger of continuing education: hours in the running period of registration (X18, M39)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from stations.people.models import CredentialRegistration, TrainingAttendance
from stations.people.numbers import numbers


@dataclass(frozen=True)
class Ledger:
    """Hours attended in a period against those required in it."""

    level: str
    first_on: date
    last_on: date
    hours: Decimal
    required: int

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), self.required - self.hours)


def education_ledgers(staff_ids: Collection[int], on: date) -> dict[int, Ledger]:
    """By worker, of the highest certificate whose registration runs on the day; one query.

    Hours of the period attended up to the day count. Who has no running registration has no
    ledger: the period begins with the registration.
    """
    attended = (
        TrainingAttendance.objects.filter(
            staff=OuterRef("credential__staff"),
            training__held_on__gte=OuterRef("valid_from"),
            training__held_on__lte=on,
            training__withdrawn_at=None,
            withdrawn_at=None,
        )
        .order_by()
        .values("staff")
        .annotate(total=Sum("hours"))
        .values("total")
    )
    running = CredentialRegistration.objects.filter(
        credential__staff_id__in=staff_ids,
        credential__withdrawn_at=None,
        valid_from__lte=on,
        valid_until__gte=on,
        withdrawn_at=None,
    ).annotate(
        hours=Coalesce(
            Subquery(attended), Value(Decimal(0)), output_field=DecimalField(decimal_places=1)
        )
    )
    order = numbers().registered_levels
    rows = sorted(
        running.select_related("credential"), key=lambda row: order.index(row.credential.level)
    )
    return {row.credential.staff_id: _ledger(row) for row in rows}


def _ledger(row: CredentialRegistration) -> Ledger:
    return Ledger(
        level=row.credential.get_level_display(),
        first_on=row.valid_from,
        last_on=row.valid_until,
        hours=row.hours,  # type: ignore[attr-defined]
        required=numbers().education_hours[row.credential.level],
    )
