"""Capability checks and the ordered needs of cases (C81c, C82)."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import CapabilityOutcome
from stations.casework.domain import add_case_need, check_capability, rank_case_need
from stations.casework.models import CapabilityCheck, CaseNeed
from stations.casework.registers.parts import (
    acting,
    case_field,
    reads_plans,
    text_field,
    without_station,
)
from stations.casework.rules import view_cases, write_persons
from stations.records.forms import day_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Filter, Register


class CheckForm(EntryForm):
    """Can the station do what the case asks for?"""

    case = case_field()
    outcome = forms.ChoiceField(
        label=_("Outcome of the check"),
        choices=CapabilityOutcome.choices,
        help_text=_("A case that is referred or not taken on is closed by this."),
    )
    grounds = text_field(_("Grounds of the outcome"))
    receiver = forms.CharField(label=_("Referred to"), max_length=120, required=False)
    checked_on = day_field(_("Checked on"), initial=today)


class CaseNeedForm(EntryForm):
    """A need, its cause and its turn."""

    case = case_field()
    need = text_field(_("Need or problem"))
    cause = text_field(_("Its cause"))
    rank = forms.IntegerField(
        label=_("Turn"), min_value=1, required=False, help_text=_("1 is first; empty: the last.")
    )
    found_on = day_field(_("Found on"), initial=today)


class RankForm(EntryForm):
    """Another turn."""

    rank = forms.IntegerField(label=_("Turn"), min_value=1)


def to_the_case(entry: Any, actor: Any, station: Any) -> list[tuple[Any, str]]:
    """From what was found to the case, where the next step waits."""
    return [(_("Case"), reverse("casework:case", args=[station.code, entry.case.uuid]))]


CHECKS = Register(
    noun="capability-checks",
    app="casework",
    model=CapabilityCheck,
    title=_("Capability checks"),
    one=_("Capability check"),
    columns=(
        Column("case.beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("checked_on"),
        Column("outcome"),
        Column("by_name"),
    ),
    details=(Column("grounds", personal=True),),
    form=CheckForm,
    enter=without_station(check_capability),
    ways=to_the_case,
    view=view_cases(""),
    write=write_persons(""),
    opens=reads_plans,
    here=lambda station: at_place(station, "case__station__"),
    order=("-checked_on", "-id"),
    filters=(Filter("outcome"),),
    icon="help-circle",
    can_withdraw=False,
    only=Q(case__withdrawn_at=None),
)

CASE_NEEDS = Register(
    noun="case-needs",
    app="casework",
    model=CaseNeed,
    title=_("Needs found in assessments"),
    one=_("Need found in the assessment"),
    columns=(
        Column("case.beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("rank"),
        Column("need", personal=True),
        Column("cause", personal=True),
        Column("found_on"),
    ),
    form=CaseNeedForm,
    enter=without_station(add_case_need),
    acts=(Act("rank", _("Give it another turn"), RankForm, acting(rank_case_need, "entry")),),
    ways=to_the_case,
    view=view_cases(""),
    write=write_persons(""),
    opens=reads_plans,
    here=lambda station: at_place(station, "case__station__"),
    order=("-case__opened_on", "case_id", "rank", "id"),
    icon="list-check",
)
