"""The official roster, as the authority hands it over."""

from datetime import date

from django.db import models, transaction

from kernel.access.actor import Actor
from stations.casework.models import Beneficiary, RosterEntry
from stations.casework.rules import write_persons
from stations.records.domain import (
    end_span,
    enter,
    refuse_future,
    require_place,
    require_row,
)
from stations.records.identity import index_id_number


@transaction.atomic
def enter_roster(
    *,
    actor: Actor,
    station: models.Model,
    division_code: str,
    category: str,
    name: str,
    valid_from: date,
    id_number: str = "",
) -> RosterEntry:
    """Enter a person of the roster; one who has a file is linked to it by ID number.

    Raises Forbidden or Invalid.
    """
    require_place(actor, station, write_persons(""))
    refuse_future("valid_from", valid_from)
    index = index_id_number(id_number)
    filed = Beneficiary.objects.filter(id_number_index=index, withdrawn_at=None)
    entry = RosterEntry(
        station_id=station.pk,
        division_code=division_code,
        category=category,
        name=name.strip(),
        id_number=id_number,
        id_number_index=index,
        beneficiary=filed.first() if index else None,
        valid_from=valid_from,
    )
    return enter(entry, actor=actor, action="roster.enter")


def end_roster_entry(*, actor: Actor, entry: RosterEntry, on: date) -> RosterEntry:
    """End it: ``on`` is the first day without. Raises Forbidden, Conflict when ended, Invalid."""
    require_row(actor, entry, "edit")
    return end_span(entry, actor=actor, action="roster.end", on=on)
