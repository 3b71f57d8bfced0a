"""Referring a person to an agency, by consent, and what it answered (C81c)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.basis import hold_file, refuse_ended
from stations.casework.models import Beneficiary, Consent, Referral
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def refer_person(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    receiver: str,
    reason: str,
    consent: Consent,
    referred_on: date,
) -> Referral:
    """Refer a person; the consent named, or the duty in its place, stood on that day (X07).

    Raises Forbidden, Conflict for a withdrawn or erased file, or Invalid, also for a day after its
    closure.
    """
    require_row(actor, beneficiary, "edit")
    hold_file(beneficiary)
    refuse_withdrawn(beneficiary)
    refuse_future("referred_on", referred_on)
    refuse_ended(beneficiary, "referred_on", referred_on)
    _check_consent(beneficiary, consent, referred_on)
    referral = Referral(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        consent=consent,
        receiver=receiver.strip(),
        reason=reason.strip(),
        referred_on=referred_on,
    )
    return enter(referral, actor=actor, action="referral.make")


@transaction.atomic
def record_feedback(
    *, actor: Actor, referral: Referral, outcome: str, on: date, feedback: str = ""
) -> Referral:
    """Keep what came of it. Raises Forbidden, Conflict when entered before, or Invalid."""
    require_row(actor, referral, "edit")
    held = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    refuse_withdrawn(held)
    if held.answered_on is not None:
        raise Conflict(_("The feedback has been entered."), code="answered")
    if not outcome:
        refuse("outcome", _("Say what came of it."))
    if on < held.referred_on:
        message = _("The person was referred later.")
        refuse("on", message, on, f">= {held.referred_on}")
    refuse_future("on", on)
    return change(
        held,
        actor=actor,
        action="referral.feedback",
        outcome=outcome,
        feedback=feedback.strip(),
        answered_on=on,
        answered_received_at=clock.now(),
    )


def _check_consent(beneficiary: Beneficiary, consent: Consent, on: date) -> None:
    if consent.beneficiary_id != beneficiary.pk:
        refuse("consent", _("This is a consent of another person."))
    ended = consent.ended_on is not None and consent.ended_on <= on
    lapsed = (last := consent.last_day) is not None and last < on
    if consent.withdrawn_at is not None or ended or lapsed or consent.valid_from > on:
        refuse("consent", _("This consent does not stand on that day."))
