"""Enough workers and senior supervisors in every month, and how stable the team is (Z22-Z24)."""

from datetime import date, timedelta

import pytest

from kernel.errors import Conflict, Forbidden
from stations.people.models import Staff, Supervisor
from stations.projects.domain import join_project, leave_project
from stations.projects.queries.project import running_short
from stations.projects.queries.team import team_of
from tests.conftest import DAY as TODAY
from tests.fixtures.projects import ENDS, STARTS, a_project, a_supervisor, in_team
from tests.fixtures.records import add_worker, works


@pytest.fixture
def project(network):
    return a_project(network["S001"], min_workers=2, min_supervisors=1)


def months(project, until=TODAY):
    return [
        (row.month.month, row.workers, row.supervisors) for row in team_of(project, until).months
    ]


def test_a_month_is_as_strong_as_its_weakest_day(network, project):
    first, second = add_worker(), add_worker()
    guide = a_supervisor(network["S001"])
    in_team(project, first)
    in_team(project, guide)
    in_team(project, second, STARTS, date(2026, 9, 10))
    in_team(project, second, date(2026, 9, 12))
    assert months(project) == [(7, 2, 1), (8, 2, 1), (9, 1, 1), (10, 2, 1), (11, 2, 1)]

    team = team_of(project, TODAY)
    assert [row.enough for row in team.months] == [True, True, False, True, True]
    assert not team.enough
    assert (team.ever, team.left) == (3, 0)


def test_who_changed_hands_on_one_day_left_no_gap(network, project):
    first, second = add_worker(), add_worker()
    in_team(project, a_supervisor(network["S001"]))
    in_team(project, first)
    in_team(project, first, STARTS, date(2026, 9, 10))
    in_team(project, second, date(2026, 9, 10))
    assert team_of(project, TODAY).enough


def test_who_left_the_network_is_in_no_team(network, project):
    worker, guide = add_worker(), a_supervisor(network["S001"])
    in_team(project, worker)
    in_team(project, guide)
    Staff.objects.filter(pk=worker.pk).update(left_on=date(2026, 9, 10))
    Supervisor.objects.filter(pk=guide.pk).update(
        valid_to=date(2026, 10, 1), ended_received_at="2026-10-01T00:00Z"
    )
    assert months(project) == [(7, 1, 1), (8, 1, 1), (9, 0, 1), (10, 0, 0), (11, 0, 0)]
    assert team_of(project, TODAY).left == 2


def test_the_days_of_the_project_bound_its_months(network, project):
    assert months(project, STARTS - timedelta(1)) == []
    assert not team_of(project, STARTS - timedelta(1)).enough
    assert [row[0] for row in months(project, ENDS + timedelta(90))] == [7, 8, 9, 10, 11, 12]


def test_joining_and_leaving(network, actor, project, wrong_fields, done):
    head, worker = actor("HEAD"), add_worker()
    new = add_worker(joined_on=TODAY)
    works(worker, network["S001"])
    works(new, network["S001"], TODAY)
    guide = a_supervisor(network["S001"])
    ours = {"actor": head, "entry": project, "valid_from": STARTS}
    for change, field in (
        ({}, "staff"),
        ({"staff": worker, "supervisor": guide}, "staff"),
        ({"staff": worker, "valid_from": TODAY + timedelta(1)}, "valid_from"),
        ({"staff": new}, "valid_from"),
        ({"supervisor": a_supervisor(network["S001"], "钱督导", is_senior=False)}, "supervisor"),
        ({"supervisor": a_supervisor(network["S001"], "孙督导", valid_from=TODAY)}, "valid_from"),
    ):
        assert wrong_fields(join_project, **(ours | change)) == [field]
    member = join_project(**ours, staff=worker)
    join_project(**ours, supervisor=guide)
    with pytest.raises(Conflict):
        join_project(**ours, staff=worker)
    with pytest.raises(Forbidden):
        join_project(**ours, staff=add_worker())
    leave_project(actor=head, member=member, on=TODAY)
    with pytest.raises(Conflict):
        leave_project(actor=head, member=member, on=TODAY)
    assert done() == ["project.join", "project.join", "project.leave"]


def test_a_project_that_runs_short_is_found(network, actor, project, django_assert_num_queries):
    head = actor("HEAD")
    a_project(network["S001"], name="已满员", min_workers=0, min_supervisors=0)
    a_project(network["S001"], name="已结束", starts_on=STARTS, ends_on=date(2026, 10, 1))
    a_project(network["S002"])
    with django_assert_num_queries(2):
        assert running_short(head, TODAY) == [project]
    in_team(project, add_worker())
    in_team(project, add_worker())
    assert running_short(head, TODAY) == [project]
    in_team(project, a_supervisor(network["S001"]))
    assert running_short(head, TODAY) == []
