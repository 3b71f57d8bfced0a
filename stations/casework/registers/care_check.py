"""Checks of care at home (G3251, G3225)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.care_enums import CareVerdict, CheckKind
from stations.casework.domain import record_care_check
from stations.casework.models import CareCheck
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import (
    person_field,
    text_field,
    to_the_file,
    without_station,
)
from stations.casework.rules import view_persons, write_persons, write_work
from stations.records.domain import may_at
from stations.records.forms import day_field
from stations.records.register import Column, EntryForm, Filter, Register


class CareCheckForm(EntryForm):
    """How a child or an elder is cared for."""

    beneficiary = person_field()
    kind = forms.ChoiceField(label=_("Kind of check"), choices=CheckKind.choices)
    checked_on = day_field(_("Checked on"), initial=today)
    guardian = forms.CharField(label=_("Who takes care"), max_length=60, required=False)
    verdict = forms.ChoiceField(label=_("Verdict"), choices=CareVerdict.choices)
    findings = text_field(_("What the check found"))
    measures = text_field(_("What is done about it"), required=False)
    next_on = day_field(_("Next check by"), required=False)


def to_file_or_report(check: CareCheck, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the person's file; from a doubtful check of an elder to the report of harm (G3225)."""
    ways = to_the_file(check, actor, station)
    doubtful = check.kind == CheckKind.ABUSE_RISK and check.verdict != CareVerdict.SUITABLE
    if doubtful and may_at(actor, station, write_work("")):
        address = reverse("casework:protection-reports-new", args=[station.code])
        ways.append((_("Report suspected harm"), address))
    return ways


CARE_CHECKS = Register(
    noun="care-checks",
    app="casework",
    model=CareCheck,
    title=_("Checks of care at home"),
    one=_("Check of care at home"),
    columns=(
        Column("checked_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("kind"),
        Column("verdict"),
        Column("next_on"),
    ),
    details=(
        Column("guardian", personal=True),
        Column("findings", personal=True),
        Column("measures", personal=True),
    ),
    form=CareCheckForm,
    enter=without_station(record_care_check),
    ways=to_file_or_report,
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-checked_on", "-id"),
    filters=(Filter("kind"), Filter("verdict")),
)
