"""What belongs to a project, part by part, as it is chosen to be taken back."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import NotFound
from stations.projects.models import (
    GoalOutcome,
    Project,
    ProjectGoal,
    ProjectStaff,
    ProjectTarget,
    ReportSubscription,
    ServiceLine,
    TargetActivity,
)

# How the project leads there -> the model and its name.
PARTS: dict[str, tuple[Any, Any]] = {
    "lines": (ServiceLine, gettext_lazy("Service line")),
    "goals": (ProjectGoal, gettext_lazy("Goal")),
    "targets": (ProjectTarget, gettext_lazy("Target of the project")),
    "activities": (TargetActivity, gettext_lazy("Activity counted")),
    "outcomes": (GoalOutcome, gettext_lazy("Effect judged")),
    "team": (ProjectStaff, gettext_lazy("Member of the team")),
    "subscriptions": (ReportSubscription, gettext_lazy("Recipient of the reports")),
}
RELATED = {
    "activities": ("activity",),
    "outcomes": ("goal",),
    "team": ("staff", "supervisor"),
}


def parts_of(project: Project) -> list[tuple[str, str]]:
    """(key, words) of what stands; a query for each kind."""
    return [
        (f"{way}:{row.uuid}", f"{name} · {say_part(row)}")
        for way, (_model, name) in PARTS.items()
        for row in _standing(project, way)
    ]


def find_part(project: Project, key: str) -> Any:
    """The part chosen. Raises NotFound."""
    way, _colon, uuid = key.partition(":")
    if way in PARTS:
        for row in _standing(project, way):
            if str(row.uuid) == uuid:
                return row
    raise NotFound(_("No such part of the project."))


def name_of(model: Any) -> str:
    """What a row of the model is called."""
    known = dict(PARTS.values())
    return str(known.get(model, _("Report handed over")))


def say_part(row: Any) -> str:
    """Which one it is, in words."""
    if isinstance(row, ProjectTarget):
        return f"{row.label} {row.amount}"
    if isinstance(row, TargetActivity):
        return f"{row.activity.held_on} {row.activity.title}"
    if isinstance(row, GoalOutcome):
        return f"{row.judged_on} {row.goal.title}"
    if isinstance(row, ProjectStaff):
        return row.name
    return str(row)


def _standing(project: Project, way: str) -> Any:
    rows = getattr(project, way).filter(withdrawn_at=None).order_by("id")
    return rows.select_related(*RELATED.get(way, ()))
