"""Interns come and go."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.people.enums import InternKind
from stations.people.models import Internship, Staff
from stations.people.rules import write_people
from stations.records.domain import (
    end_span,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.models import covering


def begin_internship(
    *,
    actor: Actor,
    station: models.Model,
    student_name: str,
    school: str,
    mentor: Staff,
    valid_from: date,
    kind: str = InternKind.STUDENT,
) -> Internship:
    """A student begins at a station with a mentor who works in the county (M41).

    Raises Forbidden, Invalid (also for a mentor who works nowhere on that day), or Conflict.
    """
    require_place(actor, station, write_people(""))
    require_row(actor, mentor, "view")
    refuse_withdrawn(mentor)
    refuse_future("valid_from", valid_from)
    if not mentor.assignments.filter(covering(valid_from), withdrawn_at=None).exists():
        refuse("mentor", _("The mentor did not work here on that day."))
    internship = Internship(
        station_id=station.pk,
        student_name=student_name.strip(),
        school=school.strip(),
        kind=kind,
        mentor=mentor,
        valid_from=valid_from,
    )
    return enter(internship, actor=actor, action="internship.begin")


def end_internship(*, actor: Actor, entry: Internship, on: date) -> Internship:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, entry, "edit")
    return end_span(entry, actor=actor, action="internship.end", on=on)
