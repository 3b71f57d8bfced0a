"""How far the targets of a project are reached, and the records behind each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from kernel.access.actor import Actor
from stations.community.models import StationActivity
from stations.network.queries.figures import Quantity
from stations.projects.catalogue import BY_NAME, Measure, measures
from stations.projects.models import Project, ProjectGoal, ProjectTarget, TargetActivity
from stations.projects.queries.measure import count_records, records_counted
from stations.records.places import at_place


@dataclass(frozen=True)
class Progress:
    """A target: so many agreed, so many done up to a day."""

    target: ProjectTarget
    done: Quantity

    @property
    def measure(self) -> Measure:
        return measures()[self.target.measure]

    @property
    def agreed(self) -> Quantity:
        return self.measure.unit.of(self.target.amount)

    @property
    def left(self) -> int:
        return max(0, self.target.amount - self.done.value)

    @property
    def is_met(self) -> bool:
        return self.left == 0

    @property
    def percent(self) -> int:
        """Whole percents, 100 only for a target that is met, and never more."""
        return min(100, self.done.value * 100 // self.target.amount)


def progress_of(
    project: Project, until: date, since: date | None = None, goal: ProjectGoal | None = None
) -> list[Progress]:
    """The targets in the order of their entry, counted from the project's first day (or ``since``)
    up to ``until``, never beyond its days. A query for the targets, and one for each kind of
    records that they count."""
    rows = project.targets.filter(withdrawn_at=None)
    if goal is not None:
        rows = rows.filter(goal=goal)
    targets = list(rows.select_related("goal", "line").order_by("id"))
    first = max(since or project.starts_on, project.starts_on)
    done = _counted(project, targets, first, min(until, project.ends_on))
    return [
        Progress(target, measures()[target.measure].unit.of(done[target.pk])) for target in targets
    ]


def figures_of(
    project: Project, until: date, goal: ProjectGoal | None = None
) -> list[dict[str, Any]]:
    """The progress as it is kept with an effect or a report: codes and numbers, no words."""
    return [
        {
            "measure": each.target.measure,
            "line": each.target.line.title if each.target.line else "",
            "unit": each.agreed.unit.value,
            "amount": each.agreed.value,
            "done": each.done.value,
        }
        for each in progress_of(project, until, goal=goal)
    ]


def activities_counted(target: ProjectTarget) -> QuerySet[TargetActivity]:
    """The activities that were named for a target and stand, the latest first."""
    return _standing(target.project).filter(target=target).order_by("-activity__held_on", "-id")


def evidence_of(target: ProjectTarget, until: date) -> QuerySet[Any]:
    """The records behind a target up to a day, the latest first: of ``queries/measure.py``, or
    ``TargetActivity``."""
    project, counts = target.project, measures()[target.measure].counts
    last = min(until, project.ends_on)
    if counts == BY_NAME:
        return activities_counted(target).filter(activity__held_on__lte=last)
    return records_counted(project, counts, project.starts_on, last)


def activities_free(actor: Actor, station: Any) -> QuerySet[StationActivity]:
    """Activities of a place that count for no project yet, for a form; the latest first."""
    counted = TargetActivity.objects.filter(withdrawn_at=None).values("activity_id")
    rows = StationActivity.objects.restrict(actor, "view").filter(withdrawn_at=None)
    here = rows.filter(at_place(station)) if station else rows
    return here.exclude(pk__in=counted).order_by("-held_on", "-id")


def _counted(
    project: Project, targets: Iterable[ProjectTarget], first: date, last: date
) -> dict[int, int]:
    counts = {target.pk: measures()[target.measure].counts for target in targets}
    found = count_records(project, counts.values(), first, last)
    named: dict[int, int] = {}
    if BY_NAME in counts.values():
        held = _standing(project).filter(activity__held_on__range=(first, last)).order_by()
        named = dict(held.values_list("target").annotate(Count("id")))
    return {
        key: named.get(key, 0) if name == BY_NAME else found[name] for key, name in counts.items()
    }


def _standing(project: Project) -> QuerySet[TargetActivity]:
    rows = TargetActivity.objects.filter(
        project=project, withdrawn_at=None, activity__withdrawn_at=None
    )
    return rows.select_related("activity", "activity__station")
