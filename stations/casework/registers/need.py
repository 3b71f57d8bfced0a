"""Needs in four states (Z03, Z07, N22)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.need import give_up_need, match_need, meet_need, raise_need
from stations.casework.enums import NeedDimension, NeedKind, NeedState, UnmetReason
from stations.casework.models import Beneficiary, Need
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import person_choice, text_area
from stations.casework.registers.parts import to_a_link
from stations.casework.rules import view_persons, view_work, write_work
from stations.records.domain import may_at
from stations.records.forms import NONE, day_field
from stations.records.register import Act, Column, EntryForm, Filter, Register


class NeedForm(EntryForm):
    """What a person needs."""

    person = person_choice()
    kind = forms.ChoiceField(label=_("Kind of need"), choices=NeedKind.choices)
    summary = text_area(_("What is needed"))
    raised_on = day_field(_("Raised on"), initial=today)
    dimension = forms.ChoiceField(
        label=_("Side of life"),
        choices=[NONE, *NeedDimension.choices],
        required=False,
        help_text=_("Empty: as the kind of need suggests."),
    )


class MatchForm(EntryForm):
    """Who takes the need on."""

    helper = forms.CharField(
        label=_("Who helps"),
        max_length=200,
        help_text=_("An office, an organisation, a volunteer, a resource."),
    )
    on = day_field(_("Handed over on"), initial=today)


class MeetForm(EntryForm):
    """The person's word that the need is met."""

    on = day_field(_("Confirmed by the person on"), initial=today)


class GiveUpForm(EntryForm):
    """Why the need stays unmet."""

    reason = forms.ChoiceField(label=_("Why it was not met"), choices=UnmetReason.choices)
    note = text_area(_("Note on the need not met"), required=False)
    on = day_field(_("Closed on"), initial=today)


def enter(*, actor: Actor, station: Any, person: Beneficiary, **values: Any) -> Need:
    return raise_need(actor=actor, beneficiary=person, **values)


def match(*, actor: Actor, entry: Need, **values: Any) -> Need:
    return match_need(actor=actor, need=entry, **values)


def meet(*, actor: Actor, entry: Need, **values: Any) -> Need:
    return meet_need(actor=actor, need=entry, **values)


def give_up(*, actor: Actor, entry: Need, **values: Any) -> Need:
    return give_up_need(actor=actor, need=entry, **values)


def to_file_and_help(need: Need, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the person's file and a resource linked for the need; of an open need to those who agreed
    to help with its kind (Z10), for whoever reads files: a village room does not.
    """
    ways = to_a_link("need")(need, actor, station)
    if ways and need.kind and is_open(need) and may_at(actor, station, view_persons("")):
        helpers = reverse("casework:strengths-list", args=[station.code])
        ways.append((_("Who could help"), f"{helpers}?for_need={need.kind}"))
    return ways


def is_open(need: Need) -> bool:
    return need.closed_on is None


NEEDS = Register(
    noun="needs",
    app="casework",
    model=Need,
    title=_("Needs"),
    one=_("Need"),
    columns=(
        Column("raised_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
        Column("kind"),
        Column("summary", personal=True),
        Column("state", _("Outcome"), read=lambda need: need.state.label, key="outcome"),
    ),
    details=(
        Column("dimension"),
        Column("matched_on"),
        Column("matched_to", personal=True),
        Column("closed_on"),
        Column("confirmed_by_person"),
        Column("unmet_reason"),
        Column("unmet_note", personal=True),
    ),
    form=NeedForm,
    enter=enter,
    ways=to_file_and_help,
    acts=(
        Act("match", _("Hand it over"), MatchForm, match, when=is_open),
        Act("meet", _("The person confirms it is met"), MeetForm, meet, when=is_open),
        Act("give-up", _("Close it unmet"), GiveUpForm, give_up, when=is_open),
    ),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("-raised_on", "-id"),
    filters=(
        Filter(
            "state",
            _("Outcome"),
            choices=lambda: NeedState.choices,
            narrow=lambda rows, state: rows.in_state(state),  # type: ignore[attr-defined]
        ),
        Filter("kind"),
        Filter("dimension"),
    ),
    icon="help-circle",
    empty=_("The station and its rooms enter what people need."),
)
