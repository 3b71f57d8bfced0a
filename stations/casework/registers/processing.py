"""The county's register of processing activities, kept at its hub (X08)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.custody_enums import LegalBasis
from stations.casework.domain import assess_again, end_processing, record_processing
from stations.casework.models import ImpactAssessment, ProcessingActivity
from stations.casework.registers.parts import at_hub
from stations.casework.rules import view_processing, write_processing
from stations.records.forms import FreeText, day_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register

REPORT_LENGTH = 20000


class ActivityForm(EntryForm):
    """What is done with personal data, and on what ground."""

    name = forms.CharField(label=_("Processing activity"), max_length=80)
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
    data_kinds = forms.CharField(label=_("Kinds of data"), max_length=200)
    legal_basis = forms.ChoiceField(label=_("Legal basis"), choices=LegalBasis.choices)
    retention = forms.CharField(label=_("Kept for how long"), max_length=120)
    started_on = day_field(_("Started on"))
    is_sensitive = forms.BooleanField(label=_("With sensitive data"), required=False)
    recipients = forms.CharField(label=_("Recipients"), max_length=200, required=False)
    entrusted_to = forms.CharField(label=_("Entrusted to"), max_length=120, required=False)
    assessed_on = day_field(_("Impact assessed on"), required=False)
    assessed_by = forms.CharField(label=_("Impact assessed by"), max_length=60, required=False)
    report = FreeText(
        label=_("Report of the assessment"),
        rows=8,
        max_length=REPORT_LENGTH,
        required=False,
        help_text=_("Purpose and need, risks to the persons, what is done against them."),
    )


class AssessmentForm(EntryForm):
    """A new impact assessment."""

    assessed_on = day_field(_("Impact assessed on"), initial=today)
    assessed_by = forms.CharField(label=_("Impact assessed by"), max_length=60)
    report = FreeText(label=_("Report of the assessment"), rows=8, max_length=REPORT_LENGTH)


class EndForm(EntryForm):
    """The activity has ended."""

    on = day_field(_("Ended on"), initial=today)


def runs(activity: ProcessingActivity) -> bool:
    return activity.ended_on is None and activity.withdrawn_at is None


PROCESSING = Register(
    noun="processing-activities",
    app="casework",
    model=ProcessingActivity,
    title=_("Processing of personal data"),
    one=_("Processing activity"),
    columns=(
        Column("name"),
        Column("purpose"),
        Column("legal_basis"),
        Column("is_sensitive"),
        Column("next_review_on"),
        Column("ended_on"),
    ),
    details=(
        Column("data_kinds"),
        Column("recipients"),
        Column("entrusted_to"),
        Column("retention"),
        Column("started_on"),
        Column("assessed_on"),
        Column("assessed_by"),
        Column("keep_until"),
    ),
    form=ActivityForm,
    enter=record_processing,
    acts=(
        Act("assess", _("New impact assessment"), AssessmentForm, assess_again, when=runs),
        Act("end", _("End the activity"), EndForm, end_processing, when=runs),
    ),
    inner=(
        Inner(
            "assessments",
            _("Impact assessments"),
            ImpactAssessment,
            lambda row, _actor: row.assessments.filter(withdrawn_at=None),
            (Column("assessed_on"), Column("assessed_by"), Column("report")),
        ),
    ),
    view=at_hub(view_processing("")),
    write=at_hub(write_processing("")),
    order=("name", "id"),
    filters=(Filter("legal_basis"),),
    can_withdraw=False,
    icon="shield-check",
    empty=_("The county enters what is done with personal data, and why."),
)
