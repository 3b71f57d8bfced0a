"""Fields that several registers of this app ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.casework.domain.basis import why_unserved
from stations.casework.models import Beneficiary, Household
from stations.casework.queries.person import households_at, village_choices
from stations.casework.queries.work import persons_served
from stations.records.forms import FreeText
from stations.records.register import EntryForm, RecordChoice


def person_choice(**options: Any) -> RecordChoice:
    """One of the persons whom the actor serves at the place."""
    return RecordChoice(
        model=Beneficiary,
        rows=_persons,
        refusal=why_unserved,
        show=lambda person: f"{person.name} · {person.station.name}",
        **{"label": _("Person served"), **options},
    )


def household_choice() -> RecordChoice:
    """The household of somebody who is filed: one of the place's, or one of their own."""
    return RecordChoice(
        model=Household,
        label=_("Household"),
        rows=households_at,
        show=lambda household: household.name,
        required=False,
        help_text=_("Empty: a household of its own."),
    )


class VillageForm(EntryForm):
    """Asks for one of the place's villages."""

    division_code = forms.ChoiceField(label=_("Village"))

    def prepare(self) -> None:
        villages = dict(village_choices(self.station))
        if self.entry is not None:
            villages.setdefault(self.entry.division_code, self.entry.division_code)
        self.fields["division_code"].choices = villages.items()  # type: ignore[attr-defined]


def text_area(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return FreeText(label=label, rows=rows, **options)


def _persons(actor: Actor, station: Any) -> QuerySet[Beneficiary]:
    return persons_served(actor, station).select_related("station").order_by("name", "id")
