"""What belongs to a project, as tables below it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.enums import NeedKind
from stations.people.registers.common import Coded
from stations.projects.models import (
    GoalOutcome,
    Project,
    ProjectGoal,
    ProjectReport,
    ProjectStaff,
    ProjectTarget,
    ReportSubscription,
    ServiceLine,
    TargetActivity,
)
from stations.projects.queries.progress import progress_of
from stations.records.register import Column, Inner


def lines_of(entry: Project, actor: Actor) -> Any:
    return entry.lines.filter(withdrawn_at=None).order_by("id")


def goals_of(entry: Project, actor: Actor) -> Any:
    return entry.goals.filter(withdrawn_at=None).order_by("id")


def targets_of(entry: Project, actor: Actor) -> list[ProjectTarget]:
    """The targets, each with its progress up to today."""
    found = []
    for progress in progress_of(entry, today()):
        progress.target.progress = progress  # type: ignore[attr-defined]
        found.append(progress.target)
    return found


def activities_of(entry: Project, actor: Actor) -> Any:
    rows = entry.activities.filter(withdrawn_at=None, activity__withdrawn_at=None)
    return rows.select_related("activity", "target").order_by("activity__held_on", "id")


def team_rows(entry: Project, actor: Actor) -> Any:
    """Nobody for a purchaser, who reads how many there were."""
    rows = ProjectStaff.objects.restrict(actor, "view").filter(project=entry, withdrawn_at=None)
    return rows.select_related("staff", "supervisor").order_by("role", "valid_from", "id")


def outcomes_of(entry: Project, actor: Actor) -> Any:
    rows = entry.outcomes.filter(withdrawn_at=None)
    return rows.select_related("goal").order_by("judged_on", "id")


def recipients_of(entry: Project, actor: Actor) -> Any:
    return entry.subscriptions.filter(withdrawn_at=None).order_by("id")


def reports_of(entry: Project, actor: Actor) -> Any:
    return entry.reports.filter(withdrawn_at=None).order_by("-until", "-id")


INNER = (
    Inner("goals", _("Goals"), ProjectGoal, goals_of, (Column("title"),)),
    Inner(
        "lines",
        _("Service lines"),
        ServiceLine,
        lines_of,
        (Column("title"), Coded("needs", choices=NeedKind)),
    ),
    Inner(
        "targets",
        _("Targets"),
        ProjectTarget,
        targets_of,
        (
            Column("measure"),
            Column("goal.title", _("Goal"), key="goal"),
            Column("line.title", _("Service line"), key="line"),
            Column("amount"),
            Column("done", _("Done so far"), read=lambda row: row.progress.done.value, kind=int),
            Column("left", _("Still to do"), read=lambda row: row.progress.left, kind=int),
            Column("unit", _("Unit"), read=lambda row: row.progress.agreed.unit.label),
        ),
    ),
    Inner(
        "activities",
        _("Activities counted"),
        TargetActivity,
        activities_of,
        (
            Column("activity.held_on"),
            Column("activity.title"),
            Column("target.label", _("Target of the project"), key="target"),
        ),
    ),
    Inner(
        "team",
        _("Team of the project"),
        ProjectStaff,
        team_rows,
        (
            Column("role"),
            Column("name", _("Full name")),
            Column("valid_from"),
            Column("valid_to"),
        ),
    ),
    Inner(
        "outcomes",
        _("Effects judged"),
        GoalOutcome,
        outcomes_of,
        (
            Column("judged_on"),
            Column("moment"),
            Column("goal.title", _("Goal"), key="goal"),
            Column("verdict"),
            Column("evidence"),
        ),
    ),
    Inner(
        "recipients",
        _("Recipients of the reports"),
        ReportSubscription,
        recipients_of,
        (
            Column("recipient"),
            Column("every_months"),
            Column("account_name"),
            Column("valid_from"),
            Column("valid_to"),
        ),
    ),
    Inner(
        "reports",
        _("Reports on the project"),
        ProjectReport,
        reports_of,
        (Column("since"), Column("until"), Column("drawn_on"), Column("by_name")),
    ),
)
