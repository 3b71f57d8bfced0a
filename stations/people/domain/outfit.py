"""Uniforms and badges: issued to a worker, and given back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.domain.staff import hold_working
from stations.people.models import Outfit, Staff
from stations.records.domain import (
    end_span,
    enter,
    refuse_future,
    require_row,
)


@transaction.atomic
def issue_outfit(
    *, actor: Actor, staff: Staff, kind: str, valid_from: date, number: str = ""
) -> Outfit:
    """Hand a worker a uniform or a badge (G24).

    Raises Forbidden, Invalid, or Conflict while the worker holds one of the kind and for who
    has left.
    """
    require_row(actor, staff, "edit")
    hold_working(staff)
    refuse_future("valid_from", valid_from)
    if staff.outfits.filter(kind=kind, valid_to=None, withdrawn_at=None).exists():
        raise Conflict(_("The worker holds one of this kind; enter its return first."))
    outfit = Outfit(staff=staff, kind=kind, valid_from=valid_from, number=number.strip())
    return enter(outfit, actor=actor, action="outfit.issue")


def return_outfit(*, actor: Actor, entry: Outfit, on: date) -> Outfit:
    """It is given back: ``on`` is the first day without.

    Raises Forbidden, Conflict when it was given back, or Invalid.
    """
    require_row(actor, entry, "edit")
    return end_span(entry, actor=actor, action="outfit.return", on=on)
