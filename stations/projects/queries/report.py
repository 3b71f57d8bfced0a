"""What a report on a project says, who is to have it, and when the next one is due (Z15)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from kernel.access.actor import Actor
from kernel.workdays import clock
from stations.people.numbers import months_after
from stations.projects.models import Project, ProjectReport, ReportSubscription
from stations.projects.queries.progress import progress_of
from stations.projects.queries.team import team_of

DELIVERED = Q(deliveries__withdrawn_at=None, deliveries__report__withdrawn_at=None)


@dataclass(frozen=True)
class ReportDue:
    """A recipient waits for a report from that day on."""

    subscription: ReportSubscription
    due_on: date


def next_since(project: Project) -> date:
    """The day after the last report that stands, or the project's first."""
    last = project.reports.filter(withdrawn_at=None).aggregate(last=Max("until"))["last"]
    return last + timedelta(days=1) if last else project.starts_on


def last_over(project: Project) -> date:
    """The last of its days that is over: to today records may still come."""
    return min(clock.today() - timedelta(days=1), project.ends_on)


def content_of(project: Project, since: date, until: date) -> dict[str, Any]:
    """What is kept of the records: targets with what was done in these days and in all, the team
    month by month, effects judged so far. Codes and numbers: no person, no worker."""
    within = {row.target.pk: row.done.value for row in progress_of(project, until, since)}
    team = team_of(project, until)
    return {
        "targets": [
            {
                "measure": row.target.measure,
                "line": row.target.line.title if row.target.line else "",
                "unit": row.agreed.unit.value,
                "amount": row.agreed.value,
                "done": row.done.value,
                "within": within[row.target.pk],
                "left": row.left,
            }
            for row in progress_of(project, until)
        ],
        "team": [
            {
                "month": month.month.isoformat(),
                "workers": month.workers,
                "supervisors": month.supervisors,
            }
            for month in team.months
        ],
        "goals": _goals(project, until),
    }


def recipients_on(report: ProjectReport) -> QuerySet[ReportSubscription]:
    """Who is to have a report and has not: named for one of its days, in the order of entry."""
    has = report.deliveries.filter(withdrawn_at=None).values("subscription_id")
    wanting = Q(valid_to=None) | Q(valid_to__gt=report.since)
    rows = report.project.subscriptions.filter(
        wanting, valid_from__lte=report.until, withdrawn_at=None
    )
    return rows.exclude(pk__in=has).order_by("id")


def reports_due(actor: Actor, on: date) -> list[ReportDue]:
    """The recipients who wait for a report on a project that the actor writes, or will from ``on``;
    one query. The last report is due the day after the project."""
    writes = Project.objects.restrict(actor, "edit").filter(withdrawn_at=None)
    rows = (
        ReportSubscription.objects.filter(
            project__in=writes, valid_to=None, withdrawn_at=None, project__starts_on__lte=on
        )
        .select_related("project", "project__station")
        .annotate(last=Max("deliveries__report__until", filter=DELIVERED))
        .order_by("project_id", "id")
    )
    due = [(row, _due_on(row)) for row in rows]
    return [ReportDue(row, day) for row, day in due if day is not None and day <= on]


def _due_on(subscription: Any) -> date | None:
    """None once the project was told of to its end."""
    project = subscription.project
    if subscription.last is not None and subscription.last >= project.ends_on:
        return None
    since = (
        subscription.last + timedelta(days=1)
        if subscription.last
        else max(project.starts_on, subscription.valid_from)
    )
    after = months_after(since, subscription.every_months)
    return min(after, project.ends_on + timedelta(days=1))


def _goals(project: Project, until: date) -> list[dict[str, Any]]:
    goals = project.goals.filter(withdrawn_at=None).order_by("id")
    outcomes = project.outcomes.filter(withdrawn_at=None, judged_on__lte=until)
    last = {row.goal_id: row for row in outcomes.order_by("judged_on", "id")}
    return [
        {
            "goal": goal.title,
            "verdict": last[goal.pk].verdict if goal.pk in last else "",
            "judged_on": last[goal.pk].judged_on.isoformat() if goal.pk in last else "",
            "evidence": last[goal.pk].evidence if goal.pk in last else "",
        }
        for goal in goals
    ]
