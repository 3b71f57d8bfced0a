"""Goals, targets under them, activities that count, and how far a goal was reached (Z08)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.community.models import StationActivity
from stations.projects.catalogue import BY_NAME, measures
from stations.projects.enums import Moment
from stations.projects.models import (
    GoalOutcome,
    Project,
    ProjectGoal,
    ProjectTarget,
    ServiceLine,
    TargetActivity,
)
from stations.projects.queries.progress import figures_of
from stations.records.domain import (
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.places import at_place


@transaction.atomic
def set_goal(*, actor: Actor, entry: Project, title: str) -> ProjectGoal:
    """A goal of the contract. Raises Forbidden, Conflict for a withdrawn project, or Invalid: a
    goal that stands."""
    _hold_standing(actor, entry)
    if entry.goals.filter(title=title.strip(), withdrawn_at=None).exists():
        refuse("title", _("The project has this goal."), title)
    goal = ProjectGoal(project=entry, title=title.strip())
    return enter(goal, actor=actor, action="project.goal")


@transaction.atomic
def set_target(
    *,
    actor: Actor,
    entry: Project,
    goal: ProjectGoal,
    measure: str,
    amount: int,
    line: ServiceLine | None = None,
) -> ProjectTarget:
    """A number agreed under a goal, one for each measure.

    Raises Forbidden, Conflict for a withdrawn project or goal, or Invalid: a measure that is none
    or has its target, no number, a goal or line of another project.
    """
    _hold_standing(actor, entry)
    if measure not in measures():
        refuse("measure", _("Not one of the choices."), measure, list(measures()))
    if amount < 1:
        refuse("amount", _("At least one."), amount, ">= 1")
    _refuse_foreign(entry, goal=goal, line=line)
    if entry.targets.filter(measure=measure, withdrawn_at=None).exists():
        refuse("measure", _("The project has a target for this."), measure)
    target = ProjectTarget(project=entry, goal=goal, line=line, measure=measure, amount=amount)
    return enter(target, actor=actor, action="project.target")


@transaction.atomic
def count_activity(
    *, actor: Actor, entry: Project, target: ProjectTarget, activity: StationActivity
) -> TargetActivity:
    """An activity of the station counts under a target, under no second one.

    Raises Forbidden, Conflict when it is withdrawn or counts already, or Invalid: a target that
    counts by itself, a day outside the project.
    """
    _hold_standing(actor, entry)
    _refuse_foreign(entry, target=target)
    if measures()[target.measure].counts != BY_NAME:
        refuse("target", _("This target counts what is recorded, by itself."), target.measure)
    require_row(actor, activity, "view")
    hold(activity)
    refuse_withdrawn(activity)
    _refuse_elsewhere(entry, activity)
    if not entry.starts_on <= activity.held_on <= entry.ends_on:
        allowed = f"{entry.starts_on} – {entry.ends_on}"
        refuse("activity", _("The activity lies outside the project."), activity.held_on, allowed)
    if TargetActivity.objects.filter(activity=activity, withdrawn_at=None).exists():
        raise Conflict(_("This activity counts for a project already."), code="counted")
    row = TargetActivity(project=entry, target=target, activity=activity)
    return enter(row, actor=actor, action="project.count")


@transaction.atomic
def judge_goal(
    *,
    actor: Actor,
    entry: Project,
    goal: ProjectGoal,
    judged_on: date,
    verdict: str,
    evidence: str,
) -> GoalOutcome:
    """How far a goal was reached, by which evidence; its targets are kept as they stood (Z08, Z24).

    On the way or at the end: that follows from the day. Raises Forbidden, Conflict for what is
    withdrawn or was judged that day, or Invalid: a day before the project or in the future.
    """
    _hold_standing(actor, entry)
    _refuse_foreign(entry, goal=goal)
    refuse_future("judged_on", judged_on)
    if judged_on < entry.starts_on:
        refuse("judged_on", _("The project began later."), judged_on, f">= {entry.starts_on}")
    if goal.outcomes.filter(judged_on=judged_on, withdrawn_at=None).exists():
        raise Conflict(_("This goal was judged on that day."), code="judged")
    outcome = GoalOutcome(
        project=entry,
        goal=goal,
        moment=Moment.INTERIM if judged_on < entry.ends_on else Moment.FINAL,
        judged_on=judged_on,
        verdict=verdict,
        evidence=evidence.strip(),
        figures=figures_of(entry, judged_on, goal=goal),
    )
    return enter(outcome, actor=actor, action="project.judge")


def _hold_standing(actor: Actor, project: Project) -> None:
    require_row(actor, project, "edit")
    hold(project)
    refuse_withdrawn(project)


def _refuse_elsewhere(project: Project, activity: StationActivity) -> None:
    here = StationActivity.objects.filter(at_place(project.station), pk=activity.pk)
    if not here.exists():
        refuse("activity", _("The activity is one of another place."), str(activity.uuid))


def _refuse_foreign(
    project: Project, **parts: ProjectGoal | ProjectTarget | ServiceLine | None
) -> None:
    for field, part in parts.items():
        if part is None:
            continue
        if part.project_id != project.pk:
            refuse(field, _("This belongs to another project."))
        hold(part)
        refuse_withdrawn(part)
