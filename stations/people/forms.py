"""Short forms for people; what they send is checked again by the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.people.enums import CredentialLevel, EmploymentChannel, Post, Step
from stations.records.forms import day_field


class StaffForm(forms.Form):
    """A new worker of the place."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        required=False,
        help_text=_("Kept encrypted; it tells whether the person is known already."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
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


class CredentialForm(forms.Form):
    """A certificate of a worker."""

    level = forms.ChoiceField(label=_("Certificate level"), choices=CredentialLevel.choices)
    number = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    issued_on = day_field(_("Issued on"))
    cultivated = forms.BooleanField(
        label=_("Cultivated by this station"),
        required=False,
        help_text=_("The person was registered or trained here in the year before the exam."),
    )


class VolunteerForm(forms.Form):
    """A person registered as volunteer."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(label=_("ID number"), max_length=18, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    national_number = forms.CharField(
        label=_("Number in the national volunteer system"), max_length=40, required=False
    )
    registered_on = day_field(_("Volunteer since"))


class StepForm(forms.Form):
    """A further step with a volunteer."""

    step = forms.ChoiceField(label=_("Step taken"))
    done_on = day_field(_("Done on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = [(step.value, step.label) for step in Step if step != Step.RECRUIT]
        self.fields["step"].choices = later  # type: ignore[attr-defined]
