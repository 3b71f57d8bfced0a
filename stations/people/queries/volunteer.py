"""The volunteers of one place."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from kernel.access.actor import Actor
from kernel.crypto import mask_id_number
from stations.people.enums import Step
from stations.people.models import Volunteer, VolunteerStep
from stations.people.queries.departure import with_departure
from stations.records.places import at_place


def volunteers_at(actor: Actor, station: Any, year: int) -> QuerySet[Volunteer]:
    """Volunteers of a station and its rooms, the latest first, with ``steps_of_year`` and what
    tells of a leaving."""
    of_year = VolunteerStep.objects.filter(
        done_on__range=(date(year, 1, 1), date(year, 12, 31)), withdrawn_at=None
    )
    seen = Volunteer.objects.restrict(actor, "view").filter(at_place(station), withdrawn_at=None)
    rows = with_departure(seen)
    return rows.prefetch_related(Prefetch("steps", of_year, to_attr="steps_of_year"))


def read_service(volunteer: Volunteer, first_on: date, last_on: date) -> dict[str, Any]:
    """All that a certificate of service says of a time, in plain words and numbers (X17).

    The person, then services, trainings and awards as (day, words, hours), earliest first.
    """
    span = {"withdrawn_at": None, "done_on__range": (first_on, last_on)}
    steps = list(volunteer.steps.filter(**span).order_by("done_on", "id"))
    awards = volunteer.awards.filter(withdrawn_at=None, awarded_on__range=(first_on, last_on))
    served = [step for step in steps if step.step == Step.USE]
    return {
        "name": volunteer.name,
        "id_number": mask_id_number(volunteer.id_number),
        "national_number": volunteer.national_number,
        "station": volunteer.station.name,
        "first_on": first_on.isoformat(),
        "last_on": last_on.isoformat(),
        "hours": str(sum((step.hours or Decimal(0) for step in served), Decimal(0))),
        "services": _step_lines(served),
        "trainings": _step_lines(step for step in steps if step.step == Step.TRAIN),
        "awards": [(award.awarded_on.isoformat(), award.title, award.given_by) for award in awards],
    }


def _step_lines(steps: Iterable[VolunteerStep]) -> list[tuple[str, str, str]]:
    return [
        (
            step.done_on.isoformat(),
            step.content or str(step.get_step_display()),
            "" if step.hours is None else str(step.hours),
        )
        for step in steps
    ]
