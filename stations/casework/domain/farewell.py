"""Wishes, the family after a death, and funerals (G3226, G3242)."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.care_enums import BereavementState
from stations.casework.domain.basis import hold_served
from stations.casework.domain.service import require_person_here
from stations.casework.models import Beneficiary, BereavementFollowUp, FuneralService, Wish
from stations.casework.norms import norm
from stations.casework.rules import write_work
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
    withdraw,
)
from stations.records.identity import refuse_unborn


@transaction.atomic
def voice_wish(
    *, actor: Actor, beneficiary: Beneficiary, kind: str, wish: str, voiced_on: date
) -> Wish:
    """Enter what a person would still like. Raises Forbidden, Conflict for a person who is not
    served (closed file, no basis), Invalid."""
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("voiced_on", voiced_on)
    refuse_unborn(beneficiary.born_on, "voiced_on", voiced_on)
    entry = Wish(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        kind=kind,
        wish=wish.strip(),
        voiced_on=voiced_on,
    )
    return enter(entry, actor=actor, action="wish.voice")


@transaction.atomic
def settle_wish(*, actor: Actor, wish: Wish, outcome: str, on: date, note: str = "") -> Wish:
    """Say what became of it. Raises Forbidden, Conflict when settled before, or Invalid."""
    require_row(actor, wish, "edit")
    held = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    refuse_withdrawn(held)
    if held.settled_on is not None:
        raise Conflict(_("This wish has been settled."), code="settled")
    if not outcome:
        refuse("outcome", _("Say what became of the wish."))
    if on < held.voiced_on:
        refuse("on", _("The wish was voiced later."), on, f">= {held.voiced_on}")
    refuse_future("on", on)
    return change(
        held,
        actor=actor,
        action="wish.settle",
        outcome=outcome,
        settled_on=on,
        settled_received_at=clock.now(),
        note=note.strip(),
    )


def offer_bereavement(*, actor: Actor, beneficiary: Beneficiary, on: date) -> BereavementFollowUp:
    """The family of a person who died is to be visited by a day the norms give (G3226).

    A person has one offer: of a file opened again and closed again, the one withdrawn meanwhile
    is made anew, and one that was settled stays as it is.
    """
    require_row(actor, beneficiary, "edit")
    before = BereavementFollowUp.objects.filter(beneficiary=beneficiary).first()
    if before is not None and before.withdrawn_at is None:
        return before
    offer = BereavementFollowUp(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        offered_on=on,
        due_on=on + timedelta(days=norm("bereavement", "days")),
    )
    if before is not None:
        offer.pk, offer.uuid, offer._state.adding = before.pk, before.uuid, False
    return enter(offer, actor=actor, action="bereavement.offer")


def drop_bereavement(*, actor: Actor, beneficiary: Beneficiary) -> None:
    """The file is opened again: a family that was not visited yet is not to be."""
    offers = BereavementFollowUp.objects.filter(
        beneficiary=beneficiary, withdrawn_at=None, settled_on=None
    )
    for offer in offers:
        withdraw(actor=actor, entry=offer, reason=_("The file was opened again."))


@transaction.atomic
def settle_bereavement(
    *, actor: Actor, offer: BereavementFollowUp, state: str, on: date, note: str = ""
) -> BereavementFollowUp:
    """The family was accompanied, or declined. Raises Forbidden, Conflict when settled, Invalid."""
    require_row(actor, offer, "edit")
    held = BereavementFollowUp.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    refuse_withdrawn(held)
    if held.settled_on is not None:
        raise Conflict(_("This offer has been settled."), code="settled")
    ends = [BereavementState.DONE, BereavementState.DECLINED]
    if state not in ends:
        refuse("state", _("Not one of the choices."), state, [str(end) for end in ends])
    if state == BereavementState.DONE and not note.strip():
        refuse("note", _("Say how the family is."))
    if on < held.offered_on:
        refuse("on", _("The death was entered later."), on, f">= {held.offered_on}")
    refuse_future("on", on)
    return change(
        held,
        actor=actor,
        action="bereavement.settle",
        state=state,
        settled_on=on,
        settled_received_at=clock.now(),
        note=note.strip(),
    )


@transaction.atomic
def open_funeral(
    *,
    actor: Actor,
    station: models.Model,
    deceased_name: str,
    asked_by: str,
    asked_on: date,
    need: str,
    beneficiary: Beneficiary | None = None,
    note: str = "",
) -> FuneralService:
    """Open the file of a funeral that a resident asks help for. Raises Forbidden or Invalid."""
    require_place(actor, station, write_work(""))
    refuse_future("asked_on", asked_on)
    if beneficiary is not None:
        require_person_here(actor, station, beneficiary)
        refuse_unborn(beneficiary.born_on, "asked_on", asked_on)
    funeral = FuneralService(
        station_id=station.pk,
        beneficiary=beneficiary,
        deceased_name=deceased_name.strip(),
        asked_by=asked_by.strip(),
        asked_on=asked_on,
        need=need,
        note=note.strip(),
    )
    return enter(funeral, actor=actor, action="funeral.open")


@transaction.atomic
def end_funeral(
    *, actor: Actor, funeral: FuneralService, on: date, provider: str = "", burial: str = ""
) -> FuneralService:
    """The help has ended: who buried, and in which way. Raises Forbidden, Conflict, or Invalid."""
    require_row(actor, funeral, "edit")
    held = FuneralService.objects.select_for_update(of=("self",)).get(pk=funeral.pk)
    refuse_withdrawn(held)
    if held.done_on is not None:
        raise Conflict(
            _("The help ended on %(day)s.") % {"day": date_format(held.done_on)}, code="ended"
        )
    if on < held.asked_on:
        refuse("on", _("The family asked later."), on, f">= {held.asked_on}")
    refuse_future("on", on)
    return change(
        held,
        actor=actor,
        action="funeral.end",
        done_on=on,
        done_received_at=clock.now(),
        provider=provider.strip(),
        burial=burial,
    )
