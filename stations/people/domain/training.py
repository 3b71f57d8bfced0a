"""Trainings and who attended them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.models import Staff, Training, TrainingAttendance, TrainingHeadcount
from stations.people.rules import write_trainings
from stations.records.domain import (
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


def record_training(
    *,
    actor: Actor,
    station: models.Model,
    title: str,
    kind: str,
    grade: str,
    audience: str,
    topic: str,
    held_on: date,
    hours: Decimal,
    place: str = "",
    trainer: str = "",
) -> Training:
    """Enter a training that was held (M37-M40, C913a). Raises Forbidden or Invalid."""
    require_place(actor, station, write_trainings(""))
    refuse_future("held_on", held_on)
    training = Training(
        station_id=station.pk,
        title=title.strip(),
        kind=kind,
        grade=grade,
        audience=audience,
        topic=topic,
        held_on=held_on,
        hours=hours,
        place=place.strip(),
        trainer=trainer.strip(),
    )
    return enter(training, actor=actor, action="training.record")


@transaction.atomic
def record_attendances(
    *,
    actor: Actor,
    entry: Training,
    staff: Iterable[Staff],
    hours: Decimal | None = None,
    certificate_number: str = "",
) -> list[TrainingAttendance]:
    """Workers attended: all hours unless fewer are given; all are entered or none.

    Raises Forbidden, Invalid for more hours than the training had or for one certificate
    number of several workers, or Conflict when a worker is on the list already.
    """
    _refuse_closed(actor, entry)
    people = list(staff)
    if certificate_number.strip() and len(people) > 1:
        message = _("A certificate number is one worker's: enter that worker alone.")
        refuse("certificate_number", message, certificate_number, "")
    return [_attend(actor, entry, person, hours, certificate_number) for person in people]


def _attend(
    actor: Actor, entry: Training, staff: Staff, hours: Decimal | None, certificate_number: str
) -> TrainingAttendance:
    require_row(actor, staff, "view")
    refuse_withdrawn(staff)
    _refuse_left(staff, entry)
    hours = entry.hours if hours is None else hours
    if hours > entry.hours:
        message = _("The training had fewer hours.")
        refuse("hours", message, str(hours), f"<= {entry.hours}")
    if entry.attendances.filter(staff=staff, withdrawn_at=None).exists():
        raise Conflict(_("%(name)s is already among those who attended.") % {"name": staff.name})
    attendance = TrainingAttendance(
        training=entry, staff=staff, hours=hours, certificate_number=certificate_number.strip()
    )
    return enter(attendance, actor=actor, action="training.attend")


def _refuse_left(staff: Staff, training: Training) -> None:
    """Nobody attends as a worker after leaving; what was learnt before joining counts."""
    hold(staff, "left_on")
    if staff.left_on is not None and training.held_on >= staff.left_on:
        message = _("%(name)s had left the network by the day of the training.")
        refuse("staff", message % {"name": staff.name}, str(staff.uuid))


@transaction.atomic
def record_headcount(
    *, actor: Actor, entry: Training, audience: str, persons: int
) -> TrainingHeadcount:
    """How many others of a kind attended (M38). Raises Forbidden, Invalid, or Conflict."""
    _refuse_closed(actor, entry)
    if entry.headcounts.filter(audience=audience, withdrawn_at=None).exists():
        raise Conflict(_("This audience has been counted; withdraw the wrong number first."))
    headcount = TrainingHeadcount(training=entry, audience=audience, persons=persons)
    return enter(headcount, actor=actor, action="training.count")


def _refuse_closed(actor: Actor, training: Training) -> None:
    """Raises Forbidden or Conflict; two who enter the same at once come one after the other."""
    require_row(actor, training, "edit")
    hold(training)
    refuse_withdrawn(training)
