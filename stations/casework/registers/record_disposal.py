"""Visits, needs and withdrawn consents of closed files whose years are over (X27)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.casework.custody_enums import DisposalState, RecordKind
from stations.casework.domain import approve_records, keep_records, propose_records
from stations.casework.domain.disposal import RUNNING
from stations.casework.models import RecordDisposal
from stations.casework.registers.archive import KeepForm
from stations.casework.rules import view_archive, write_persons
from stations.records.register import Act, Column, EntryForm, Filter, Register

NOT_OPEN = _(
    "Only of closed files: without an open case, a kept volume or a statutory duty, of children "
    "not before they are of age."
)


class RecordsForm(EntryForm):
    """Which records of the place."""

    kind = forms.ChoiceField(
        label=_("What is destroyed"), choices=RecordKind.choices, help_text=NOT_OPEN
    )


class ApproveRecordsForm(EntryForm):
    """The word of one of the two."""

    sure = forms.BooleanField(
        label=_("I have checked the list; these texts may be destroyed for good."),
    )


def approve(*, actor: Actor, entry: RecordDisposal, sure: bool) -> RecordDisposal:
    return approve_records(actor=actor, entry=entry)


def runs(line: Any) -> bool:
    return line.state in RUNNING


RECORD_DISPOSALS = Register(
    noun="record-disposals",
    app="casework",
    model=RecordDisposal,
    title=_("Destruction list by kind of record"),
    one=_("Destruction of records"),
    columns=(
        Column("proposed_on"),
        Column("kind"),
        Column("records_before"),
        Column("records"),
        Column("state"),
        Column("destroyed_on"),
    ),
    details=(
        Column("proposed_by_name"),
        Column("first_by_name"),
        Column("second_by_name"),
        Column("kept_until"),
        Column("kept_reason"),
    ),
    form=RecordsForm,
    enter=propose_records,
    acts=(
        Act(
            "approve",
            _("Approve the destruction"),
            ApproveRecordsForm,
            approve,
            rule="approve",
            when=runs,
        ),
        Act("keep", _("Keep it for longer"), KeepForm, keep_records, rule="approve", when=runs),
    ),
    view=view_archive(""),
    write=write_persons(""),
    order=("-proposed_on", "-id"),
    filters=(Filter("state", choices=lambda: DisposalState.choices), Filter("kind")),
    can_withdraw=False,
    icon="file-text",
    empty=NOT_OPEN,
)
