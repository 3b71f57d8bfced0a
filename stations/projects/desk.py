"""What projects put on the desks of those who write them: reports and evaluations that are due, a
team that is too small (Z15, Z22-Z24)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask
from stations.projects.catalogue import agreed
from stations.projects.models import Project
from stations.projects.queries.project import evaluations_due, running_short
from stations.projects.queries.report import reports_due

# The bureau purchases; whoever carries a project out is reminded.
CARRY_OUT = (Role.HEAD, Role.WORKER)


def project_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """Of each project that the actor's station carries out; four queries, however many."""
    if not actor.has(*CARRY_OUT):
        return []
    writer = replace(actor, memberships=tuple(actor.holding(*CARRY_OUT)))
    soon = on + timedelta(days=agreed().notice_days)
    return [
        *_reports(writer, soon),
        *_evaluations(writer, soon),
        *(
            _task(project, "join", _("Team too small: %(project)s"), None)
            for project in running_short(writer, on)
        ),
    ]


def _reports(writer: Actor, soon: date) -> Iterable[DeskTask]:
    """One a project, however many wait: one report serves them all."""
    first: dict[Project, date] = {}
    for due in reports_due(writer, soon):
        project = due.subscription.project
        first[project] = min(due.due_on, first.get(project, due.due_on))
    for project, day in first.items():
        yield _task(project, "report", _("Report due: %(project)s"), day)


def _evaluations(writer: Actor, soon: date) -> Iterable[DeskTask]:
    for due in evaluations_due(writer, soon):
        yield _task(due.project, "judge", _("Judge the effect: %(project)s"), due.due_on)


def _task(project: Project, act: str, title: str, day: date | None) -> DeskTask:
    url = reverse(
        f"projects:projects-{act}", "config.urls_county", [project.station.code, project.uuid]
    )
    return DeskTask(title % {"project": project.name}, url, day, "project", project.station.name)
