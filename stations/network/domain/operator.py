"""Which agency runs a purchased place."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError
from stations.network.domain.checks import check_model, check_past, lock_station, refuse
from stations.network.enums import OperationMode
from stations.network.models import Station, StationOperator


@transaction.atomic
def set_operator(
    *, actor: Actor, station: Station, agency_name: str, on: date, agency_code: str = ""
) -> StationOperator:
    """Let an agency run a place from a day on; the one before ends on that day.

    Raises NotFound, Forbidden; Conflict for a self-run place; Invalid for a bad name or a day
    that is still to come or not after the present agency's first.
    """
    station = lock_station(actor, station, "change")
    if station.operation_mode != OperationMode.PURCHASED:
        raise Conflict(_("A self-run place has no resident agency."), code="self_run")
    present = station.operators.filter(valid_to__isnull=True).first()
    new = StationOperator(
        station=station, agency_name=agency_name, agency_code=agency_code, valid_from=on
    )
    refuse(check_operator(new, present))
    if present:
        present.valid_to = on
        present.save(update_fields=["valid_to"])
    new.save()
    record(
        actor=actor,
        action="station.operator",
        obj=station,
        before={"agency": present.agency_name if present else None},
        after={"agency": agency_name, "on": on},
    )
    return new


def check_operator(new: StationOperator, present: StationOperator | None) -> list[FieldError]:
    on = new.valid_from
    errors = check_model(new, only=("agency_name", "agency_code")) + check_past("on", on)
    if present and on <= present.valid_from:
        message = _("The day must come after the present agency's first.")
        errors.append(FieldError("on", "too_early", message, on, f"> {present.valid_from}"))
    return errors
