"""The pages and calls of projects: what a station keeps, and what a purchaser reads."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from stations.projects.models import Project, ProjectReport
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.community import an_own_activity
from tests.fixtures.counties import COUNTY
from tests.fixtures.projects import (
    STARTS,
    a_goal,
    a_project,
    a_report_on,
    a_supervisor,
    a_target,
    an_effect,
    counts,
    in_team,
    told,
)
from tests.fixtures.records import add_worker, file_person, visit, works

CODE, AUGUST = "510402-S001", date(2026, 8, 14)
TOP = f"/projects/{CODE}/projects/"


@pytest.fixture
def project(network):
    return a_project(network["S001"])


@pytest.fixture
def pages(visitor):
    return visitor("HEAD", CODE)


@pytest.fixture
def calls(member):
    """calls(role, path, body=None): the status and the JSON of a call."""

    def call(role, path, body=None, user=None):
        scope = CODE if role in ("HEAD", "WORKER") else ""
        client = api_client_for(user or member(role, scope_code=scope), COUNTY)
        sent = {"data": json.dumps(body), "content_type": "application/json"}
        answer = client.get(path) if body is None else client.post(path, **sent)
        enter_county(COUNTY)
        return answer.status_code, json.loads(answer.content or b"{}")

    return call


def test_a_head_keeps_a_project_from_its_page(pages, network):
    worker = add_worker("王社工")
    works(worker, network["S001"])
    new = pages.get(f"{TOP}new/")
    assert "不少于" in new.content.decode()
    sent = {
        "name": "优服务提质工程",
        "purchaser": "市军休中心",
        "starts_on": "2026-07-15",
        "ends_on": "2026-12-14",
        "kinds": ["resettled.RETIRED_OFFICER"],
        "min_workers": 5,
        "min_supervisors": 3,
        "evaluation_months": 2,
    }
    answer = pages.post(f"{TOP}new/", sent)
    project = Project.objects.get()
    assert answer.headers["Location"] == f"{TOP}{project.uuid}/"

    def act(act_name, **form):
        answer = pages.post(f"{TOP}{project.uuid}/{act_name}/", form)
        assert answer.status_code == 302, answer.content.decode()

    act("goal", title="丰富生活")
    act("line", title="恒长精细", needs=["MIND"])
    goal, line = project.goals.get(), project.lines.get()
    act("target", goal=goal.uuid, measure="VISIT_HOME", amount=135, line=line.uuid)
    act("target", goal=goal.uuid, measure="ACTIVITY_STUDY_TOUR", amount=1)
    activity = an_own_activity(network["S001"], STARTS, title="参观产业园")
    target = project.targets.get(measure="ACTIVITY_STUDY_TOUR")
    act("count", target=target.uuid, activity=activity.uuid)
    act("join", staff=worker.uuid, valid_from="2026-07-15")
    act("recipient", recipient="市军休中心", every_months="", valid_from="2026-07-15")
    act("recipient", recipient="南屏服务站", every_months=3, valid_from="2026-07-15")
    act("judge", goal=goal.uuid, judged_on="2026-09-15", verdict="PARTLY", evidence="愿意参加")
    act("report", until="2026-08-14", notes="")
    act("amend", **sent | {"brand": "优服务"})
    member = project.team.get()
    act("leave", member=member.uuid, on="2026-11-01")
    first = project.subscriptions.get(recipient="市军休中心")
    act("end-recipient", subscription=first.uuid, on="2026-11-01")
    act("drop", part=f"activities:{project.activities.get().uuid}", reason="录错")

    page = pages.get(f"{TOP}{project.uuid}/").content.decode()
    for words in ("优服务", "协同上门走访", "王社工", "部分达成", "南屏服务站", "恒长精细"):
        assert words in page
    assert "参观产业园" not in page
    report = project.reports.get()
    reports = f"/projects/{CODE}/project-reports/{report.uuid}/"
    second = project.subscriptions.get(recipient="南屏服务站")
    sent = {"recipients": [second.uuid], "delivered_on": TODAY, "manner": "POST"}
    assert pages.post(f"{reports}deliver/", sent).status_code == 302
    assert "邮寄" in pages.get(reports).content.decode()


def test_a_form_keeps_what_was_typed_and_names_what_is_wrong(pages, project):
    sent = {"name": "银龄守护", "purchaser": "县民政局", "starts_on": "2026-07-15"}
    answer = pages.post(f"{TOP}new/", sent | {"ends_on": "2026-07-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "截止日早于起始日。" in page
    assert 'value="银龄守护"' in page
    strange = a_goal(a_project(project.station, name="别的项目"))
    values = {"goal": strange.uuid, "measure": "CALL", "amount": 1}
    assert pages.post(f"{TOP}{project.uuid}/target/", values).status_code == 422
    assert Project.objects.count() == 2


def test_a_form_offers_only_what_belongs_to_the_project(pages, network, project):
    ours, other = a_goal(project, "本项目目标"), a_project(network["S001"], name="别的项目")
    a_goal(other, "别的目标")
    a_target(ours, "CALL", 3)
    in_team(project, add_worker("在队社工"))
    in_team(project, add_worker("离队社工"), STARTS, AUGUST)
    in_team(other, add_worker("别队社工"))
    page = pages.get(f"{TOP}{project.uuid}/target/").content.decode()
    assert ("本项目目标" in page, "别的目标" in page) == (True, False)
    page = pages.get(f"{TOP}{project.uuid}/leave/").content.decode()
    assert [name in page for name in ("在队社工", "离队社工", "别队社工")] == [True, False, False]
    assert "电话问安 3" not in pages.get(f"{TOP}{project.uuid}/count/").content.decode()


def test_a_purchaser_reads_progress_without_persons(network, member, project):
    reader = member("PURCHASER")
    told(project, account=reader.uuid)
    elsewhere = a_project(network["S002"], name="别站项目")
    person = file_person(network["S001"], name="欧阳不见")
    called = visit(person, STARTS, place="PHONE")
    visit(person, STARTS, joint_with=["PURCHASER"])
    goal = a_goal(project)
    call = a_target(goal, "CALL", 4)
    a_target(goal, "VISIT_HOME", 1)
    in_team(project, add_worker("王社工"))
    an_effect(goal, TODAY, evidence="参加活动的人多了")
    report = a_report_on(project, AUGUST)
    client = client_for(reader)

    listed = client.get("/projects/").content.decode()
    assert (project.name in listed, elsewhere.name in listed) == (True, False)
    page = client.get(f"/projects/{project.uuid}/").content.decode()
    for words in ("电话问安", "25%", "已达标", "参加活动的人多了", "2026-07"):
        assert words in page
    behind = client.get(f"/projects/{project.uuid}/records/{call.uuid}/").content.decode()
    assert "1 条记录计入" in behind
    assert f">{str(called.uuid)[:8]}<" in behind
    for text in (listed, page, behind):
        assert not any(word in text for word in ("欧阳不见", "王社工", f"/projects/{CODE}/"))
    pdf = client.get(f"/projects/reports/{report.uuid}/file/")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Cache-Control"] == "no-store"
    for address in (f"/projects/{elsewhere.uuid}/", TOP, f"{TOP}{project.uuid}/"):
        assert client.get(address).status_code in (403, 404), address
    enter_county(COUNTY)
    assert Entry.objects.filter(action="projectreport.read").count() == 1


def test_who_works_there_goes_from_the_figure_to_the_record(network, pages, project):
    goal, person = a_goal(project), file_person(network["S001"])
    held = visit(person, STARTS, place="PHONE")
    calls, other = a_target(goal, "CALL", 4), a_target(goal, "ACTIVITY", 1)
    activity = an_own_activity(network["S001"], STARTS)
    counts(other, activity)
    top = f"/projects/{project.uuid}/records/"
    assert (
        f"/casework/{CODE}/visits/{held.uuid}/" in pages.get(f"{top}{calls.uuid}/").content.decode()
    )
    page = pages.get(f"{top}{other.uuid}/").content.decode()
    assert f"/community/{CODE}/activities/{activity.uuid}/" in page
    strange = a_target(a_goal(a_project(network["S001"], name="别的项目")), "CALL", 1)
    assert pages.get(f"{top}{strange.uuid}/").status_code == 404


def test_the_list_of_the_county_is_by_state(network, visitor):
    station = network["S001"]
    running = a_project(station, name="进行中项目")
    ahead = a_project(station, name="未开始项目", starts_on=TODAY + timedelta(1))
    over = a_project(network["S002"], name="已到期项目", ends_on=TODAY - timedelta(1))
    pages = visitor("BUREAU")

    def listed(query=""):
        page = pages.get(f"/projects/{query}").content.decode()
        return {each.name for each in (running, ahead, over) if each.name in page}

    assert listed() == listed("?state=NO_SUCH") == {running.name, ahead.name, over.name}
    assert listed("?state=RUNNING") == {running.name}
    assert listed("?state=AHEAD") == {ahead.name}
    assert listed("?state=OVER") == {over.name}


def test_empty_pages_say_what_to_do(pages, project):
    Project.objects.filter(pk=project.pk).update(withdrawn_at="2026-11-01T00:00Z")
    assert "尚未录入项目" in pages.get("/projects/").content.decode()
    assert pages.get(f"/projects/{project.uuid}/").status_code == 404
    bare = a_project(project.station, name="空项目", starts_on=TODAY + timedelta(1))
    page = pages.get(f"/projects/{bare.uuid}/").content.decode()
    for words in ("尚未设定指标", "尚未设定目标", "项目尚未开始", "尚未生成汇报"):
        assert words in page


def test_the_whole_way_over_the_api(network, calls, member):
    worker = add_worker()
    works(worker, network["S001"])
    guide = a_supervisor(network["S001"])
    head = member("HEAD", scope_code=CODE)
    body = {
        "station": CODE,
        "name": "优服务提质工程",
        "purchaser": "市军休中心",
        "starts_on": "2026-07-15",
        "ends_on": "2026-12-14",
        "kinds": [],
    }
    status, made = calls("HEAD", "/api/v1/projects", body, head)
    assert status == 201, made
    top = f"/api/v1/projects/{made['id']}"

    def act(act_name, **values):
        status, found = calls("HEAD", f"{top}/{act_name}", values, head)
        assert status == 200, found
        return found

    goal = act("goal", title="丰富生活")["goals"][0]["id"]
    target = act("target", goal=goal, measure="CALL", amount=4)["targets"][0]
    act("join", staff=str(worker.uuid), valid_from="2026-07-15")
    team = act("join", supervisor=str(guide.uuid), valid_from="2026-07-15")["team"]
    recipient = act("recipient", recipient="市军休中心", valid_from="2026-07-15")["recipients"][0]
    reader = member("PURCHASER")
    act("account", subscription=recipient["id"], account=str(reader.uuid))
    held = visit(file_person(network["S001"]), STARTS, place="PHONE")
    report = act("report", until="2026-08-14")["reports"][0]

    status, progress = calls("PURCHASER", f"{top}/progress", user=reader)
    assert (status, progress["state"], progress["as_of"]) == (200, "RUNNING", "2026-11-20")
    (row,) = progress["targets"]
    assert (row["measure"], row["unit"], row["done"], row["left"]) == ("CALL", "CALL", 1, 3)
    assert progress["months"][0] == {
        "month": "2026-07-01",
        "workers": 1,
        "supervisors": 1,
        "enough": False,
    }
    status, found = calls("PURCHASER", f"{top}/targets/{target['id']}/records", user=reader)
    assert [each["id"] for each in found["results"]] == [str(held.uuid)]
    status, seen = calls("PURCHASER", top, user=reader)
    assert (seen["team"], [each["id"] for each in seen["reports"]]) == ([], [report["id"]])
    assert {each["role"] for each in team} == {"WORKER", "SUPERVISOR"}
    act("leave", member=team[0]["id"], on="2026-11-01")
    act("drop", part=f"targets:{target['id']}", reason="录错")
    assert calls("PURCHASER", f"{top}/goal", {"title": "x"}, reader)[0] == 403
    status, wrong = calls("HEAD", f"{top}/drop", {"part": "targets:x", "reason": "录错"}, head)
    assert (status, wrong["errors"][0]["field"]) == (422, "part")


@pytest.mark.parametrize("path", ["/projects/", "/projects/{one}/", f"{TOP}{{one}}/", TOP])
def test_pages_ask_as_often_for_three_as_for_one(network, pages, path):
    def fill(project):
        goal = a_goal(project, f"目标{project.goals.count()}")
        measure = ("CALL", "VISIT", "VISIT_HOME")[project.targets.count()]
        a_target(goal, measure, 5)
        an_effect(goal, TODAY)
        in_team(project, add_worker())
        told(project, f"接收方{project.subscriptions.count()}")
        a_report_on(project, AUGUST + timedelta(project.reports.count()))

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert pages.get(path.format(one=project.uuid)).status_code == 200
        return len(caught)

    project = a_project(network["S001"])
    fill(project)
    asked()
    one = asked()
    for number in range(2):
        fill(project)
        fill(a_project(network["S001"], name=f"项目{number}"))
    assert asked() == one


def test_the_station_leads_to_its_projects(network, pages):
    page = pages.get(f"/network/{CODE}/?tab=services")
    assert page.status_code == 200
    text = page.content.decode()
    assert reverse("projects:projects-list", "config.urls_county", [CODE]) in text
    assert ProjectReport.objects.count() == 0
