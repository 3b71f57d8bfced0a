"""Reports to their recipients: drawn up once, kept, handed over, due (Z15)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.projects.desk import project_tasks
from stations.projects.domain import (
    deliver_report,
    draw_report,
    end_subscription,
    name_recipient,
    open_to_account,
    take_delivery_back,
)
from stations.projects.models import ProjectReport
from stations.projects.queries.project import evaluations_due
from stations.projects.queries.report import recipients_on, reports_due
from stations.projects.registers.project import has_days_to_tell
from stations.projects.report_pdf import report_pdf
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.projects import (
    CENTRE,
    ENDS,
    STARTS,
    a_goal,
    a_project,
    a_report_on,
    a_target,
    an_effect,
    delivered,
    told,
)
from tests.fixtures.records import file_person, visit

AUGUST, SEPTEMBER = date(2026, 8, 14), date(2026, 9, 14)


@pytest.fixture
def project(network):
    return a_project(network["S001"], min_workers=0, min_supervisors=0)


def test_a_report_says_what_was_done_since_the_last_one_and_in_all(network, actor, project):
    head, person = actor("HEAD"), file_person(network["S001"])
    target = a_target(a_goal(project), "CALL", 3)
    visit(person, STARTS, place="PHONE")
    first = draw_report(actor=head, entry=project, until=AUGUST, notes=" 一位老兵重新联系上战友 ")
    visit(person, SEPTEMBER, place="PHONE")
    second = draw_report(actor=head, entry=project, until=SEPTEMBER)
    withdrawn = visit(person, SEPTEMBER, place="PHONE")
    withdraw(actor=head, entry=withdrawn, reason="录错")

    assert (first.since, first.until, first.notes) == (STARTS, AUGUST, "一位老兵重新联系上战友")
    assert (second.since, second.until) == (AUGUST + timedelta(1), SEPTEMBER)
    rows = [report.content["targets"][0] for report in (first, second)]
    assert [(row["within"], row["done"], row["left"]) for row in rows] == [(1, 1, 2), (1, 2, 1)]
    assert target.uuid.hex not in str(first.content)
    assert person.name not in str(first.content)


def test_a_wrong_report_is_refused_by_its_field(actor, project, wrong_fields):
    head = actor("HEAD")
    a_report_on(project, AUGUST)
    for until in (AUGUST, STARTS, TODAY):
        assert wrong_fields(draw_report, actor=head, entry=project, until=until) == ["until"]
    with clock.frozen(ENDS + timedelta(30)):
        after = ENDS + timedelta(1)
        assert wrong_fields(draw_report, actor=head, entry=project, until=after) == ["until"]
        draw_report(actor=head, entry=project, until=ENDS)
        with pytest.raises(Invalid, match="最后一日"):
            draw_report(actor=head, entry=project, until=ENDS)
        assert not has_days_to_tell(project)
    begun_today = a_project(project.station, name="今日起", starts_on=TODAY)
    assert not has_days_to_tell(begun_today)
    with pytest.raises(Invalid, match="还没有已过完的日子"):
        draw_report(actor=head, entry=begun_today, until=TODAY)
    project.withdrawn_at = clock.now()
    project.save()
    with pytest.raises(Conflict):
        draw_report(actor=head, entry=project, until=SEPTEMBER)


def test_recipients_are_named_and_ended(actor, project, wrong_fields):
    head = actor("HEAD")
    given = {"actor": head, "entry": project, "recipient": CENTRE, "valid_from": STARTS}
    for change, field in (
        ({"recipient": " "}, "recipient"),
        ({"every_months": 0}, "every_months"),
        ({"valid_from": ENDS + timedelta(1)}, "valid_from"),
    ):
        assert wrong_fields(name_recipient, **(given | change)) == [field]
    subscription = name_recipient(**given)
    assert subscription.every_months == 1
    assert wrong_fields(name_recipient, **given) == ["recipient"]
    end_subscription(actor=head, subscription=subscription, on=AUGUST)
    with pytest.raises(Conflict):
        end_subscription(actor=head, subscription=subscription, on=AUGUST)
    name_recipient(**given | {"valid_from": SEPTEMBER})


def test_each_recipient_has_a_report_once(actor, project, wrong_fields, done):
    head = actor("HEAD")
    centre, station = told(project), told(project, "南屏退役军人服务站")
    later = told(project, "后来者", valid_from=SEPTEMBER)
    report = a_report_on(project, AUGUST)
    given = {
        "actor": head,
        "entry": report,
        "recipients": [centre.uuid],
        "delivered_on": AUGUST,
        "manner": "MEETING",
    }
    assert list(recipients_on(report)) == [centre, station]
    for change, field in (
        ({"recipients": []}, "recipients"),
        ({"recipients": [later.uuid]}, "recipients"),
        ({"recipients": [centre.uuid, uuid4()]}, "recipients"),
        ({"delivered_on": AUGUST - timedelta(1)}, "delivered_on"),
        ({"delivered_on": TODAY + timedelta(1)}, "delivered_on"),
        ({"manner": "ACCOUNT"}, "manner"),
        ({"manner": "PIGEON"}, "manner"),
    ):
        assert wrong_fields(deliver_report, **(given | change)) == [field]
    assert report.deliveries.count() == 0
    deliver_report(**given)
    assert wrong_fields(deliver_report, **given) == ["recipients"]
    assert list(recipients_on(report)) == [station]
    take_delivery_back(actor=head, entry=report, delivery=report.deliveries.get(), reason="未送达")
    assert list(recipients_on(report)) == [centre, station]
    assert done() == ["project.deliver", "reportdelivery.withdraw"]


def test_a_purchasers_account_reads_its_projects_and_has_each_report(
    network, actor, member, project, wrong_fields
):
    head, bureau = actor("HEAD"), actor("BUREAU")
    reader, other = actor("PURCHASER"), actor("PURCHASER")
    subscription = told(project)
    strange = a_project(network["S002"])
    a_report_on(strange, AUGUST)
    given = {"subscription": subscription, "account": reader.user_uuid}
    assert not type(project).objects.restrict(reader, "view").exists()
    for role in ("WORKER", "HUB_STAFF", "AGENCY"):
        with pytest.raises(Forbidden):
            open_to_account(actor=actor(role), **given)
    worker = member("WORKER", scope_code="510402-S001")
    for account in (uuid4(), worker.uuid):
        wrong = given | {"account": account}
        assert wrong_fields(open_to_account, actor=bureau, **wrong) == ["account"]
    open_to_account(actor=head, **given)
    report = draw_report(actor=head, entry=project, until=AUGUST)

    assert [row.manner for row in report.deliveries.all()] == ["ACCOUNT"]
    assert list(type(project).objects.restrict(reader, "view")) == [project]
    assert list(ProjectReport.objects.restrict(reader, "view")) == [report]
    assert not type(project).objects.restrict(other, "view").exists()
    assert not type(project).objects.restrict(reader, "edit").exists()
    end_subscription(actor=head, subscription=subscription, on=AUGUST)
    assert not ProjectReport.objects.restrict(reader, "view").exists()
    with pytest.raises(Conflict):
        open_to_account(actor=head, **given)


def test_a_report_is_due_a_month_after_the_last_and_at_the_end(actor, project):
    head, worker = actor("HEAD"), actor("WORKER", "510402-S002")
    centre, quarterly = told(project), told(project, "服务站", every_months=3)

    def due(on):
        return {row.subscription.recipient: row.due_on for row in reports_due(head, on)}

    assert due(AUGUST) == {}
    assert due(AUGUST + timedelta(1)) == {CENTRE: date(2026, 8, 15)}
    assert due(TODAY) == {CENTRE: date(2026, 8, 15), "服务站": date(2026, 10, 15)}
    assert reports_due(worker, TODAY) == []
    report = a_report_on(project, date(2026, 10, 31))
    for subscription in (centre, quarterly):
        delivered(report, subscription, TODAY)
    assert due(TODAY) == {}
    assert due(ENDS + timedelta(1)) == {CENTRE: date(2026, 12, 1), "服务站": ENDS + timedelta(1)}
    last = a_report_on(project, ENDS)
    delivered(last, centre, ENDS)
    assert due(ENDS + timedelta(60)) == {"服务站": ENDS + timedelta(1)}


def test_what_a_project_waits_for_stands_on_the_desk_of_its_station(
    network, actor, project, django_assert_num_queries
):
    head, told_of = actor("HEAD"), told(project)
    goal = a_goal(project)
    short = a_project(network["S001"], name="缺人项目", ends_on=date(2027, 1, 1))
    a_project(network["S002"])
    tasks = {task.title: task for task in project_tasks(head, TODAY)}
    enter_county(COUNTY)

    assert list(tasks) == [
        "应提交汇报：优服务提质工程",
        "应评估成效：优服务提质工程",
        "人员不足：缺人项目",
    ]
    assert tasks["应提交汇报：优服务提质工程"].due_on == date(2026, 8, 15)
    assert tasks["应评估成效：优服务提质工程"].due_on == date(2026, 9, 15)
    assert f"/{short.uuid}/join/" in tasks["人员不足：缺人项目"].url
    for role in ("BUREAU", "HUB_STAFF", "PURCHASER", "TOWNSHIP"):
        assert project_tasks(actor(role), TODAY) == []
    with django_assert_num_queries(4):
        project_tasks(head, TODAY)
    an_effect(goal, TODAY)
    delivered(a_report_on(project, TODAY), told_of, TODAY)
    assert len(project_tasks(head, TODAY)) == 1


def test_an_effect_is_due_as_agreed_and_on_the_last_day(actor, project):
    head = actor("HEAD")
    assert evaluations_due(head, TODAY) == []
    goal = a_goal(project)
    assert [row.due_on for row in evaluations_due(head, TODAY)] == [date(2026, 9, 15)]
    an_effect(goal, date(2026, 11, 1))
    assert evaluations_due(head, TODAY) == []
    assert [row.due_on for row in evaluations_due(head, ENDS)] == [ENDS]
    an_effect(goal, ENDS)
    assert evaluations_due(head, ENDS + timedelta(99)) == []


def test_the_file_is_the_same_each_time_and_never_counted_again(network, actor, project):
    head, person = actor("HEAD"), file_person(network["S001"])
    a_target(a_goal(project), "CALL", 3)
    report = draw_report(actor=head, entry=project, until=AUGUST)
    first = report_pdf(report)
    visit(person, STARTS, place="PHONE")
    assert first.startswith(b"%PDF-")
    assert report_pdf(ProjectReport.objects.get(pk=report.pk)) == first
