"""Reports of suspected harm, and who answers for them at the bureau (X13, G3231, G3225)."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.access.queries import members_with_role
from kernel.workdays import clock
from stations.casework.care_enums import Authority, Protected, ReportChannel
from stations.casework.domain import (
    end_officer,
    name_officer,
    note_reading,
    record_answer,
    send_report,
    state_more,
)
from stations.casework.models import ProtectionOfficer, ProtectionReport, ProtectionStatement
from stations.casework.protection_rules import name_officers, open_reports
from stations.casework.registers.parts import acting, text_field, without_station
from stations.casework.rules import VISITORS, write_work
from stations.records.forms import MomentField, day_field
from stations.records.register import Act, Column, EntryForm, Inner, RecordChoice, Register


class ReportForm(EntryForm):
    """What was seen, and who was told: sent once."""

    subject = forms.TypedChoiceField(
        label=_("Whom it is about"),
        choices=Protected.choices,
        initial=Protected.CHILD,
        required=False,
        empty_value=Protected.CHILD,
    )
    child = text_field(
        _("The person: name, or how to know them"),
        rows=2,
        help_text=_("A report can be sent without a name. It is not changed afterwards."),
    )
    seen = text_field(_("What was seen or heard"), rows=5)
    place = text_field(_("Where it was seen"), rows=2)
    noticed_at = MomentField(label=_("Noticed at"), initial=clock.now)
    authority = forms.ChoiceField(label=_("Authority told"), choices=Authority.choices)
    channel = forms.ChoiceField(label=_("Told how"), choices=ReportChannel.choices)
    reported_at = MomentField(
        label=_("Authority told at"), required=False, help_text=_("Empty: just now.")
    )


class StatementForm(EntryForm):
    """What was found out later, or is to be put right."""

    body = text_field(_("Statement"))


class AnswerForm(EntryForm):
    """What the authority answered."""

    answer = text_field(_("The authority's answer"))
    on = day_field(_("Answered on"), initial=clock.today)


class OfficerForm(EntryForm):
    """A person of the bureau."""

    membership = RecordChoice(
        model=Membership,
        label=_("Person of the bureau"),
        rows=lambda actor, station: bureau_persons(),
        show=lambda held: held.user_name,
    )
    valid_from = day_field(_("From day"), initial=clock.today)


class EndOfficerForm(EntryForm):
    """The first day without."""

    on = day_field(_("First day without"), initial=clock.today)


def bureau_persons() -> QuerySet[Membership]:
    return members_with_role(Role.BUREAU)


def everywhere(station: Any) -> Q:
    """Of the whole county, at whatever place the list is opened."""
    return Q(pk__isnull=False)


def reads_all(actor: Actor) -> bool:
    """Whoever sees a report at all may read it: the queryset lets nobody else through."""
    return True


def to_a_link(report: ProtectionReport, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To a resource linked for the child; only the report's readers see it (G3231)."""
    if not actor.has(*VISITORS):
        return []
    address = reverse("community:resource-links-new", args=[station.code])
    return [(_("Link a resource"), f"{address}?report={report.uuid}")]


REPORTS = Register(
    noun="protection-reports",
    app="casework",
    model=ProtectionReport,
    title=_("Protection reports"),
    one=_("Protection report"),
    columns=(
        Column("receipt_number"),
        Column("subject"),
        Column("noticed_at"),
        Column("reported_at"),
        Column("authority"),
        Column("late", _("Told too late"), read=lambda report: report.is_late, kind=bool),
        Column("answered_on"),
    ),
    details=(
        Column("child", personal=True),
        Column("seen", personal=True),
        Column("place", personal=True),
        Column("channel"),
        Column("received_at", _("Received at")),
        Column("reporter_name"),
        Column("answer", personal=True),
    ),
    form=ReportForm,
    enter=send_report,
    acts=(
        Act(
            "state", _("Add a statement"), StatementForm, acting(state_more, "report"), rule="view"
        ),
        Act(
            "answer",
            _("Enter the answer"),
            AnswerForm,
            acting(record_answer, "report"),
            rule="answer",
            when=lambda report: report.answered_on is None,
        ),
    ),
    inner=(
        Inner(
            "statements",
            _("Later statements"),
            ProtectionStatement,
            lambda report, actor: report.statements.filter(withdrawn_at=None),
            (Column("received_at", _("Received at")), Column("by_name"), Column("body")),
        ),
    ),
    papers=(
        (_("Receipt to print"), "casework:protection-receipt"),
        (_("Receipt as a PDF"), "casework:protection-receipt-pdf"),
    ),
    ways=to_a_link,
    view=open_reports,
    write=write_work(""),
    opens=reads_all,
    can_export=False,  # each reading of a report is noted by itself
    on_read=note_reading,
    order=("-received_at", "-id"),
    icon="shield-check",
    can_withdraw=False,
    empty=_("Whoever notices harm to a child reports at once; harm to an elder is told as well."),
)

OFFICERS = Register(
    noun="protection-officers",
    app="casework",
    model=ProtectionOfficer,
    title=_("Persons responsible for child protection"),
    one=_("Person responsible for child protection"),
    columns=(Column("name"), Column("valid_from"), Column("valid_to")),
    form=OfficerForm,
    enter=without_station(name_officer),
    acts=(
        Act(
            "end",
            _("End it"),
            EndOfficerForm,
            acting(end_officer, "officer"),
            when=lambda officer: officer.valid_to is None,
        ),
    ),
    view=name_officers(),
    write=name_officers(),
    here=everywhere,
    order=("name", "id"),
    icon="users",
)
