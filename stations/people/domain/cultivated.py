"""Certified persons who are no workers of the network."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.enums import CultivationWay
from stations.people.models import Credential, CultivatedPerson, Staff
from stations.people.numbers import numbers
from stations.people.rules import write_people
from stations.records.domain import enter, refuse, refuse_future, require_place
from stations.records.identity import index_id_number, plain_id_number
from stations.records.reveal import reveal_fields

HIDDEN = ("name", "id_number")


def enter_cultivated(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    id_number: str,
    level: str,
    issued_on: date,
    way: str,
    hours: Decimal | None = None,
    number: str = "",
) -> CultivatedPerson:
    """Enter a person whom the station brought to the certificate (M43, M44, Q08).

    Raises Forbidden; Conflict for a worker of the network, whose certificate stands on the
    worker's page, and for a person or a number entered before; Invalid, also for fewer hours of
    training than count.
    """
    require_place(actor, station, write_people(""))
    refuse_future("issued_on", issued_on)
    _check_hours(way, hours)
    index, number = _index_new(id_number), number.strip()
    _refuse_known_number(level, number)
    person = CultivatedPerson(
        station_id=station.pk,
        name=name.strip(),
        id_number=plain_id_number(id_number),
        id_number_index=index,
        level=level,
        number=number,
        issued_on=issued_on,
        way=way,
        hours=hours,
    )
    return enter(person, actor=actor, action="cultivatedperson.enter")


def reveal_cultivated(*, actor: Actor, entry: CultivatedPerson, reason: str) -> dict[str, str]:
    """Name and ID number in full, for a reason that is kept. Raises Forbidden or Invalid."""
    return reveal_fields(actor=actor, entry=entry, fields=HIDDEN, reason=reason)


def _check_hours(way: str, hours: Decimal | None) -> None:
    """Training counts from so many hours on; who was registered there needs none."""
    enough = numbers().cultivation_hours
    if way == CultivationWay.TRAINED and (hours is None or hours < enough):
        message = _("Training counts as cultivation from %(hours)s hours on.") % {"hours": enough}
        refuse("hours", message, None if hours is None else str(hours), f">= {enough}")


def _index_new(id_number: str) -> str:
    """The blind index: without an ID number a person might be counted twice."""
    index = index_id_number(id_number)
    if not index:
        refuse("id_number", _("The ID number keeps a person from being counted twice."), None, "18")
    if Staff.objects.filter(id_number_index=index, withdrawn_at=None).exists():
        message = _("This person works in the network: enter the certificate on the worker's page.")
        raise Conflict(message, code="known_person")
    if CultivatedPerson.objects.filter(id_number_index=index, withdrawn_at=None).exists():
        raise Conflict(_("This person is entered already; each counts once."), code="known_person")
    return index


def _refuse_known_number(level: str, number: str) -> None:
    known: list[type[models.Model]] = [Credential, CultivatedPerson]
    for model in known:
        rows = model._default_manager.filter(level=level, number=number, withdrawn_at=None)
        if number and rows.exists():
            raise Conflict(_("A certificate with this number is already entered."))
