"""Needs: raised, then closed with or without the person's confirmation."""

from datetime import date

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.models import Beneficiary, Need
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


def raise_need(*, actor: Actor, beneficiary: Beneficiary, summary: str, raised_on: date) -> Need:
    """Enter what a person needs. Raises Forbidden, Conflict for a withdrawn file, or Invalid."""
    require_row(actor, beneficiary, "serve")
    refuse_withdrawn(beneficiary)
    refuse_future("raised_on", raised_on)
    need = Need(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        summary=summary.strip(),
        raised_on=raised_on,
    )
    return enter(need, actor=actor, action="need.raise")


def close_need(*, actor: Actor, need: Need, on: date, confirmed_by_person: bool) -> Need:
    """Close a need; only one confirmed by the person counts as met (C14).

    Raises Forbidden, Conflict when closed or withdrawn, or Invalid.
    """
    require_row(actor, need, "edit")
    if need.closed_on is not None:
        raise Conflict(_("This need has been closed."))
    if on < need.raised_on:
        message = _("The need was raised later.")
        refuse("closed_on", message, on, f">= {need.raised_on}")
    refuse_future("closed_on", on)
    return change(
        need,
        actor=actor,
        action="need.close",
        closed_on=on,
        closed_received_at=clock.now(),
        confirmed_by_person=confirmed_by_person,
    )
