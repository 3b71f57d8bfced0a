"""Leads: who may need help, and what became of it (N02, G3212, G3231)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.lead import (
    OPEN,
    dismiss_lead,
    file_lead,
    tell_lead,
    verify_lead,
)
from stations.casework.enums import LeadEnd, LeadSource, LeadState, Urgency
from stations.casework.models import DiscoveryLead
from stations.casework.models.lead import FORM
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import (
    VillageForm,
    household_choice,
    person_choice,
    text_area,
)
from stations.casework.registers.village import Village, with_village
from stations.casework.rules import view_work, write_work
from stations.casework.section_forms import fields_of, take
from stations.records.forms import day_field, phone_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class LeadForm(VillageForm):
    """What was heard, from whom, how urgent."""

    situation = text_area(_("What was told"))
    source = forms.ChoiceField(label=_("Told by"), choices=LeadSource.choices)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ORDINARY
    )
    told_on = day_field(_("Told on"), initial=today)
    name = forms.CharField(label=_("Name, as told"), max_length=60, required=False)
    whereabouts = forms.CharField(
        label=_("Where the person is found"), max_length=200, required=False
    )
    told_by = forms.CharField(label=_("Name and phone of who told"), max_length=100, required=False)
    field_order = ("situation", "division_code", "source", "urgency", "told_on")


class VerifyForm(EntryForm):
    """What somebody saw on the spot; body, property and housing may follow (G3212)."""

    on = day_field(_("Verified on"), initial=today)
    findings = text_area(_("What was found on the spot"))


VerifyForm.base_fields.update(fields_of(FORM))


class FilingForm(EntryForm):
    """The person's file: a new one under this name and in a household, or one that is there."""

    on = day_field(_("File opened on"), initial=today)
    beneficiary = person_choice(required=False, label=_("Has a file already"))
    household = household_choice()
    name = forms.CharField(label=_("Full name"), max_length=60, required=False)
    id_number = forms.CharField(label=_("ID number"), max_length=18, required=False)
    phone = phone_field(_("Phone"))

    def prepare(self) -> None:
        if self.entry is not None:
            self.initial = {"name": self.entry.name}


class DismissalForm(EntryForm):
    """Why there will be no file."""

    on = day_field(_("Decided on"), initial=today)
    reason = forms.ChoiceField(label=_("Why it leads to no file"), choices=LeadEnd.choices)


def verify(*, actor: Actor, entry: DiscoveryLead, **values: Any) -> DiscoveryLead:
    screening = take(FORM, values)
    return verify_lead(actor=actor, lead=entry, screening=screening, **values)


def file(*, actor: Actor, entry: DiscoveryLead, **values: Any) -> DiscoveryLead:
    return file_lead(actor=actor, lead=entry, **values)


def dismiss(*, actor: Actor, entry: DiscoveryLead, **values: Any) -> DiscoveryLead:
    return dismiss_lead(actor=actor, lead=entry, **values)


LEADS = Register(
    noun="leads",
    app="casework",
    model=DiscoveryLead,
    title=_("Leads"),
    one=_("Lead"),
    columns=(
        Column("told_on"),
        Column("name", personal=True),
        Column("urgency"),
        Column("source"),
        Column("state"),
        Column("station.name", _("Place"), key="place"),
    ),
    details=(
        Column("situation", personal=True),
        Village(),
        Column("whereabouts", personal=True),
        Column("told_by", personal=True),
        Column("verified_on"),
        Column("findings", personal=True),
        Column(
            "screening",
            _("Screening"),
            personal=True,
            read=lambda lead: lead.answers,
            kind=list,
        ),
        Column(
            "suggested",
            _("Kinds suggested by the screening"),
            personal=True,
            read=lambda lead: lead.suggested,
            kind=list,
        ),
        Column("decided_on"),
        Column("dismissed_reason"),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
    ),
    form=LeadForm,
    enter=tell_lead,
    acts=(
        Act(
            "verify",
            _("Enter what was verified"),
            VerifyForm,
            verify,
            rule="decide",
            when=lambda lead: lead.state == LeadState.NEW,
        ),
        Act(
            "file",
            _("Open the file"),
            FilingForm,
            file,
            rule="decide",
            when=lambda lead: lead.state == LeadState.VERIFIED,
        ),
        Act(
            "dismiss",
            _("Dismiss the lead"),
            DismissalForm,
            dismiss,
            rule="decide",
            when=lambda lead: lead.state in OPEN,
        ),
    ),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    extend=with_village,
    order=("-told_on", "-id"),
    filters=(Filter("state"), Filter("urgency"), Filter("source")),
    icon="search",
    empty=_("Whoever hears of somebody in difficulty writes it down here."),
)
