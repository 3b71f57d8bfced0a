"""Short forms for visits and needs; what they send is checked again by the domain."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.casework.enums import Place, Result
from stations.records.forms import NONE, FreeText, MomentField, day_field

Choices = Iterable[tuple[str, str]]


class PersonForm(forms.Form):
    """Anything entered for one person of the place."""

    person = forms.ChoiceField(label=_("Person served"))

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [NONE, *persons]  # type: ignore[attr-defined]


class VisitForm(PersonForm):
    """A visit in six fields."""

    held_at = MomentField(label=_("Held at"))
    place = forms.ChoiceField(label=_("Place of visit"), choices=Place.choices)
    result = forms.ChoiceField(label=_("Result of visit"), choices=Result.choices)
    staff = forms.ChoiceField(label=_("Visited by"), required=False)
    joint_work = forms.BooleanField(label=_("Together with a volunteer"), required=False)
    note = FreeText(label=_("Visit note"), required=False)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [NONE, *staff]  # type: ignore[attr-defined]


class SentVisitForm(forms.Form):
    """A visit as a phone sends it; the moment with its offset from UTC."""

    beneficiary = forms.UUIDField()
    held_at = forms.DateTimeField()
    place = forms.ChoiceField(choices=Place.choices)
    result = forms.ChoiceField(choices=Result.choices)
    joint_work = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=4000)


class NeedForm(PersonForm):
    """What a person needs."""

    summary = FreeText(label=_("What is needed"))
    raised_on = day_field(_("Raised on"))


class CloseForm(forms.Form):
    """The end of a need."""

    on = day_field(_("Closed on"))
    confirmed_by_person = forms.BooleanField(
        label=_("Confirmed by the person"),
        required=False,
        help_text=_("Only a need that the person confirms counts as met."),
    )
