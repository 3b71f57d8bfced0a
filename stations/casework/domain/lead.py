"""Leads: told, verified on the spot, then filed or dismissed (N02)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.workdays import clock
from stations.casework.domain.household import file_in_household, refuse_household
from stations.casework.enums import LeadEnd, LeadState, Urgency
from stations.casework.models import Beneficiary, DiscoveryLead, Household
from stations.casework.models.lead import FORM
from stations.casework.rules import write_work
from stations.casework.sections import pack
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_erased,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)

OPEN = (LeadState.NEW, LeadState.VERIFIED)


def tell_lead(
    *,
    actor: Actor,
    station: models.Model,
    division_code: str,
    told_on: date,
    source: str,
    situation: str,
    urgency: str = Urgency.ORDINARY,
    name: str = "",
    whereabouts: str = "",
    told_by: str = "",
) -> DiscoveryLead:
    """Write down what was heard of somebody. Raises Forbidden or Invalid."""
    require_place(actor, station, write_work(""))
    refuse_future("told_on", told_on)
    lead = DiscoveryLead(
        station_id=station.pk,
        division_code=division_code,
        told_on=told_on,
        source=source,
        urgency=urgency,
        situation=situation.strip(),
        name=name.strip(),
        whereabouts=whereabouts.strip(),
        told_by=told_by.strip(),
    )
    return enter(lead, actor=actor, action="lead.tell")


@transaction.atomic
def verify_lead(
    *,
    actor: Actor,
    lead: DiscoveryLead,
    on: date,
    findings: str,
    screening: Mapping[str, Any] | None = None,
) -> DiscoveryLead:
    """Somebody went and saw; ``screening`` is what was found section by section (G3212).

    Raises Forbidden, Conflict unless it is new, or Invalid.
    """
    held = _lock(actor, lead, LeadState.NEW)
    _check_day("on", on, held.told_on)
    if not findings.strip():
        refuse("findings", _("Say what was found on the spot."), findings)
    return change(
        held,
        actor=actor,
        action="lead.verify",
        state=LeadState.VERIFIED,
        verified_on=on,
        findings=findings.strip(),
        screening=pack(FORM, screening or {}),
    )


@transaction.atomic
def file_lead(
    *,
    actor: Actor,
    lead: DiscoveryLead,
    on: date,
    beneficiary: Beneficiary | None = None,
    household: Household | None = None,
    name: str = "",
    id_number: str = "",
    phone: str = "",
) -> DiscoveryLead:
    """The person gets a file, in ``household`` or one of their own, or has one already
    (``beneficiary``).

    Raises Forbidden, Conflict unless it is verified or when the ID number has a file, Invalid.
    """
    held = _lock(actor, lead, LeadState.VERIFIED)
    _check_day("on", on, held.verified_on or held.told_on)
    person = beneficiary
    if person is None:
        person = file_in_household(
            actor=actor,
            station=held.station,
            household=household,
            division_code=held.division_code,
            name=name.strip() or held.name or refuse("name", _("Say who the person is.")),
            filed_on=on,
            id_number=id_number.strip(),
            phone=phone.strip(),
            address=held.whereabouts,
        )
    else:
        refuse_household(household)
        require_row(actor, person, "edit")
        refuse_withdrawn(person)
        refuse_erased(person)
    return _decide(actor, held, "lead.file", LeadState.FILED, on, beneficiary=person)


@transaction.atomic
def dismiss_lead(*, actor: Actor, lead: DiscoveryLead, on: date, reason: str) -> DiscoveryLead:
    """It leads to no file, for one of the reasons. Raises Forbidden, Conflict, or Invalid."""
    held = _lock(actor, lead, *OPEN)
    _check_day("on", on, held.verified_on or held.told_on)
    if reason not in LeadEnd.values:
        refuse("reason", _("Not one of the choices."), reason, LeadEnd.values)
    return _decide(actor, held, "lead.dismiss", LeadState.DISMISSED, on, dismissed_reason=reason)


def _lock(actor: Actor, lead: DiscoveryLead, *states: LeadState) -> DiscoveryLead:
    require_row(actor, lead, "decide")
    held = DiscoveryLead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    refuse_withdrawn(held)
    if held.state not in states:
        message = _("The lead stands at “%(state)s”.") % {"state": held.get_state_display()}
        allowed = [state.value for state in states]
        errors = [FieldError("state", "wrong_state", message, held.state, allowed)]
        raise Conflict(message, code="wrong_state", errors=errors)
    return held


def _check_day(field: str, on: date, earliest: date) -> None:
    if on < earliest:
        refuse(field, _("The day lies before the step before it."), on, f">= {earliest}")
    refuse_future(field, on)


def _decide(
    actor: Actor, lead: DiscoveryLead, action: str, state: LeadState, on: date, **values: object
) -> DiscoveryLead:
    return change(
        lead,
        actor=actor,
        action=action,
        state=state,
        decided_on=on,
        decided_received_at=clock.now(),
        **values,
    )
