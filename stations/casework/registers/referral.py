"""Persons referred to other agencies (C81c)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import ReferralOutcome
from stations.casework.domain import record_feedback, refer_person
from stations.casework.models import Referral
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import (
    acting,
    consent_field,
    person_field,
    text_field,
    without_station,
)
from stations.casework.rules import view_persons, write_persons
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class ReferralForm(EntryForm):
    """Who is referred to whom, why, and by which consent."""

    beneficiary = person_field()
    receiver = forms.CharField(label=_("Referred to"), max_length=120)
    reason = text_field(_("Reason for the referral"))
    consent = consent_field()
    referred_on = day_field(_("Referred on"), initial=today)


class FeedbackForm(EntryForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=ReferralOutcome.choices)
    feedback = text_field(_("The agency's feedback"), required=False)
    on = day_field(_("Feedback received on"), initial=today)


REFERRALS = Register(
    noun="referrals",
    app="casework",
    model=Referral,
    title=_("Referrals"),
    one=_("Referral"),
    columns=(
        Column("referred_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("receiver", personal=True),
        Column("outcome"),
        Column("answered_on"),
    ),
    details=(
        Column("reason", personal=True),
        Column("consent.kind", _("By the consent"), key="consent"),
        Column("feedback", personal=True),
    ),
    form=ReferralForm,
    enter=without_station(refer_person),
    acts=(
        Act(
            "feedback",
            _("Enter the feedback"),
            FeedbackForm,
            acting(record_feedback, "referral"),
            when=lambda referral: referral.answered_on is None,
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-referred_on", "-id"),
    filters=(Filter("outcome"),),
)
