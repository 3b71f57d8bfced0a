"""Projects across the county, how far one has come, and the records behind a target.

These pages stand outside a station's: a purchaser, who sees no station, reads them too.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.workdays.clock import today
from stations.projects.enums import ProjectState
from stations.projects.models import Project
from stations.projects.queries.evidence import tell_record, ways_to
from stations.projects.queries.progress import evidence_of, progress_of
from stations.projects.queries.project import find_project, find_target, projects_seen
from stations.projects.queries.team import team_of
from stations.projects.registers.project import PROJECTS
from stations.projects.rules import READERS
from stations.records.domain import may_at
from stations.records.pages import page_of

unstored = cache_control(no_store=True)


@unstored
@require_GET
def list_projects(request: ActorRequest) -> HttpResponse:
    """All that one may see, the latest first; a state that is none narrows nothing."""
    require(request.actor, *READERS)
    state, on = request.GET.get("state", ""), today()
    page = page_of(request, projects_seen(request.actor, state, on))
    context = {
        "page": page,
        "rows": [(row, row.state_on(on)) for row in page.object_list],
        "states": [("", _("All projects")), *ProjectState.choices],
        "state": state,
        "crumbs": [(_("Purchased projects"), "")],
    }
    return render(request, "projects/projects.html", context)


@unstored
@require_GET
def show_progress(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Targets with what is done and left, the team month by month, effects, reports."""
    project, on = find_project(request.actor, uuid), today()
    context = {
        "project": project,
        "state": project.state_on(on),
        "progress": progress_of(project, on),
        "goals": _goals(project),
        "team": team_of(project, on),
        "reports": project.reports.filter(withdrawn_at=None),
        "manage": _manage_address(request, project),
        "crumbs": [(_("Purchased projects"), reverse("projects:all")), (project.name, "")],
    }
    return render(request, "projects/progress.html", context)


@unstored
@require_GET
def list_evidence(request: ActorRequest, uuid: UUID, target: UUID) -> HttpResponse:
    """The records that a target counts: days, forms and places, no person."""
    project = find_project(request.actor, uuid)
    found = find_target(project, target)
    page = page_of(request, evidence_of(found, today()))
    rows = list(page.object_list)
    context = {
        "project": project,
        "target": found,
        "page": page,
        "rows": list(zip(map(tell_record, rows), ways_to(request.actor, rows), strict=True)),
        "crumbs": [
            (_("Purchased projects"), reverse("projects:all")),
            (project.name, reverse("projects:progress", args=[project.uuid])),
            (found.label, ""),
        ],
    }
    return render(request, "projects/evidence.html", context)


def _goals(project: Project) -> list[tuple[str, list[object]]]:
    """Each goal with what was found of it, in the order of the days; two queries."""
    goals = list(project.goals.filter(withdrawn_at=None).order_by("id"))
    judged = list(project.outcomes.filter(withdrawn_at=None).order_by("judged_on", "id"))
    return [(goal.title, [row for row in judged if row.goal_id == goal.pk]) for goal in goals]


def _manage_address(request: ActorRequest, project: Project) -> str:
    """Where the project is kept; "" for who sees no station."""
    if not may_at(request.actor, project.station, PROJECTS.view):
        return ""
    return reverse(PROJECTS.address("one"), args=[project.station.code, project.uuid])
