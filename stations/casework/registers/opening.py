"""Who opened a minor's file, and why (X10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.crypto import mask_name
from stations.casework.domain import open_minor_file
from stations.casework.minors import minors
from stations.casework.models import Beneficiary, FileOpening
from stations.casework.rules import open_files, reads_in_full, view_archive
from stations.records.places import at_place
from stations.records.reasons import REASON_LENGTH
from stations.records.register import Column, EntryForm, RecordChoice, Register


def minors_at(actor: Actor, station: Any) -> Any:
    """Files of minors at a place."""
    rows = Beneficiary.objects.restrict(actor, "open").filter(at_place(station))
    return rows.filter(minors(), withdrawn_at=None)


class OpeningForm(EntryForm):
    """Whose file, and why."""

    beneficiary = RecordChoice(
        model=Beneficiary,
        label=_("Minor's file"),
        rows=minors_at,
        show=lambda person: f"{mask_name(person.name)} · {person.file_code}",
    )
    reason = forms.CharField(label=_("Reason for reading"), max_length=REASON_LENGTH)


def enter_opening(
    *, actor: Actor, station: Any, beneficiary: Beneficiary, reason: str
) -> FileOpening:
    return open_minor_file(actor=actor, beneficiary=beneficiary, reason=reason)


def reads_minors(actor: Actor) -> bool:
    """Names of minors in full: the head; others learn that somebody's file was opened."""
    return reads_in_full(actor, Role.HEAD)


FILE_OPENINGS = Register(
    noun="file-openings",
    app="casework",
    model=FileOpening,
    title=_("Openings of minors' files"),
    one=_("Opening of a minor's file"),
    columns=(
        Column("opened_at"),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
        Column("by_name"),
        Column("reason"),
        Column("valid_until"),
    ),
    form=OpeningForm,
    enter=enter_opening,
    view=view_archive(""),
    write=open_files(""),
    opens=reads_minors,
    order=("-opened_at", "-id"),
    icon="shield-check",
    empty=_("A minor's file is open to the head and the responsible person."),
)
