"""Registering workers for the national exam, and its results."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.people.domain.staff import refuse_away
from stations.people.enums import ExamResult
from stations.people.models import ExamRegistration, Staff
from stations.people.numbers import numbers
from stations.people.rules import write_people
from stations.records.domain import (
    change,
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def register_exam(
    *, actor: Actor, station: models.Model, staff: Staff, level: str, registered_on: date
) -> ExamRegistration:
    """A worker registered for this year's exam of a level (M24).

    Raises Forbidden, Invalid, or Conflict for a level the worker holds or has passed
    beyond, and for a second registration in the year.
    """
    require_place(actor, station, write_people(""))
    require_row(actor, staff, "edit")
    hold(staff)
    refuse_withdrawn(staff)
    refuse_future("registered_on", registered_on)
    refuse_away(staff, "registered_on", registered_on)
    _refuse_held(staff, level)
    year = registered_on.year
    if staff.exams.filter(year=year, level=level, withdrawn_at=None).exists():
        raise Conflict(_("The worker is already registered for this level this year."))
    registration = ExamRegistration(
        staff=staff, station_id=station.pk, year=year, level=level, registered_on=registered_on
    )
    return enter(registration, actor=actor, action="exam.register")


@transaction.atomic
def record_result(
    *, actor: Actor, entry: ExamRegistration, result: str, result_on: date
) -> ExamRegistration:
    """What came of it. Raises Forbidden, Invalid, or Conflict when a result is known."""
    require_row(actor, entry, "edit")
    hold(entry, "result")
    if entry.result != ExamResult.WAITING:
        raise Conflict(_("The result of this exam is already entered."))
    if result == ExamResult.WAITING:
        refuse("result", _("Say what came of the exam."), result)
    if result_on < entry.registered_on:
        message = _("The result lies before the registration.")
        refuse("result_on", message, result_on, f">= {entry.registered_on}")
    refuse_future("result_on", result_on)
    return change(
        entry,
        actor=actor,
        action="exam.result",
        result=result,
        result_on=result_on,
        result_received_at=clock.now(),
    )


def _refuse_held(staff: Staff, level: str) -> None:
    order = numbers().registered_levels
    if level not in order:
        refuse("level", _("Not one of the choices."), level, list(order))
    reached = order[order.index(level) :]
    if staff.credentials.filter(level__in=reached, withdrawn_at=None).exists():
        raise Conflict(_("The worker holds a certificate of this level or a higher one."))
