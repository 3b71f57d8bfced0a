"""Services given, each under its clause (G3211-G3253, G312)."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.domain.basis import hold_file, refuse_ended, refuse_stopped
from stations.casework.models import Beneficiary, ServiceRecord
from stations.casework.rules import write_work
from stations.records.domain import (
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.places import at_place


@transaction.atomic
def record_service(
    *,
    actor: Actor,
    station: models.Model,
    service: str,
    kind: str,
    served_on: date,
    persons_count: int = 1,
    beneficiary: Beneficiary | None = None,
    staff: models.Model | None = None,
    note: str = "",
) -> ServiceRecord:
    """Enter a service given to a person on file, or to so many people.

    Raises Forbidden, Conflict for a withdrawn or erased file, or Invalid: an unknown service or
    type, nobody served, a day to come or after the closure, or a person of another place.
    """
    require_place(actor, station, write_work(""))
    refuse_future("served_on", served_on)
    if persons_count < 1:
        refuse("persons_count", _("A service is given to somebody."), persons_count, ">= 1")
    if beneficiary is not None:
        require_person_here(actor, station, beneficiary)
        hold_file(beneficiary)
        refuse_withdrawn(beneficiary)
        refuse_ended(beneficiary, "served_on", served_on)
        refuse_stopped(beneficiary, served_on)
    record = ServiceRecord(
        station_id=station.pk,
        beneficiary=beneficiary,
        staff_id=staff.pk if staff else None,
        service=service,
        kind=kind,
        served_on=served_on,
        persons_count=persons_count,
        note=note.strip(),
    )
    return enter(record, actor=actor, action="service.record")


def require_person_here(actor: Actor, station: models.Model, beneficiary: Beneficiary) -> None:
    """Refuse a person whom the actor does not serve, or whose file lies at another place."""
    require_row(actor, beneficiary, "serve")
    refuse_withdrawn(beneficiary)
    if not Beneficiary.objects.filter(at_place(station), pk=beneficiary.pk).exists():
        refuse("beneficiary", _("This person's file lies at another place."))
