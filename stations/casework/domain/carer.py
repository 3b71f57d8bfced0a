"""Carers at home and the hours of respite given to them (G3224)."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.phone import read_phone
from stations.casework.domain.basis import hold_served
from stations.casework.models import Beneficiary, Carer, Respite
from stations.records.domain import (
    end_span,
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import refuse_unborn

DAY_HOURS = 24


@transaction.atomic
def link_carer(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    name: str,
    relation: str,
    valid_from: date,
    phone: str = "",
    burden: str = "",
) -> Carer:
    """Enter who cares for a person. Raises Forbidden, Conflict for a closed file, or Invalid."""
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("valid_from", valid_from)
    refuse_unborn(beneficiary.born_on, "valid_from", valid_from)
    carer = Carer(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        name=name.strip(),
        phone=read_phone(phone),
        relation=relation,
        burden=burden.strip(),
        valid_from=valid_from,
    )
    return enter(carer, actor=actor, action="carer.link")


def end_carer(*, actor: Actor, carer: Carer, on: date) -> Carer:
    """``on`` is the first day without. Raises Forbidden, Conflict when ended, or Invalid."""
    require_row(actor, carer, "edit")
    refuse_withdrawn(carer)
    return end_span(carer, actor=actor, action="carer.end", on=on)


@transaction.atomic
def give_respite(
    *,
    actor: Actor,
    carer: Carer,
    given_on: date,
    hours: Decimal,
    staff: models.Model | None = None,
    note: str = "",
) -> Respite:
    """Enter hours in which the carer could rest.

    Raises Forbidden, Conflict for a withdrawn carer, or Invalid: a day on which the carer did not
    care for the person, no hours or more than a day has.
    """
    require_row(actor, carer, "edit")
    hold(carer, "valid_from", "valid_to")
    refuse_withdrawn(carer)
    refuse_future("given_on", given_on)
    ended = carer.valid_to is not None and given_on >= carer.valid_to
    if given_on < carer.valid_from or ended:
        refuse("given_on", _("On that day this was not the person's carer."), given_on)
    if not 0 < hours <= DAY_HOURS:
        refuse("hours", _("A day has up to 24 hours."), hours, f"0-{DAY_HOURS}")
    respite = Respite(
        carer=carer,
        staff_id=staff.pk if staff else None,
        given_on=given_on,
        hours=hours,
        note=note.strip(),
    )
    return enter(respite, actor=actor, action="carer.respite")
