"""The demo's two projects, by the product's own acts."""

from datetime import date
from random import Random

from deploy.demodata import persons
from deploy.demodata.casework import fill_casework
from deploy.demodata.links import fill_links
from deploy.demodata.people import fill_people
from deploy.demodata.plan import StationPlan
from deploy.demodata.projects import fill_projects
from deploy.demodata.staffing import fill_staffing
from kernel.access.models import Role
from kernel.accounts.models import User
from stations.projects.desk import project_tasks
from stations.projects.models import Project, ReportDelivery
from stations.projects.queries.progress import progress_of
from stations.projects.queries.team import team_of
from tests.conftest import DAY as TODAY


def test_one_project_runs_and_one_is_over(network, actor, member, monkeypatch):
    monkeypatch.setattr(persons, "_given", set())  # the same draws give the same stations
    stations = [network["S001"], network["S002"]]
    for station in stations:
        member(Role.HEAD, scope_code=station.code)
        station.opened_on = date(2021, 6, 1)
        station.save()
        plan, first = StationPlan("510402001", 0.8, 1), TODAY.year - 2
        staff = fill_people(station, plan, Random(1), first, TODAY)
        fill_staffing(station, plan, staff, first, TODAY)
        fill_casework(station, plan, staff, Random(1), first, TODAY)
        fill_links(station, staff, first, TODAY)
    fill_projects(stations, TODAY, "x")
    running, over = Project.objects.order_by("-starts_on")

    for row in progress_of(over, TODAY):
        assert row.done.value >= 0.9 * row.target.amount, row
    assert any(0 < row.percent < 100 for row in progress_of(running, TODAY))
    assert all(team_of(project, TODAY).months for project in (running, over))
    for project in (running, over):
        told = ReportDelivery.objects.filter(report__project=project)
        assert told.values("subscription").distinct().count() == 2
        assert project.outcomes.exists()
    assert over.reports.filter(until=over.ends_on).exists()
    assert [task.title for task in project_tasks(actor("HEAD"), TODAY)] == [
        f"应提交汇报：{running.name}"
    ]
    assert running.subscriptions.filter(
        account_uuid=User.objects.get(username__endswith="purchaser-1").uuid
    ).exists()
