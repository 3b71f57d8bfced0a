"""Tables about purchased projects."""

from stations.projects.models.goal import GoalOutcome, ProjectGoal, ProjectTarget, TargetActivity
from stations.projects.models.project import Project, ServiceLine
from stations.projects.models.report import ProjectReport, ReportDelivery, ReportSubscription
from stations.projects.models.team import ProjectStaff

__all__ = [
    "GoalOutcome",
    "Project",
    "ProjectGoal",
    "ProjectReport",
    "ProjectStaff",
    "ProjectTarget",
    "ReportDelivery",
    "ReportSubscription",
    "ServiceLine",
    "TargetActivity",
]
