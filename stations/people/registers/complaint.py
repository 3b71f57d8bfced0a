"""Complaints about professional ethics (guideline 2.4; S5)."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.domain import decide_complaint, record_complaint
from stations.people.domain.complaint import DECISIONS
from stations.people.enums import ComplaintSource, ComplaintState
from stations.people.models import EthicsComplaint, Staff
from stations.people.registers.common import Coded, ever_worked
from stations.people.rules import TAKERS, open_complaints, write_complaints
from stations.records.forms import FreeText, day_field
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register

STATES = {
    ComplaintState.OPEN: Q(upheld_on=None, dismissed_on=None),
    ComplaintState.UPHELD: Q(upheld_on__isnull=False),
    ComplaintState.NOT_UPHELD: Q(dismissed_on__isnull=False),
}


def ever_here(actor: Actor, station: object) -> QuerySet[Staff]:
    """Who works or has worked at the place: a complaint may come after the worker has left."""
    rows = Staff.objects.restrict(actor, "view").filter(ever_worked(station), withdrawn_at=None)
    return rows.order_by("name", "id")


class ComplaintForm(EntryForm):
    """What somebody complains of."""

    raised_on = day_field(_("Raised on"), initial=today)
    source = forms.ChoiceField(label=_("Who complains"), choices=ComplaintSource.choices)
    staff = RecordChoice(
        model=Staff,
        label=_("Worker complained of"),
        rows=ever_here,
        show=lambda worker: worker.name,
        required=False,
    )
    summary = FreeText(
        label=_("Complaint summary"),
        max_length=1000,
        help_text=_("What happened, without the name of whoever complains."),
    )


class DecisionForm(EntryForm):
    """What the county found."""

    result = forms.ChoiceField(
        label=_("Finding on the complaint"),
        choices=[(each.value, each.label) for each in DECISIONS],
    )
    on = day_field(_("Day of the decision"), initial=today)
    reason = FreeText(label=_("Reason of the decision"), max_length=1000)


def reads_words(actor: Actor) -> bool:
    """Those who take complaints down and decide them; an agency or auditor reads no words."""
    return actor.is_system or actor.has(*TAKERS)


def in_state(rows: QuerySet, state: str) -> QuerySet:
    return rows.filter(STATES[ComplaintState(state)])


def is_open(entry: EthicsComplaint) -> bool:
    return entry.decided_on is None and entry.withdrawn_at is None


COMPLAINTS = Register(
    noun="ethics-complaints",
    app="people",
    model=EthicsComplaint,
    title=_("Complaints about ethics"),
    one=_("Complaint about ethics"),
    columns=(
        Column("raised_on"),
        Column("source"),
        Column("staff.name", _("Worker complained of"), key="staff"),
        Coded(
            "state",
            _("State of the complaint"),
            read=lambda row: row.state,
            choices=ComplaintState,
        ),
        Column("decided_on", _("Day of the decision"), read=lambda row: row.decided_on, kind=date),
    ),
    details=(Column("summary", personal=True), Column("decision_reason", personal=True)),
    form=ComplaintForm,
    enter=record_complaint,
    acts=(
        Act(
            "decide",
            _("Decide the complaint"),
            DecisionForm,
            decide_complaint,
            rule="decide",
            when=is_open,
        ),
    ),
    view=open_complaints,
    write=write_complaints(""),
    opens=reads_words,
    order=("-raised_on", "-id"),
    filters=(
        Filter("source"),
        Filter(
            "state",
            _("State of the complaint"),
            choices=lambda: ComplaintState.choices,
            narrow=in_state,
        ),
    ),
    icon="flag",
    empty=_("Whoever hears a complaint enters it; the county decides."),
)
