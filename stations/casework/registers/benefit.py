"""Applications for benefits (G3213)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import ApplicationState, Policy
from stations.casework.domain import decide_application, help_apply, submit_application
from stations.casework.models import BenefitApplication
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import (
    acting,
    person_field,
    text_field,
    to_a_link,
    without_station,
)
from stations.casework.rules import view_persons, write_persons
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class ApplicationForm(EntryForm):
    """A person is helped to apply."""

    beneficiary = person_field()
    policy = forms.ChoiceField(label=_("Policy"), choices=Policy.choices)
    helped_on = day_field(_("Helped on"), initial=today)
    note = text_field(_("Application note"), required=False)


class SubmitForm(EntryForm):
    """The day it was handed in."""

    on = day_field(_("Handed in on"), initial=today)


class DecideForm(EntryForm):
    """What the authority decided."""

    granted = forms.BooleanField(label=_("Granted"), required=False)
    on = day_field(_("Benefit decided on"), initial=today)
    note = text_field(
        _("Application note"), required=False, help_text=_("A refusal says why it was refused.")
    )


APPLICATIONS = Register(
    noun="benefit-applications",
    app="casework",
    model=BenefitApplication,
    title=_("Benefit applications"),
    one=_("Benefit application"),
    columns=(
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("policy"),
        Column("state"),
        Column("helped_on"),
        Column("submitted_on"),
        Column("decided_on"),
    ),
    details=(Column("note", personal=True),),
    form=ApplicationForm,
    enter=without_station(help_apply),
    acts=(
        Act(
            "submit",
            _("Handed in"),
            SubmitForm,
            acting(submit_application, "application"),
            when=lambda each: each.state == ApplicationState.HELPED,
        ),
        Act(
            "decide",
            _("Enter the decision"),
            DecideForm,
            acting(decide_application, "application"),
            when=lambda each: each.state == ApplicationState.SUBMITTED,
        ),
    ),
    ways=to_a_link("application"),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-helped_on", "-id"),
    filters=(Filter("policy"), Filter("state")),
    icon="file-text",
)
