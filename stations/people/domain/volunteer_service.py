"""What a volunteer is given: awards, judgements, a certificate of service."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.people.domain.departure import hold_volunteer, refuse_departed
from stations.people.domain.volunteer import record_step
from stations.people.enums import Step
from stations.people.models import (
    ServiceCertificate,
    Volunteer,
    VolunteerAppraisal,
    VolunteerAward,
)
from stations.people.queries.volunteer import read_service
from stations.records.domain import (
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def award_volunteer(
    *,
    actor: Actor,
    entry: Volunteer,
    kind: str,
    title: str,
    awarded_on: date,
    given_by: str = "",
) -> VolunteerAward:
    """Enter an award, which is also the step REWARD of that day (C716).

    Raises Forbidden, Conflict for a withdrawn person, or Invalid.
    """
    require_row(actor, entry, "edit")
    _refuse_outside(entry, "awarded_on", awarded_on)
    award = VolunteerAward(
        volunteer=entry,
        kind=kind,
        title=title.strip(),
        given_by=given_by.strip(),
        awarded_on=awarded_on,
    )
    enter(award, actor=actor, action="volunteer.award")
    record_step(actor=actor, volunteer=entry, step=Step.REWARD, done_on=awarded_on, content=title)
    return award


@transaction.atomic
def appraise_volunteer(
    *, actor: Actor, entry: Volunteer, result: str, appraised_on: date, note: str = ""
) -> VolunteerAppraisal:
    """Judge a volunteer's service (C716). Raises Forbidden, Conflict or Invalid."""
    require_row(actor, entry, "edit")
    _refuse_outside(entry, "appraised_on", appraised_on)
    appraisal = VolunteerAppraisal(
        volunteer=entry, result=result, appraised_on=appraised_on, note=note.strip()
    )
    return enter(appraisal, actor=actor, action="volunteer.appraise")


@transaction.atomic
def issue_certificate(
    *, actor: Actor, entry: Volunteer, first_on: date | None = None, last_on: date | None = None
) -> ServiceCertificate:
    """Issue the free certificate of what the volunteer did, in a time or in all (X17).

    What it says is kept as it was on the day. Raises Forbidden, Invalid for days in the
    wrong order, or Conflict when nothing was recorded in the time.
    """
    require_row(actor, entry, "edit")
    hold_volunteer(entry)
    last_on = last_on or clock.today()
    first_on = first_on or entry.registered_on
    refuse_future("last_on", last_on)
    if first_on < entry.registered_on:
        message = _("The day lies before the registration.")
        refuse("first_on", message, first_on, f">= {entry.registered_on}")
    if first_on > last_on:
        refuse("first_on", _("The end lies before the beginning."), first_on, f"<= {last_on}")
    service = read_service(entry, first_on, last_on)
    if not service["services"]:
        raise Conflict(_("No service is recorded in this time."))
    said = certify_service(service, _next_number(entry.station))
    certificate = ServiceCertificate(volunteer=entry, issued_on=clock.today(), **said)
    return enter(certificate, actor=actor, action="volunteer.certificate")


def certify_service(service: dict[str, Any], number: str) -> dict[str, Any]:
    """What a certificate of this number says of what `read_service` gave."""
    return {
        "number": number,
        "services": len(service["services"]),
        "hours": Decimal(service["hours"]),
        "content": json.dumps({"number": number, **service}, ensure_ascii=False),
    }


def number_certificate(code: str, year: int, place: int) -> str:
    """A station's code, the year, and which of the station's certificates of the year it is."""
    return f"{code}-{year}-{place:04d}"


def _next_number(station: Model) -> str:
    """The station's code, the year, and a number counted up in it, withdrawn ones too."""
    locked: Any = type(station)._base_manager.select_for_update().get(pk=station.pk)
    year = clock.today().year
    issued = ServiceCertificate.objects.filter(number__startswith=f"{locked.code}-{year}-")
    return number_certificate(locked.code, year, issued.count() + 1)


def _refuse_outside(volunteer: Volunteer, field: str, day: Any) -> None:
    refuse_withdrawn(volunteer)
    refuse_future(field, day)
    if day < volunteer.registered_on:
        message = _("The day lies before the registration.")
        refuse(field, message, day, f">= {volunteer.registered_on}")
    refuse_departed(volunteer, field, day)
