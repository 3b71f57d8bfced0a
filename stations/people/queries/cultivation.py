"""Why a station may say that it brought a worker to a certificate (Q08)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from stations.people.models import Assignment, TrainingAttendance
from stations.people.numbers import months_after, numbers


def worked_here(staff_id: int, station: Any, issued_on: date) -> bool:
    """True when the person worked at the station within the months before the certificate."""
    first = months_after(issued_on, -numbers().cultivation_months)
    lasting = Q(valid_to=None) | Q(valid_to__gt=first)
    rows = Assignment.objects.filter(
        lasting, staff_id=staff_id, station_id=station.pk, withdrawn_at=None
    )
    return rows.filter(valid_from__lte=issued_on).exists()


def hours_trained_here(staff_id: int, station: Any, issued_on: date) -> Decimal:
    """Hours of the station's trainings in those months."""
    first = months_after(issued_on, -numbers().cultivation_months)
    rows = TrainingAttendance.objects.filter(
        staff_id=staff_id,
        training__station_id=station.pk,
        training__held_on__range=(first, issued_on - timedelta(days=1)),
        training__withdrawn_at=None,
        withdrawn_at=None,
    )
    return rows.aggregate(total=Sum("hours"))["total"] or Decimal(0)


def is_cultivated(staff_id: int, station: Any, issued_on: date) -> bool:
    """Either is enough: worked there, or trained there for long enough."""
    enough = numbers().cultivation_hours
    return (
        worked_here(staff_id, station, issued_on)
        or hours_trained_here(staff_id, station, issued_on) >= enough
    )


def places_of(staff: Any) -> dict[str, Any]:
    """By code, the stations at which a person has worked or was trained: they may have done it."""
    places = Assignment.objects.filter(staff=staff, withdrawn_at=None).select_related("station")
    trainings = TrainingAttendance.objects.filter(
        staff=staff, withdrawn_at=None, training__withdrawn_at=None
    ).select_related("training__station")
    found = [
        *(place.station for place in places),
        *(attended.training.station for attended in trainings),
    ]
    return {station.code: station for station in found}
