"""Why a station may say that it brought a worker to a certificate (Q08)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Sum

from stations.people.enums import ExamResult
from stations.people.models import Assignment, Credential, ExamRegistration, TrainingAttendance
from stations.people.numbers import months_after, numbers
from stations.records.places import STATION, at_place


def passed_on(credential: Credential) -> date:
    """The day on which the exam was passed; without one on file the certificate's day."""
    exams = ExamRegistration.objects.filter(
        staff_id=credential.staff_id,
        level=credential.level,
        result=ExamResult.PASSED,
        result_on__lte=credential.issued_on,
        withdrawn_at=None,
    )
    return exams.aggregate(last=Max("result_on"))["last"] or credential.issued_on


def worked_here(staff_id: int, station: Any, passed: date) -> bool:
    """True when the person worked at the station within the months before the exam was passed."""
    first = months_after(passed, -numbers().cultivation_months)
    lasting = Q(valid_to=None) | Q(valid_to__gt=first)
    rows = Assignment.objects.filter(
        lasting, at_place(_station_of(station)), staff_id=staff_id, withdrawn_at=None
    )
    return rows.filter(valid_from__lte=passed).exists()


def hours_trained_here(staff_id: int, station: Any, passed: date) -> Decimal:
    """Hours of the station's trainings in those months."""
    first = months_after(passed, -numbers().cultivation_months)
    rows = TrainingAttendance.objects.filter(
        at_place(_station_of(station), "training__station__"),
        staff_id=staff_id,
        training__held_on__range=(first, passed - timedelta(days=1)),
        training__withdrawn_at=None,
        withdrawn_at=None,
    )
    return rows.aggregate(total=Sum("hours"))["total"] or Decimal(0)


def is_cultivated(credential: Credential, station: Any) -> bool:
    """Either is enough: worked there, or trained there for long enough; as C18 counts."""
    passed, enough = passed_on(credential), numbers().cultivation_hours
    return (
        worked_here(credential.staff_id, station, passed)
        or hours_trained_here(credential.staff_id, station, passed) >= enough
    )


def _station_of(place: Any) -> Any:
    """The station to which a room belongs; any other place is its own."""
    above = place
    while above is not None and above.level != STATION:
        above = above.parent
    return above or place


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
