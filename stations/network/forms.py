"""Forms of the network's pages: they read what was typed, the domain decides."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.web.forms import say_error
from stations.network.domain.equipment import check_days
from stations.network.enums import (
    TARGET_LEVELS,
    AgencyDocument,
    BuildMode,
    EquipmentKind,
    Level,
    OperationMode,
    State,
    Track,
    ZoneKind,
)
from stations.network.models import BuildTarget, Equipment, Station, StationOperator, Venue

Choices = Iterable[tuple[str, Any]]
NONE = ("", "—")


class DayInput(forms.DateInput):
    """The browser's own calendar; always ISO, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required, help_text=help_text)


class FactsForm(forms.Form):
    """What may be changed on a place at any time."""

    name = forms.CharField(label=_("Name"), max_length=80)
    track = forms.ChoiceField(
        label=_("Track"),
        choices=[NONE, *Track.choices],
        required=False,
        help_text=_("Only township stations have one; by default the guideline."),
    )
    build_mode = forms.ChoiceField(
        label=_("Build mode"), choices=[NONE, *BuildMode.choices], required=False
    )
    operation_mode = forms.ChoiceField(label=_("Operation mode"), choices=OperationMode.choices)


class OpenForm(FactsForm):
    """A new place."""

    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.STATION)
    parent = forms.ChoiceField(
        label=_("Hangs below"),
        required=False,
        help_text=_("A room hangs below its station; left empty: the county hub."),
    )
    division_code = forms.ChoiceField(
        label=_("Division"), help_text=_("A station sits in a township, a room in a village.")
    )
    opened_on = day_field(
        _("Opened on"), required=False, help_text=_("Left empty, it is being planned.")
    )
    field_order = ["level", "parent", "division_code", "name", "opened_on"]

    def __init__(self, *args: Any, parents: Choices, divisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [NONE, *parents]  # type: ignore[attr-defined]
        self.fields["division_code"].choices = [NONE, *divisions]  # type: ignore[attr-defined]


class StateForm(forms.Form):
    """The next state of a place."""

    state = forms.ChoiceField(label=_("New state"))
    on = day_field(_("First day"), help_text=_("The first day in the new state, not after today."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, states: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(state), state.label) for state in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class AreaForm(forms.Form):
    """The divisions served from a day on."""

    divisions = forms.MultipleChoiceField(
        label=_("Divisions served"), widget=forms.CheckboxSelectMultiple()
    )
    on = day_field(_("First day"))

    def __init__(self, *args: Any, divisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["divisions"].choices = list(divisions)  # type: ignore[attr-defined]


class VenueForm(forms.ModelForm):
    """The house of a place."""

    class Meta:
        model = Venue
        fields = (
            "host_type",
            "institution",
            "host_name",
            "address",
            "office_m2",
            "service_m2",
            "activity_m2",
            "population_served",
            "transit",
        )


class ZoneForm(forms.Form):
    """One part of the venue; a row without a name is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ZoneKind.choices)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    area_m2 = forms.DecimalField(
        label=_("Area, m²"), required=False, min_value=0, max_digits=8, decimal_places=2
    )


ZoneFormSet = forms.formset_factory(ZoneForm, extra=2, max_num=20)


class EquipmentForm(forms.ModelForm):
    """How many of one kind; 0 or nothing: none."""

    class Meta:
        model = Equipment
        fields = ("count", "checked_on", "expires_on")
        widgets = {"checked_on": DayInput(), "expires_on": DayInput()}

    count = forms.IntegerField(label=_("Count"), min_value=0, max_value=9999, required=False)

    def clean(self) -> dict[str, Any]:
        """Said in the row: above the table nobody would know which kind is meant."""
        values = super().clean() or {}
        days = (values.get("checked_on"), values.get("expires_on"))
        if values.get("count"):
            for wrong in check_days(*days):
                self.add_error(wrong.field, say_error(wrong))
        elif any(days) and "count" not in self.errors and values.get("count") is None:
            self.add_error("count", _("How many are there? 0 for none."))
        return values


def equipment_forms(station: Station, data: Any = None) -> list[EquipmentForm]:
    """A form for each kind, in the order of guideline 1.5, filled with what there is."""
    present = {item.kind: item for item in station.equipment.all()}
    return [
        EquipmentForm(data, instance=present.get(kind) or Equipment(kind=kind), prefix=kind)
        for kind in EquipmentKind.values
    ]


class LicenceForm(forms.ModelForm):
    """The licence of an agency, and what else it has shown (C53)."""

    documents = forms.MultipleChoiceField(
        label=_("Shown by the agency"),
        choices=AgencyDocument.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = StationOperator
        fields = ("licence_number", "licence_until", "documents")
        widgets = {"licence_until": DayInput()}


class OperatorForm(LicenceForm):
    """The agency that takes over a purchased place."""

    on = day_field(_("First day"))

    class Meta:
        model = StationOperator
        fields = ("agency_name", "agency_code", "licence_number", "licence_until", "documents")
        widgets = {"licence_until": DayInput()}
        help_texts = {"licence_until": _("Left empty: as on file at another place of the agency.")}

    field_order = ["agency_name", "agency_code", "on"]


class TargetForm(forms.Form):
    """One year's line of annex 1; an empty level keeps what it has."""

    year = BuildTarget._meta.get_field("year").formfield()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in TARGET_LEVELS:
            self.fields[level.value] = forms.IntegerField(
                label=level.label, min_value=0, max_value=9999, required=False
            )
