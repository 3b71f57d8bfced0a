"""Short forms for people; what they send is checked again by the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.people.enums import (
    CredentialLevel,
    Education,
    EmploymentChannel,
    Post,
    Specialty,
    Step,
)
from stations.people.queries.cultivation import places_of
from stations.records.forms import NONE, day_field, phone_field
from stations.records.register import EntryForm


def hours_field(label: Any, **options: Any) -> forms.DecimalField:
    """Hours of one event, in halves and the like."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=200, max_digits=5, decimal_places=1, **options
    )


class StaffForm(EntryForm):
    """A new worker of the place."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        required=False,
        help_text=_("Kept encrypted; it tells whether the person is known already."),
    )
    phone = phone_field(_("Phone"))
    joined_on = day_field(_("Joined on"))
    channel = forms.ChoiceField(label=_("Employment channel"), choices=EmploymentChannel.choices)
    post = forms.ChoiceField(label=_("Kind of post"), choices=Post.choices, initial=Post.SERVICE)
    full_time = forms.BooleanField(label=_("Full time"), required=False, initial=True)
    share = forms.DecimalField(
        label=_("Share of a post"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        initial=1,
        help_text=_("1 for full time; 0.50 for half the working hours."),
    )


class EditStaffForm(EntryForm):
    """A worker corrected, without reading what is encrypted."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        required=False,
        help_text=_("Left empty, the one on file stays."),
    )
    phone = phone_field(_("Phone"), help_text=_("Left empty, the one on file stays."))
    channel = forms.ChoiceField(label=_("Employment channel"), choices=EmploymentChannel.choices)
    education = forms.ChoiceField(
        label=_("Education"), choices=[NONE, *Education.choices], required=False
    )
    major = forms.CharField(label=_("Major"), max_length=120, required=False)
    social_work_degree = forms.BooleanField(label=_("Degree in social work"), required=False)
    specialty = forms.ChoiceField(
        label=_("Special field"), choices=[NONE, *Specialty.choices], required=False
    )

    def prepare(self) -> None:
        """What is on file and not encrypted stands in the fields."""
        shown = ("name", "channel", "education", "major", "social_work_degree", "specialty")
        self.initial = {name: getattr(self.entry, name) for name in shown} | dict(self.initial)


class CredentialForm(EntryForm):
    """A certificate of a worker."""

    level = forms.ChoiceField(
        label=_("Certificate level"),
        choices=CredentialLevel.choices,
        help_text=_("A local aide's certificate is one recognised by the city or above."),
    )
    number = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    issued_on = day_field(_("Issued on"))
    cultivated_by = forms.ChoiceField(
        label=_("Cultivated by"),
        required=False,
        help_text=_("The person was registered or trained there in the year before the exam."),
    )

    def prepare(self) -> None:
        """The stations at which the person worked or was trained."""
        self.places = places_of(self.entry)
        choices = [NONE, *((code, place.name) for code, place in self.places.items())]
        self.fields["cultivated_by"].choices = choices  # type: ignore[attr-defined]

    def clean_cultivated_by(self) -> Any:
        """The station itself; None for none."""
        return self.places.get(self.cleaned_data["cultivated_by"])


class VolunteerForm(EntryForm):
    """A person registered as volunteer."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(label=_("ID number"), max_length=18, required=False)
    phone = phone_field(_("Phone"))
    national_number = forms.CharField(
        label=_("Number in the national volunteer system"), max_length=40, required=False
    )
    registered_on = day_field(_("Volunteer since"))


class StepForm(EntryForm):
    """A further step with a volunteer."""

    step = forms.ChoiceField(
        label=_("Step taken"),
        choices=[(step.value, step.label) for step in Step if step != Step.RECRUIT],
    )
    done_on = day_field(_("Done on"))
    hours = hours_field(_("Hours"), required=False)
    content = forms.CharField(label=_("Content of the step"), max_length=120, required=False)
