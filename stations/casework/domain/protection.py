"""Reports of suspected harm to a child or an elder: sent at once, kept as sent (X13, G3225)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.access.queries import members_with_role
from kernel.access.restrict import require
from kernel.audit.domain import record as write_audit
from kernel.crypto import blind_index
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.care_enums import Protected
from stations.casework.models import ProtectionOfficer, ProtectionReport, ProtectionStatement
from stations.casework.rules import write_work
from stations.records.domain import (
    change,
    end_span,
    enter,
    refuse,
    refuse_future,
    require_place,
    require_row,
)

MARKED = (
    "receipt_number",
    "child",
    "seen",
    "place",
    "noticed_at",
    "authority",
    "channel",
    "reported_at",
    "reporter_uuid",
    "received_at",
)


@transaction.atomic
def send_report(
    *,
    actor: Actor,
    station: models.Model,
    child: str,
    seen: str,
    place: str,
    noticed_at: datetime,
    authority: str,
    channel: str,
    reported_at: datetime | None = None,
    subject: str = Protected.CHILD,
) -> ProtectionReport:
    """Send a report; the time of receipt is the server's, the authority was told now unless said.

    Raises Forbidden for whoever does not work at the place, or Invalid.
    """
    require_place(actor, station, write_work(""))
    now = clock.now()
    told = reported_at or now
    _check_times(noticed_at, told, now)
    uuid = uuid4()
    report = ProtectionReport(
        uuid=uuid,
        station_id=station.pk,
        receipt_number=make_number(uuid, clock.today()),
        subject=subject,
        child=child.strip(),
        seen=seen.strip(),
        place=place.strip(),
        noticed_at=noticed_at,
        authority=authority,
        channel=channel,
        reported_at=told,
        reporter_uuid=actor.user_uuid,
        reporter_name=actor.name,
        received_at=now,
        changed_at=now,
    )
    report.mark = make_mark(report)
    return enter(report, actor=actor, action="protection.send")


@transaction.atomic
def state_more(*, actor: Actor, report: ProtectionReport, body: str) -> ProtectionStatement:
    """Add what was found out or is to be put right; whoever reads the report may.

    Raises Forbidden, or Invalid without a text.
    """
    require_row(actor, report, "view")
    statement = ProtectionStatement(
        report=report, body=body.strip(), by_uuid=actor.user_uuid, by_name=actor.name
    )
    return enter(statement, actor=actor, action="protection.state")


@transaction.atomic
def record_answer(
    *, actor: Actor, report: ProtectionReport, answer: str, on: date
) -> ProtectionReport:
    """Keep what the authority answered.

    Raises Forbidden, Conflict when it has answered, or Invalid.
    """
    require_row(actor, report, "answer")
    held = ProtectionReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.answered_on is not None:
        raise Conflict(_("The answer was entered; add a statement."), code="answered")
    told_on = held.reported_at.astimezone(clock.ZONE).date()
    if on < told_on:
        refuse("on", _("The authority was told later."), on, f">= {told_on}")
    refuse_future("on", on)
    if not answer.strip():
        refuse("answer", _("Say what the authority answered."))
    return change(
        held,
        actor=actor,
        action="protection.answer",
        answer=answer.strip(),
        answered_on=on,
        answered_received_at=clock.now(),
    )


def note_reading(actor: Actor, report: ProtectionReport) -> None:
    """Keep in the audit trail who read a report, each time."""
    write_audit(actor=actor, action="protection.read", obj=report)


@transaction.atomic
def name_officer(*, actor: Actor, membership: Membership, valid_from: date) -> ProtectionOfficer:
    """Name a person of the bureau who reads the county's reports and answers for them.

    Raises Forbidden but for the bureau, Conflict when named already, Invalid for somebody else.
    """
    require(actor, Role.BUREAU)
    refuse_future("valid_from", valid_from)
    if not members_with_role(Role.BUREAU).filter(pk=membership.pk).exists():
        refuse("membership", _("Only persons of the bureau are named."))
    named = ProtectionOfficer.objects.filter(valid_to=None, withdrawn_at=None)
    if named.filter(user_uuid=membership.user_uuid).exists():
        raise Conflict(_("This person is named already."))
    officer = ProtectionOfficer(
        user_uuid=membership.user_uuid, name=membership.user_name, valid_from=valid_from
    )
    return enter(officer, actor=actor, action="protection.name_officer")


@transaction.atomic
def end_officer(*, actor: Actor, officer: ProtectionOfficer, on: date) -> ProtectionOfficer:
    """``on`` is the first day without. Raises Forbidden, Conflict when ended, or Invalid."""
    require_row(actor, officer, "edit")
    return end_span(officer, actor=actor, action="protection.end_officer", on=on)


def make_mark(report: ProtectionReport) -> str:
    """The mark over what was sent, with the county's key: another content has another mark."""
    # Of a child's report as ever: those from before elders' keep their mark.
    names = MARKED if report.subject == Protected.CHILD else (*MARKED, "subject")
    # Each value by its own index first: so none can be moved into its neighbour.
    return blind_index("/".join(blind_index(_as_text(getattr(report, name))) for name in names))


def is_as_sent(report: ProtectionReport) -> bool:
    """The report still says what its receipt was given for."""
    return make_mark(report) == report.mark


def _as_text(value: object) -> str:
    """Moments in UTC: the database gives them back in its own zone."""
    return str(value.timestamp()) if isinstance(value, datetime) else str(value)


def make_number(uuid: UUID, day: date) -> str:
    """The number of a receipt: the day, and eight digits that nobody can guess or count by."""
    mark = uuid.hex[:8].upper()
    return f"{day:%Y%m%d}-{mark[:4]}-{mark[4:]}"


def _check_times(noticed_at: datetime, told: datetime, now: datetime) -> None:
    future = _("The time lies in the future.")
    if noticed_at > now:
        refuse("noticed_at", future, noticed_at, f"<= {now}")
    refuse_future("noticed_at", noticed_at.astimezone(clock.ZONE).date())
    if told > now:
        refuse("reported_at", future, told, f"<= {now}")
    if told < noticed_at:
        message = _("The authority was told before anything was noticed.")
        refuse("reported_at", message, told, f">= {noticed_at}")
