"""Household files: opened, corrected, their members, and what is encrypted read for a reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.domain.beneficiary import file_beneficiary
from stations.casework.models import Beneficiary, Household
from stations.casework.rules import write_persons
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
from stations.records.reveal import reveal_fields

HIDDEN = ("address", "note")


def add_household(
    *,
    actor: Actor,
    station: models.Model,
    division_code: str,
    name: str,
    filed_on: date,
    address: str = "",
    note: str = "",
) -> Household:
    """Open the file of a household. Raises Forbidden or Invalid."""
    require_place(actor, station, write_persons(""))
    refuse_future("filed_on", filed_on)
    household = Household(
        station_id=station.pk,
        division_code=division_code,
        name=name.strip(),
        address=address.strip(),
        note=note.strip(),
        filed_on=filed_on,
    )
    return enter(household, actor=actor, action="household.add")


def open_household(
    *, actor: Actor, station: models.Model, filed_on: date, person: Mapping[str, Any]
) -> Household:
    """The household of a person who is filed with it: under the person's name, at their place.

    Raises Forbidden or Invalid.
    """
    return add_household(
        actor=actor,
        station=station,
        division_code=person["division_code"],
        name=person["name"],
        filed_on=filed_on,
        address=person["address"],
    )


@transaction.atomic
def file_in_household(
    *,
    actor: Actor,
    station: models.Model,
    household: Household | None,
    filed_on: date,
    head: str = "",
    address: str = "",
    **person: Any,
) -> Beneficiary:
    """Open a person's file in a household, or with one of their own under the name of ``head`` or
    the person's: who lives in none would count in no household-time (N06).

    Raises as file_beneficiary does, Forbidden for the household, or Conflict when it is withdrawn.
    """
    if household is not None:
        require_row(actor, household, "join")
        refuse_withdrawn(household)
    else:
        household = add_household(
            actor=actor,
            station=station,
            division_code=person["division_code"],
            name=head or person["name"],
            filed_on=filed_on,
            address=address,
        )
    return file_beneficiary(
        actor=actor,
        station=station,
        household=household,
        filed_on=filed_on,
        address=address,
        **person,
    )


def refuse_household(household: Household | None) -> None:
    """Raise Invalid where a household is named for somebody who has a file already."""
    if household is not None:
        message = _("Who has a file moves in at the page of the household.")
        refuse("household", message, str(household.uuid), "")


def edit_household(
    *,
    actor: Actor,
    household: Household,
    name: str,
    division_code: str,
    address: str = "",
    note: str = "",
) -> Household:
    """Correct the file. An empty address or note leaves what is there: nobody needs to read it
    for an edit. Raises Forbidden, Conflict when withdrawn, or Invalid."""
    require_row(actor, household, "edit")
    given = {"address": address.strip(), "note": note.strip()}
    return change(
        household,
        actor=actor,
        action="household.edit",
        name=name.strip(),
        division_code=division_code,
        **{key: value for key, value in given.items() if value},
    )


@transaction.atomic
def move_person(*, actor: Actor, beneficiary: Beneficiary, household: Household) -> Beneficiary:
    """The person now lives in this household; one file a person, in one household (N04).

    Raises Forbidden for either of the two, Conflict when one is withdrawn or nothing changes.
    """
    require_row(actor, beneficiary, "edit")
    require_row(actor, household, "edit")
    refuse_withdrawn(beneficiary, household)
    refuse_erased(beneficiary)
    if beneficiary.household_id == household.pk:
        raise Conflict(_("The person lives in this household already."))
    return change(
        beneficiary,
        actor=actor,
        action="beneficiary.move",
        household=household,
        **moved(beneficiary, household),
    )


def moved(person: Beneficiary, household: Household | None) -> dict[str, Any]:
    """What a file keeps of the household that the person leaves today; nothing for the first."""
    if person.household_id is None or household is None or household.pk == person.household_id:
        return {}
    return {"former_household_id": person.household_id, "household_since": clock.today()}


def reveal_household(*, actor: Actor, household: Household, reason: str) -> dict[str, str]:
    """Address and notes in full; who read them and why stays in the audit trail, with the codes of
    the files of who lives there: the log of disclosures is searched by them.

    Raises Forbidden, or Invalid without a reason or with a number in it.
    """
    members = Beneficiary.objects.filter(household=household, withdrawn_at=None)
    about = {"persons": sorted(member.file_code for member in members.only("uuid"))}
    return reveal_fields(actor=actor, entry=household, fields=HIDDEN, reason=reason, trail=about)
