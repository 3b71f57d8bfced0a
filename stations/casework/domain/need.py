"""Needs in their four states: raised, handed to somebody who helps, met, not met (Z03, N22)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.basis import hold_file, refuse_ended, refuse_stopped
from stations.casework.enums import NeedDimension, NeedKind, UnmetReason
from stations.casework.models import Beneficiary, Need
from stations.casework.standards import dimension_of
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def raise_need(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    kind: str,
    summary: str,
    raised_on: date,
    dimension: str = "",
) -> Need:
    """Enter what a person needs; without a side of life the kind's own is taken.

    Raises Forbidden, Conflict for a withdrawn or erased file, or Invalid, also for a day after its
    closure.
    """
    require_row(actor, beneficiary, "serve")
    hold_file(beneficiary)
    refuse_withdrawn(beneficiary)
    refuse_future("raised_on", raised_on)
    refuse_ended(beneficiary, "raised_on", raised_on)
    refuse_stopped(beneficiary, raised_on)
    if kind not in NeedKind.values:
        refuse("kind", _("Not one of the choices."), kind, NeedKind.values)
    if dimension and dimension not in NeedDimension.values:
        refuse("dimension", _("Not one of the choices."), dimension, NeedDimension.values)
    need = Need(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        kind=kind,
        dimension=dimension or dimension_of(kind),
        summary=summary.strip(),
        raised_on=raised_on,
    )
    return enter(need, actor=actor, action="need.raise")


@transaction.atomic
def match_need(*, actor: Actor, need: Need, on: date, helper: str) -> Need:
    """Hand the need to somebody who helps, or to another one.

    Raises Forbidden, Conflict when closed or withdrawn, or Invalid.
    """
    held = _lock(actor, need)
    _check_day(held, on)
    if not helper.strip():
        refuse("helper", _("Say who helps."), helper)
    return change(held, actor=actor, action="need.match", matched_on=on, matched_to=helper.strip())


@transaction.atomic
def meet_need(*, actor: Actor, need: Need, on: date) -> Need:
    """The person confirms that the need is met: only so it counts (C14).

    Raises Forbidden, Conflict when closed or withdrawn, or Invalid.
    """
    held = _lock(actor, need)
    _check_day(held, on)
    return _close(actor, held, "need.meet", on, confirmed_by_person=True)


@transaction.atomic
def give_up_need(*, actor: Actor, need: Need, on: date, reason: str, note: str = "") -> Need:
    """The need is closed unmet, for one of the reasons.

    Raises Forbidden, Conflict when closed or withdrawn, or Invalid.
    """
    held = _lock(actor, need)
    _check_day(held, on)
    if reason not in UnmetReason.values:
        refuse("reason", _("Not one of the choices."), reason, UnmetReason.values)
    return _close(actor, held, "need.give_up", on, unmet_reason=reason, unmet_note=note.strip())


def _lock(actor: Actor, need: Need) -> Need:
    require_row(actor, need, "edit")
    held = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    refuse_withdrawn(held)
    if held.closed_on is not None:
        raise Conflict(_("This need has been closed."))
    return held


def _check_day(need: Need, on: date) -> None:
    if on < need.raised_on:
        refuse("on", _("The need was raised later."), on, f">= {need.raised_on}")
    if need.matched_on is not None and on < need.matched_on:
        message = _("The need was handed over later.")
        refuse("on", message, on, f">= {need.matched_on}")
    refuse_future("on", on)


def _close(actor: Actor, need: Need, action: str, on: date, **values: object) -> Need:
    return change(
        need,
        actor=actor,
        action=action,
        closed_on=on,
        closed_received_at=clock.now(),
        **values,
    )
