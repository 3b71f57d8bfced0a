"""Certificates of workers."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.models import Credential, Staff
from stations.people.rules import write_people
from stations.records.domain import (
    enter,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


def add_credential(
    *,
    actor: Actor,
    staff: Staff,
    level: str,
    issued_on: date,
    number: str = "",
    cultivated_by: models.Model | None = None,
) -> Credential:
    """Enter a certificate, and which station brought the worker to it (M43, Q08).

    Raises Forbidden (also for a station the actor may not write at), Conflict for a number
    entered before, or Invalid.
    """
    require_row(actor, staff, "edit")
    if cultivated_by is not None:
        require_place(actor, cultivated_by, write_people(""))
    refuse_withdrawn(staff)
    refuse_future("issued_on", issued_on)
    number = number.strip()
    known = Credential.objects.filter(level=level, number=number, withdrawn_at=None)
    if number and known.exists():
        raise Conflict(_("A certificate with this number is already entered."))
    credential = Credential(
        staff=staff,
        level=level,
        number=number,
        issued_on=issued_on,
        cultivated_by_id=cultivated_by.pk if cultivated_by else None,
    )
    return enter(credential, actor=actor, action="credential.add")
