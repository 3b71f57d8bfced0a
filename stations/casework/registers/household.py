"""Households: one file a household, its members, who moves in (N04)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.household import (
    HIDDEN as HIDDEN_FIELDS,
)
from stations.casework.domain.household import (
    add_household,
    edit_household,
    move_person,
    reveal_household,
)
from stations.casework.models import Beneficiary, Household
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import VillageForm, person_choice, text_area
from stations.casework.registers.village import Village, with_village
from stations.casework.rules import view_persons, write_persons
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Inner, Register
from stations.records.register.reveal import reveal_act

HIDDEN = "***"


class CorrectionForm(VillageForm):
    """What stands in the file of a household; what is encrypted need not be read for it."""

    name = forms.CharField(label=_("Head of household"), max_length=60)
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Empty: as it is on file.")
    )
    note = text_area(
        _("Notes on the household"), required=False, help_text=_("Empty: as it is on file.")
    )
    field_order = ("name", "division_code", "address", "note")

    def prepare(self) -> None:
        super().prepare()
        if self.entry is not None:
            self.initial = {"name": self.entry.name, "division_code": self.entry.division_code}


class HouseholdForm(CorrectionForm):
    """A new household."""

    filed_on = day_field(_("File opened on"), initial=today)


class MoveForm(EntryForm):
    """Who lives here from now on."""

    person = person_choice()


def correct(*, actor: Actor, entry: Household, **values: Any) -> Household:
    return edit_household(actor=actor, household=entry, **values)


def move_in(*, actor: Actor, entry: Household, person: Beneficiary) -> Beneficiary:
    return move_person(actor=actor, beneficiary=person, household=entry)


def read_hidden(*, actor: Actor, entry: Household, reason: str) -> dict[str, str]:
    return reveal_household(actor=actor, household=entry, reason=reason)


def members_of(entry: Household, actor: Actor) -> Any:
    """Files of the household that the actor may read, closed ones too."""
    rows = Beneficiary.objects.restrict(actor, "read").filter(household=entry, withdrawn_at=None)
    return rows.order_by("filed_on", "id")


HOUSEHOLDS = Register(
    noun="households",
    app="casework",
    model=Household,
    title=_("Households"),
    one=_("Household"),
    columns=(
        Column("name", personal=True),
        Column("station.name", _("Place of the file"), key="place"),
        Village(),
        Column("filed_on"),
    ),
    details=(
        Column("address", _("Address"), key="address", read=lambda h: HIDDEN if h.address else ""),
        Column("note", _("Notes on the household"), read=lambda h: HIDDEN if h.note else ""),
    ),
    form=HouseholdForm,
    enter=add_household,
    acts=(
        Act("edit", _("Correct the file"), CorrectionForm, correct),
        Act("move-in", _("Somebody moves in"), MoveForm, move_in),
        reveal_act(_("Read address and notes"), read_hidden, *HIDDEN_FIELDS),
    ),
    inner=(
        Inner(
            "members",
            _("Members of the household"),
            Beneficiary,
            members_of,
            (Column("name", personal=True), Column("filed_on"), Column("closed_on")),
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    extend=with_village,
    order=("name", "id"),
    icon="home",
    # Persons live in it: it is corrected, not taken away.
    can_withdraw=False,
    empty=_("The station head or a worker opens the files."),
)
