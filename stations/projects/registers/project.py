"""Purchased projects (seed 000): what is agreed, who works there, who is told."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.enums import Category
from stations.people.registers.common import Coded
from stations.projects.domain import (
    add_line,
    agree_project,
    amend_project,
    count_activity,
    draw_report,
    drop_part,
    end_subscription,
    join_project,
    judge_goal,
    leave_project,
    name_recipient,
    open_to_account,
    plan_by_rule,
    set_goal,
    set_target,
)
from stations.projects.enums import ProjectState
from stations.projects.forms import (
    AccountForm,
    AmendForm,
    CountForm,
    DropForm,
    EffectForm,
    EndRecipientForm,
    GoalForm,
    JoinForm,
    LeaveForm,
    LineForm,
    ProjectForm,
    RecipientForm,
    ReportForm,
    TargetForm,
    VisitsForm,
)
from stations.projects.models import Project
from stations.projects.queries.project import in_state
from stations.projects.queries.report import last_over, next_since
from stations.projects.registers.parts import INNER
from stations.projects.rules import view_projects, write_projects
from stations.records.register import Act, Column, Filter, Register


def of_part(do: Callable[..., Any]) -> Callable[..., Any]:
    """A verb about a part that the form names, as the act of its project."""

    def act(*, actor: Actor, entry: Project, **values: Any) -> Any:
        return do(actor=actor, **values)

    return act


def stands(project: Project) -> bool:
    return project.withdrawn_at is None


def has_rule(project: Project) -> bool:
    return stands(project) and bool(project.visiting_rule) and today() <= project.ends_on


def has_begun(project: Project) -> bool:
    return stands(project) and project.starts_on <= today()


def has_days_to_tell(project: Project) -> bool:
    return stands(project) and next_since(project) <= last_over(project)


def state_of(project: Project) -> str:
    return project.state_on(today())


def narrow_state(rows: QuerySet, state: str) -> QuerySet:
    return in_state(rows, state, today())


def to_the_progress(entry: Project, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the page that the purchaser reads too."""
    if not stands(entry):
        return []
    return [(_("Progress of the project"), reverse("projects:progress", args=[entry.uuid]))]


# The first few stand on the page by themselves, the rest are unfolded.
ACTS = (
    Act("report", _("Draw up a report"), ReportForm, draw_report, when=has_days_to_tell),
    Act(
        "plan-visits",
        _("Plan visits by the rule"),
        VisitsForm,
        plan_by_rule,
        "serve",
        when=has_rule,
    ),
    Act("count", _("Count an activity"), CountForm, count_activity, when=stands),
    Act("judge", _("Judge the effect"), EffectForm, judge_goal, when=has_begun),
    Act("target", _("Set a target"), TargetForm, set_target, when=stands),
    Act("join", _("Somebody joins the team"), JoinForm, join_project, when=stands),
    Act("goal", _("Set a goal"), GoalForm, set_goal, when=stands),
    Act("line", _("Add a service line"), LineForm, add_line, when=stands),
    Act("leave", _("Somebody leaves the team"), LeaveForm, of_part(leave_project), when=stands),
    Act("recipient", _("Name a recipient"), RecipientForm, name_recipient, when=stands),
    Act(
        "account",
        _("Let an account read"),
        AccountForm,
        of_part(open_to_account),
        "open",
        when=stands,
    ),
    Act(
        "end-recipient",
        _("End a recipient's reports"),
        EndRecipientForm,
        of_part(end_subscription),
        when=stands,
    ),
    Act("amend", _("Amend the project"), AmendForm, amend_project, when=stands),
    Act("drop", _("Withdraw a part"), DropForm, drop_part, when=stands),
)

PROJECTS = Register(
    noun="projects",
    app="projects",
    model=Project,
    title=_("Purchased projects"),
    one=_("Purchased project"),
    columns=(
        Column("name"),
        Column("purchaser"),
        Column("starts_on"),
        Column("ends_on"),
        Coded(
            "state",
            _("State of the project"),
            read=state_of,
            choices=ProjectState,
        ),
    ),
    details=(
        Column("brand"),
        Column("policy_basis"),
        Column("needs"),
        Coded("kinds", choices=Category),
        Column("visiting_rule"),
        Column("visit_days"),
        Column("min_workers"),
        Column("min_supervisors"),
        Column("evaluation_months"),
    ),
    form=ProjectForm,
    enter=agree_project,
    acts=ACTS,
    inner=INNER,
    ways=to_the_progress,
    view=view_projects(of_place=True),
    write=write_projects(of_place=True),
    order=("-starts_on", "-id"),
    filters=(
        Filter(
            "state",
            _("State of the project"),
            choices=lambda: ProjectState.choices,
            narrow=narrow_state,
        ),
    ),
    icon="target",
    empty=_("The county, the station head or a worker enters what was agreed with a purchaser."),
)
