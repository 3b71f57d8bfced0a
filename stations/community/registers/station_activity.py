"""Activities of the station itself, and its proposals (C713, C715, C717, G3211, N16)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.community.domain import answer_proposal, hold_activity, propose_change
from stations.community.enums import ActivityForm, ActivityTopic, AdvocacyAnswer, Audience
from stations.community.models import AdvocacyItem, StationActivity
from stations.community.rules import view_community, write_community, write_local
from stations.records.forms import NONE, day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class StationActivityForm(EntryForm):
    """What the place did: four fields, the rest if it says something."""

    title = forms.CharField(label=_("Activity title"), max_length=120)
    topic = forms.ChoiceField(label=_("Topic of the activity"), choices=ActivityTopic.choices)
    held_on = day_field(_("Held on"), initial=today)
    attendance = forms.IntegerField(label=_("Person-times"), min_value=0)
    manner = forms.ChoiceField(
        label=_("Form of the activity"),
        choices=[NONE, *ActivityForm.choices],
        required=False,
        help_text=_("Where a policy is explained."),
    )
    audience = forms.ChoiceField(
        label=_("Whom it is for"), choices=[NONE, *Audience.choices], required=False
    )
    place = forms.CharField(label=_("Where it was held"), max_length=120, required=False)
    joint_work = forms.BooleanField(label=_("Together with a volunteer"), required=False)


class ProposalForm(EntryForm):
    """From what the records show to what should change."""

    title = forms.CharField(label=_("Subject of the proposal"), max_length=120)
    finding = forms.CharField(
        label=_("Finding from the data"), max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    proposal = forms.CharField(
        label=_("What is proposed"), max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    addressee = forms.CharField(label=_("Proposed to"), max_length=120)
    proposed_on = day_field(_("Proposal made on"), initial=today)


class AnswerProposalForm(EntryForm):
    """What came back."""

    result = forms.ChoiceField(label=_("What came of the proposal"), choices=AdvocacyAnswer.choices)
    answer = forms.CharField(
        label=_("Answer to the proposal"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    on = day_field(_("Answered on"), initial=today)


ACTIVITIES = Register(
    noun="activities",
    app="community",
    model=StationActivity,
    title=_("Activities of the station"),
    one=_("Activity of the station"),
    columns=(
        Column("held_on"),
        Column("title"),
        Column("topic"),
        Column("manner"),
        Column("attendance"),
    ),
    details=(Column("audience"), Column("place"), Column("joint_work")),
    form=StationActivityForm,
    enter=hold_activity,
    view=view_community(""),
    write=write_local(""),
    order=("-held_on", "-id"),
    filters=(Filter("topic"), Filter("manner"), Filter("audience")),
    icon="flag",
    empty=_("The station and its rooms enter what they did for their community."),
)

ADVOCACY = Register(
    noun="advocacy-items",
    app="community",
    model=AdvocacyItem,
    title=_("Research and proposals"),
    one=_("Proposal from research"),
    columns=(
        Column("proposed_on"),
        Column("title"),
        Column("addressee"),
        Column("answered_on"),
        Column("result"),
    ),
    details=(Column("finding"), Column("proposal"), Column("answer")),
    form=ProposalForm,
    enter=propose_change,
    acts=(
        Act(
            "answer",
            _("Enter the answer"),
            AnswerProposalForm,
            answer_proposal,
            when=lambda item: item.answered_on is None and item.withdrawn_at is None,
        ),
    ),
    view=view_community(""),
    write=write_community(""),
    order=("-proposed_on", "-id"),
    filters=(Filter("result"),),
    icon="file-text",
    empty=_("The station head or a worker enters them."),
)
