"""Who is to have reports on a project; drawing them up and handing them over (Z15)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.projects.catalogue import agreed
from stations.projects.enums import Handover
from stations.projects.models import (
    Project,
    ProjectReport,
    ReportDelivery,
    ReportSubscription,
)
from stations.projects.queries.recipient import purchaser_accounts
from stations.projects.queries.report import content_of, last_over, next_since, recipients_on
from stations.records.domain import (
    change,
    end_span,
    enter,
    hold,
    refuse,
    refuse_far,
    refuse_future,
    refuse_withdrawn,
    require_row,
    withdraw,
)


@transaction.atomic
def name_recipient(
    *,
    actor: Actor,
    entry: Project,
    recipient: str,
    valid_from: date,
    every_months: int | None = None,
) -> ReportSubscription:
    """Somebody is to have reports from a day on, every so many months (data/project.yaml).

    Raises Forbidden, Conflict for a withdrawn project, or Invalid: a recipient who stands, a day
    after the project.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    months = agreed().report_months if every_months is None else every_months
    if months < 1:
        refuse("every_months", _("At least one."), months, ">= 1")
    if valid_from > entry.ends_on:
        refuse("valid_from", _("The project is over by then."), valid_from, f"<= {entry.ends_on}")
    refuse_far("valid_from", valid_from, "agreements")
    if entry.subscriptions.filter(
        recipient=recipient.strip(), valid_to=None, withdrawn_at=None
    ).exists():
        refuse("recipient", _("This recipient has the reports already."), recipient)
    subscription = ReportSubscription(
        project=entry, recipient=recipient.strip(), every_months=months, valid_from=valid_from
    )
    return enter(subscription, actor=actor, action="project.subscribe")


@transaction.atomic
def end_subscription(
    *, actor: Actor, subscription: ReportSubscription, on: date
) -> ReportSubscription:
    """``on`` is the first day without; an account of the recipient's reads nothing from then on.

    Raises Forbidden, Conflict when ended, or Invalid.
    """
    require_row(actor, subscription, "edit")
    return end_span(subscription, actor=actor, action="project.unsubscribe", on=on)


@transaction.atomic
def open_to_account(
    *, actor: Actor, subscription: ReportSubscription, account: UUID | None
) -> ReportSubscription:
    """Let an account of the recipient's read the project, or with None nobody's any more.

    Raises Forbidden for all but the bureau and the head, Conflict when ended, Invalid for an
    account that is no purchaser's.
    """
    require_row(actor, subscription, "open")
    hold(subscription, "valid_to")
    if subscription.valid_to is not None:
        raise Conflict(_("This recipient has no reports any more."), code="ended")
    known = purchaser_accounts()
    if account is not None and account not in known:
        message = _("This account is no purchaser's.")
        refuse("account", message, str(account), [str(each) for each in known])
    return change(
        subscription,
        actor=actor,
        action="project.open",
        account_uuid=account,
        account_name=known[account] if account else "",
    )


@transaction.atomic
def draw_report(*, actor: Actor, entry: Project, until: date, notes: str = "") -> ProjectReport:
    """Draw a report up from the records, from the day after the last one, or the project's first.

    Its days are over: of today more may be entered, which no report would tell. Who reads the
    project with an account has it with that. Raises Forbidden, Conflict for a withdrawn project,
    or Invalid: a day that is not over, before the last report, or after the project.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    since, today = next_since(entry), clock.today()
    _refuse_other_days(entry, since, until)
    report = ProjectReport(
        project=entry,
        since=since,
        until=until,
        drawn_on=today,
        by_name=actor.name,
        notes=notes.strip(),
        content=content_of(entry, since, until),
    )
    enter(report, actor=actor, action="project.report")
    for subscription in recipients_on(report).filter(account_uuid__isnull=False):
        _deliver(actor, report, subscription, today, Handover.ACCOUNT)
    return report


def _refuse_other_days(entry: Project, since: date, until: date) -> None:
    last = last_over(entry)
    if since <= until <= last:
        return
    if since > entry.ends_on:
        refuse("until", _("The reports tell of the project to its end already."), until)
    if last < since:
        message = _("No day from %(since)s on is over yet.") % {"since": date_format(since)}
        refuse("until", message, until, f">= {since}")
    message = _("The report may end on any day from %(since)s to %(last)s.") % {
        "since": date_format(since),
        "last": date_format(last),
    }
    refuse("until", message, until, f"{since} – {last}")


@transaction.atomic
def deliver_report(
    *,
    actor: Actor,
    entry: ProjectReport,
    recipients: Collection[UUID],
    delivered_on: date,
    manner: str,
) -> ProjectReport:
    """The report reached these recipients, all or none of them.

    Raises Forbidden, Conflict for a withdrawn report, or Invalid: somebody who has it or is not to
    have it, a day before it was drawn up.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    refuse_future("delivered_on", delivered_on)
    if delivered_on < entry.drawn_on:
        message = _("The report was drawn up later.")
        refuse("delivered_on", message, delivered_on, f">= {entry.drawn_on}")
    if manner == Handover.ACCOUNT:
        refuse("manner", _("Who reads with an account has each report by itself."), manner)
    waiting = {row.uuid: row for row in recipients_on(entry)}
    if unknown := [str(each) for each in recipients if each not in waiting]:
        message = _("Has this report, or is not to have it.")
        refuse("recipients", message, unknown, [str(each) for each in waiting])
    if not recipients:
        refuse("recipients", _("Choose who has the report."))
    for uuid in recipients:
        _deliver(actor, entry, waiting[uuid], delivered_on, manner)
    return entry


def take_delivery_back(
    *, actor: Actor, entry: ProjectReport, delivery: ReportDelivery, reason: str
) -> ReportDelivery:
    """A handing over that was entered by mistake. Raises Forbidden, Conflict or Invalid."""
    return withdraw(actor=actor, entry=delivery, reason=reason)


def _deliver(
    actor: Actor,
    report: ProjectReport,
    subscription: ReportSubscription,
    on: date,
    manner: str,
) -> None:
    row = ReportDelivery(report=report, subscription=subscription, delivered_on=on, manner=manner)
    enter(row, actor=actor, action="project.deliver")
