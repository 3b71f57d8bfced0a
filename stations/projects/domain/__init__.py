"""Writing about purchased projects: the only way to change this app's tables."""

from stations.projects.domain.goal import (
    count_activity,
    judge_goal,
    set_goal,
    set_target,
)
from stations.projects.domain.part import drop_part
from stations.projects.domain.project import add_line, agree_project, amend_project
from stations.projects.domain.report import (
    deliver_report,
    draw_report,
    end_subscription,
    name_recipient,
    open_to_account,
    take_delivery_back,
)
from stations.projects.domain.team import join_project, leave_project
from stations.projects.domain.visiting import plan_by_rule

__all__ = [
    "add_line",
    "agree_project",
    "amend_project",
    "count_activity",
    "deliver_report",
    "draw_report",
    "drop_part",
    "end_subscription",
    "join_project",
    "judge_goal",
    "leave_project",
    "name_recipient",
    "open_to_account",
    "plan_by_rule",
    "set_goal",
    "set_target",
    "take_delivery_back",
]
