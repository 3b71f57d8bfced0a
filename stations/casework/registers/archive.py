"""Volumes of closed cases, their loans, and the destruction list (C921, C922)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.custody_enums import DisposalState, Secrecy
from stations.casework.domain import (
    approve_disposal,
    hand_over,
    keep_longer,
    lend_volume,
    propose_disposal,
    return_volume,
    store_volume,
    void_volume,
)
from stations.casework.domain.disposal import RUNNING
from stations.casework.models import ArchiveDisposal, ArchiveLoan, ArchiveVolume, Case, CaseDocument
from stations.casework.queries.archive import due_at, papers_of, volumes_in
from stations.casework.rules import view_archive, write_persons
from stations.records.forms import FreeText, day_field
from stations.records.register import (
    Act,
    Column,
    EntryForm,
    Filter,
    Inner,
    RecordChoice,
    Register,
)
from stations.records.register.withdrawal import WithdrawForm


class StoreForm(EntryForm):
    """Where the volume stands."""

    storage_place = forms.CharField(label=_("Storage place"), max_length=120)
    secrecy = forms.ChoiceField(label=_("Secrecy"), choices=Secrecy.choices)

    def prepare(self) -> None:
        if self.entry is not None:
            self.initial["storage_place"] = self.entry.storage_place
            self.initial["secrecy"] = self.entry.secrecy


class HandOverForm(EntryForm):
    """Who takes the volume."""

    to = forms.CharField(label=_("Handed over to"), max_length=120)
    on = day_field(_("Volume handed over on"), initial=today)


class LoanForm(EntryForm):
    """Who has a volume, why, until when."""

    volume = RecordChoice(model=ArchiveVolume, label=_("Volume"), rows=volumes_in)
    borrower = forms.CharField(label=_("Borrower"), max_length=60)
    purpose = forms.CharField(label=_("Purpose of the loan"), max_length=200)
    lent_on = day_field(_("Lent on"), initial=today)
    due_on = day_field(_("Due back on"))


class ReturnForm(EntryForm):
    """The volume is back."""

    on = day_field(_("Returned on"), initial=today)


class ProposalForm(EntryForm):
    """A volume whose retention has ended."""

    volume = RecordChoice(model=ArchiveVolume, label=_("Volume"), rows=due_at)


class ApprovalForm(EntryForm):
    """The word of one of the two."""

    sure = forms.BooleanField(
        label=_("I have checked the volume; its texts may be destroyed for good."),
    )


class KeepForm(EntryForm):
    """Why, and until when, a volume is kept."""

    until = day_field(_("Kept until"))
    reason = FreeText(label=_("Why it is kept"), max_length=200)


def lend(*, actor: Actor, station: Any, volume: ArchiveVolume, **values: Any) -> ArchiveLoan:
    return lend_volume(actor=actor, volume=volume, **values)


def propose(*, actor: Actor, station: Any, volume: ArchiveVolume) -> ArchiveDisposal:
    return propose_disposal(actor=actor, volume=volume)


def approve(*, actor: Actor, entry: ArchiveDisposal, sure: bool) -> ArchiveDisposal:
    return approve_disposal(actor=actor, entry=entry)


def narrow_loans(rows: QuerySet, state: str) -> QuerySet:
    """Loans that are overdue, out, or back."""
    back = rows.filter(returned_on__isnull=False)
    out = rows.filter(returned_on=None)
    return {"overdue": out.filter(due_on__lt=today()), "out": out, "back": back}[state]


def is_there(volume: ArchiveVolume) -> bool:
    """Neither destroyed nor taken back."""
    return volume.destroyed_on is None and volume.withdrawn_at is None


def to_the_case(volume: ArchiveVolume, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    return [(_("Case"), reverse("casework:case", args=[station.code, volume.case.uuid]))]


def reads_the_case(volume: ArchiveVolume, actor: Actor) -> bool:
    """Volumes name nobody, why one was withdrawn may: it is read by who reads the case (X10)."""
    return Case.objects.restrict(actor, "read").filter(pk=volume.case_id).exists()


LOAN_STATES = (("overdue", _("Overdue")), ("out", _("Lent")), ("back", _("Given back")))


VOLUMES = Register(
    noun="archive-volumes",
    app="casework",
    model=ArchiveVolume,
    title=_("Volumes"),
    one=_("Volume"),
    columns=(
        Column("number"),
        Column("filed_on"),
        Column("case.closed_on"),
        Column("secrecy"),
        Column("storage_place"),
        Column("destroy_after"),
        Column("destroyed_on"),
    ),
    details=(
        Column("pages"),
        Column("retention_rule"),
        Column("handed_over_on"),
        Column("handed_over_to"),
    ),
    acts=(
        Act(
            "store",
            _("Storage and secrecy"),
            StoreForm,
            store_volume,
            when=is_there,
        ),
        Act(
            "hand-over",
            _("Hand over to the county's archive"),
            HandOverForm,
            hand_over,
            when=lambda volume: volume.handed_over_on is None and is_there(volume),
        ),
        Act("void", _("Filed by mistake"), WithdrawForm, void_volume, when=is_there),
    ),
    inner=(
        Inner(
            "papers",
            _("Papers of the volume"),
            CaseDocument,
            lambda volume, actor: papers_of(volume),
            (
                Column("label", _("Kind of document"), read=lambda paper: str(paper.label)),
                Column("written_on", _("Written on")),
                Column("signed", _("Signed by both sides")),
                Column("digest", _("Digest"), read=lambda paper: paper.blocks),
                Column(
                    "is_unchanged",
                    _("Unchanged since it was filed"),
                    read=lambda paper: paper.is_unchanged,
                    kind=bool,
                ),
            ),
        ),
        Inner(
            "loans",
            _("Loans"),
            ArchiveLoan,
            lambda volume, actor: volume.loans.filter(withdrawn_at=None),
            (
                Column("lent_on"),
                Column("borrower"),
                Column("purpose"),
                Column("due_on"),
                Column("returned_on"),
            ),
        ),
    ),
    view=view_archive(""),
    write=write_persons(""),
    order=("-filed_on", "-id"),
    filters=(Filter("secrecy"),),
    can_withdraw=False,
    icon="file-text",
    ways=to_the_case,
    tells=reads_the_case,
    empty=_("A volume is filed by itself when a case is closed."),
)

LOANS = Register(
    noun="archive-loans",
    app="casework",
    model=ArchiveLoan,
    title=_("Loans of volumes"),
    one=_("Loan of a volume"),
    columns=(
        Column("lent_on"),
        Column("volume.number", _("Volume"), key="volume"),
        Column("borrower"),
        Column("purpose"),
        Column("due_on"),
        Column("returned_on"),
    ),
    form=LoanForm,
    enter=lend,
    acts=(
        Act(
            "return",
            _("The volume is back"),
            ReturnForm,
            return_volume,
            when=lambda loan: loan.returned_on is None and loan.withdrawn_at is None,
        ),
    ),
    view=view_archive(""),
    write=write_persons(""),
    order=("-lent_on", "-id"),
    filters=(
        Filter("state", _("State of the loan"), choices=lambda: LOAN_STATES, narrow=narrow_loans),
    ),
    tells=lambda loan, actor: reads_the_case(loan.volume, actor),
    icon="file-text",
)

DISPOSALS = Register(
    noun="archive-disposals",
    app="casework",
    model=ArchiveDisposal,
    title=_("Destruction list"),
    one=_("Destruction of a volume"),
    columns=(
        Column("proposed_on"),
        Column("volume.number", _("Volume"), key="volume"),
        Column("state"),
        Column("first_by_name"),
        Column("second_by_name"),
        Column("destroyed_on"),
    ),
    details=(Column("proposed_by_name"), Column("kept_reason")),
    form=ProposalForm,
    enter=propose,
    acts=(
        Act(
            "approve",
            _("Approve the destruction"),
            ApprovalForm,
            approve,
            rule="approve",
            when=lambda line: line.state in RUNNING,
        ),
        Act(
            "keep",
            _("Keep it for longer"),
            KeepForm,
            keep_longer,
            rule="approve",
            when=lambda line: line.state in RUNNING,
        ),
    ),
    view=view_archive(""),
    write=write_persons(""),
    order=("-proposed_on", "-id"),
    filters=(Filter("state", choices=lambda: DisposalState.choices),),
    can_withdraw=False,
    icon="file-text",
    empty=_("A volume comes onto the list when its retention has ended."),
)
