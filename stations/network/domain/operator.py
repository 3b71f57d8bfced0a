"""Which agency runs a purchased place, and by which licence."""

from collections.abc import Collection
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError
from kernel.once import take_uuid
from stations.network.domain.checks import (
    check_model,
    check_past,
    errors_of,
    lock_station,
    refuse,
)
from stations.network.enums import AgencyDocument, OperationMode
from stations.network.models import Station, StationOperator
from stations.records.domain import refuse_far


@transaction.atomic
def set_operator(
    *,
    actor: Actor,
    station: Station,
    agency_name: str,
    on: date,
    agency_code: str = "",
    licence_number: str = "",
    licence_until: date | None = None,
    documents: Collection[str] = (),
) -> StationOperator:
    """Let an agency run a place from a day on; the one before ends on that day.

    A licence that is not given is taken from the agency's other places. Raises NotFound,
    Forbidden; Conflict for a self-run place; Invalid for a bad name, a licence that had ended on
    the day (C53), or a day that is still to come or not after the present agency's first.
    """
    station = lock_station(actor, station, "change")
    if station.operation_mode != OperationMode.PURCHASED:
        raise Conflict(_("A self-run place has no resident agency."), code="self_run")
    present = station.operators.filter(valid_to__isnull=True).first()
    new = StationOperator(
        uuid=take_uuid(uuid4()),
        station=station,
        agency_name=agency_name,
        agency_code=agency_code,
        licence_number=licence_number,
        licence_until=licence_until,
        documents=list(documents),
        valid_from=on,
    )
    take_over_licence(new)
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
        after={"agency": agency_name, "on": on, **_licence(new)},
    )
    return new


@transaction.atomic
def renew_licence(
    *,
    actor: Actor,
    station: Station,
    licence_until: date | None,
    licence_number: str = "",
    documents: Collection[str] = (),
) -> StationOperator:
    """Enter the present agency's licence, at every place it runs in the county.

    Raises NotFound, Forbidden; Conflict for a place without an agency; Invalid.
    """
    station = lock_station(actor, station, "change")
    present = station.operators.filter(valid_to__isnull=True).first()
    if present is None:
        raise Conflict(_("No agency runs this place today."), code="no_agency")
    before = _licence(present)
    present.licence_number, present.licence_until = licence_number, licence_until
    present.documents = list(documents)
    errors = check_model(present, only=("licence_number",)) + check_until(licence_until)
    refuse(errors + check_documents(documents))
    running_places(present).update(
        licence_number=licence_number, licence_until=licence_until, documents=present.documents
    )
    record(
        actor=actor,
        action="station.licence",
        obj=station,
        before=before,
        after={"agency": present.agency_name, **_licence(present)},
    )
    return present


def take_over_licence(new: StationOperator) -> None:
    """The latest licence on file of the same agency, when none is given."""
    if new.licence_until is not None:
        return
    known = same_agency(new).exclude(licence_until=None).order_by("-licence_until").first()
    if known is not None:
        new.licence_number, new.licence_until = known.licence_number, known.licence_until
        new.documents = new.documents or known.documents


def same_agency(one: StationOperator) -> QuerySet[StationOperator]:
    """Spans of an agency: by its social credit code, else by its name."""
    if one.agency_code:
        return StationOperator.objects.filter(agency_code=one.agency_code)
    return StationOperator.objects.filter(agency_name=one.agency_name)


def running_places(one: StationOperator) -> QuerySet[StationOperator]:
    """The places that the agency runs today."""
    return same_agency(one).filter(valid_to__isnull=True)


def check_operator(new: StationOperator, present: StationOperator | None) -> list[FieldError]:
    on = new.valid_from
    errors = check_model(new, only=("agency_name", "agency_code", "licence_number"))
    errors += [*check_documents(new.documents), *check_past("on", on)]
    if present and on <= present.valid_from:
        message = _("The day must come after the present agency's first.")
        errors.append(FieldError("on", "too_early", message, on, f"> {present.valid_from}"))
    errors += check_until(new.licence_until)
    if new.licence_until and new.licence_until < on:
        message = _("The agency's licence has ended by that day.")
        until = new.licence_until
        errors.append(FieldError("licence_until", "expired", message, until, f">= {on}"))
    return errors


def check_until(day: date | None) -> list[FieldError]:
    """A licence is good for some years: year 9999 is a slip, and would never be asked for anew."""
    return errors_of(refuse_far, "licence_until", day, "agreements") if day else []


def check_documents(documents: Collection[str]) -> list[FieldError]:
    """One error for what is none of the documents."""
    unknown = sorted(set(documents) - set(AgencyDocument.values))
    message = _("Not one of the choices.")
    known = list(AgencyDocument.values)
    return [FieldError("documents", "unknown", message, code, known) for code in unknown]


def _licence(row: StationOperator) -> dict[str, date]:
    return {"licence_until": row.licence_until} if row.licence_until else {}
