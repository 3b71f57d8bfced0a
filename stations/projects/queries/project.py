"""Projects within what the actor may see, and evaluations of their effect that are due."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from stations.people.numbers import months_after
from stations.projects.enums import ProjectRole, ProjectState
from stations.projects.models import Project, ProjectGoal, ProjectReport, ProjectTarget
from stations.projects.queries.team import members_on


@dataclass(frozen=True)
class EvaluationDue:
    """The effect of a project is to be judged by that day (Z24)."""

    project: Project
    due_on: date


def projects_seen(actor: Actor, state: str, on: date) -> QuerySet[Project]:
    """All that the actor may see, in one state or all; the latest first."""
    rows = Project.objects.restrict(actor, "view").filter(withdrawn_at=None)
    return in_state(rows, state, on).select_related("station").order_by("-starts_on", "-id")


def in_state(rows: QuerySet[Any], state: str, on: date) -> QuerySet[Any]:
    """Those in a state on a day; all without one."""
    return {
        ProjectState.AHEAD: rows.filter(starts_on__gt=on),
        ProjectState.RUNNING: rows.filter(starts_on__lte=on, ends_on__gte=on),
        ProjectState.OVER: rows.filter(ends_on__lt=on),
    }.get(state, rows)  # type: ignore[call-overload]


def find_project(actor: Actor, uuid: UUID) -> Project:
    """A project that stands. Raises NotFound when unseen."""
    rows = Project.objects.restrict(actor, "view").filter(uuid=uuid, withdrawn_at=None)
    found = rows.select_related("station").first()
    if found is None:
        raise NotFound(_("No such project."))
    return found


def find_target(project: Project, uuid: UUID) -> ProjectTarget:
    """A target of the project. Raises NotFound."""
    found = project.targets.filter(uuid=uuid, withdrawn_at=None).first()
    if found is None:
        raise NotFound(_("No such target."))
    return found


def find_report(actor: Actor, uuid: UUID) -> ProjectReport:
    """A report that stands, on a project that does. Raises NotFound when unseen."""
    rows = ProjectReport.objects.restrict(actor, "view").filter(
        uuid=uuid, withdrawn_at=None, project__withdrawn_at=None
    )
    found = rows.select_related("project", "project__station").first()
    if found is None:
        raise NotFound(_("No such report."))
    return found


def evaluations_due(actor: Actor, on: date) -> list[EvaluationDue]:
    """Projects that the actor writes whose effect was not judged for as long as agreed, or at
    their end; those only that have a goal. One query."""
    goals = ProjectGoal.objects.filter(project=OuterRef("pk"), withdrawn_at=None)
    rows = (
        Project.objects.restrict(actor, "edit")
        .filter(Exists(goals), withdrawn_at=None, starts_on__lte=on)
        .select_related("station")
        .annotate(judged=Max("outcomes__judged_on", filter=Q(outcomes__withdrawn_at=None)))
        .order_by("id")
    )
    due = [(row, _due_on(row)) for row in rows]
    return [EvaluationDue(row, day) for row, day in due if day is not None and day <= on]


def running_short(actor: Actor, on: date) -> list[Project]:
    """Projects that the actor writes which run on a day with fewer people than agreed; two
    queries."""
    rows = Project.objects.restrict(actor, "edit").filter(
        withdrawn_at=None, starts_on__lte=on, ends_on__gte=on
    )
    projects = list(rows.select_related("station").order_by("id"))
    members = members_on(projects, on)
    return [
        project
        for project in projects
        if members[project.pk, ProjectRole.WORKER] < project.min_workers
        or members[project.pk, ProjectRole.SUPERVISOR] < project.min_supervisors
    ]


def _due_on(project: Any) -> date | None:
    """None once the effect was judged on the last day or after it."""
    if project.judged is not None and project.judged >= project.ends_on:
        return None
    after = months_after(project.judged or project.starts_on, project.evaluation_months)
    return min(after, project.ends_on)
