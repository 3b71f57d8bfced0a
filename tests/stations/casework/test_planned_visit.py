"""Visits planned for a day: on the lists and the desk, made under their uuid, or dropped."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.desk import planned_visits
from stations.casework.domain import complete_visit, drop_visit, plan_visit, put_visit
from stations.casework.models import Visit
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import file_child
from tests.fixtures.records import add_worker, file_person, noon, plan_for, works

CODE, ROOM = "510402-S001", "510402-R001"
HELD = noon(TODAY - timedelta(1))
SENT = {"place": "HOME", "result": "MET", "joint_with": [], "note": "血压正常", "sections": ""}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["R001"], name="李秀英")


@pytest.fixture
def plan(person):
    return plan_for(person, TODAY)


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def post(visitor, visits):
    answer = visitor.client.post(
        url("home-visits-batch"), json.dumps({"visits": visits}), content_type="application/json"
    )
    enter_county(COUNTY)
    return [each["status"] for each in json.loads(answer.content)["results"]]


def body(plan, **given):
    sent = {**SENT, "sections": {}, "held_at": "2026-11-19T09:30:00+08:00"}
    return sent | {"id": str(plan.uuid), "beneficiary": str(plan.beneficiary.uuid)} | given


def test_a_day_that_has_passed_or_has_a_plan_is_refused(person, plan, actor):
    worker = actor("WORKER")

    with pytest.raises(Invalid) as refused:
        plan_visit(actor=worker, beneficiary=person, planned_on=TODAY - timedelta(1))
    assert [each.field for each in refused.value.errors] == ["planned_on"]
    with pytest.raises(Conflict):
        plan_visit(actor=worker, beneficiary=person, planned_on=TODAY)
    drop_visit(actor=worker, visit=plan, reason="住院")
    assert plan_visit(actor=worker, beneficiary=person, planned_on=TODAY).held_at is None


def test_a_dropped_plan_keeps_who_when_and_why(plan, actor, done):
    worker = actor("WORKER")
    with pytest.raises(Forbidden):
        drop_visit(actor=actor("HEAD", "510402-S002"), visit=plan, reason="住院")
    with pytest.raises(Invalid):
        drop_visit(actor=worker, visit=plan, reason=" ")
    drop_visit(actor=worker, visit=plan, reason="住院")

    plan.refresh_from_db()
    assert (plan.withdrawn_by_name, plan.withdrawn_reason) == (worker.name, "住院")
    assert plan.withdrawn_at is not None
    for act in (drop_visit, complete_visit):
        said = {"reason": "再取消"} if act is drop_visit else {"held_at": HELD, "result": "MET"}
        with pytest.raises(Conflict):
            act(actor=worker, visit=plan, **said)
    assert done() == ["visit.withdraw"]


def test_it_is_made_by_who_goes_where_it_was_planned(network, plan, member, actor):
    user = member("WORKER", scope_code=CODE)
    went = add_worker(user_uuid=user.uuid)
    Visit.objects.filter(pk=plan.pk).update(place="PHONE", staff=add_worker())
    plan.refresh_from_db()
    said = {"sections": {"potential": "会吹笛子"}, "note": "药够", "joint_with": ["VOLUNTEER"]}
    complete_visit(actor=actor_of(user), visit=plan, held_at=HELD, result="MET", **said)

    plan.refresh_from_db()
    assert (plan.place, plan.staff, plan.note, plan.joint_work) == ("PHONE", went, "药够", True)
    assert [text for _label, text in plan.answers] == ["会吹笛子"]
    assert (plan.held_at, plan.received_at) == (HELD, clock.now())


def test_the_due_page_and_the_person_s_lead_to_it(network, plan, visitor):
    head = visitor("HEAD", CODE)
    due = head.get(url("due", CODE)).content.decode()
    file = head.get(url("person", ROOM, plan.beneficiary.uuid)).content.decode()

    assert f"{url('visit-new', ROOM)}?plan={plan.uuid}" in due
    assert url("planned-visits-drop", ROOM, plan.uuid) in due
    assert f"{url('planned-visits-new', ROOM)}?beneficiary={plan.beneficiary.uuid}" in file
    far = plan_for(file_person(network["S001"]), TODAY + timedelta(15))
    assert str(far.uuid) not in due


def test_the_form_of_a_visit_makes_it(network, plan, visitor):
    works(planned := add_worker("王小芳"), network["R001"])
    Visit.objects.filter(pk=plan.pk).update(staff=planned)
    head, address = visitor("HEAD", CODE), f"{url('visit-new', CODE)}?plan={plan.uuid}"
    page = head.get(address).content.decode()
    form = {"person": str(plan.beneficiary.uuid), "held_at": "2026-11-19T09:30", "place": "HOME"}
    form |= {"result": "MET", "staff": str(planned.uuid), "note": "药够半月"}

    assert f'value="{plan.beneficiary.uuid}" selected' in page
    assert f'value="{planned.uuid}" selected' in page
    assert head.post(address, form)["Location"] == url("due", CODE)
    made = Visit.objects.get()
    assert (made.pk, made.result, made.staff, made.note) == (plan.pk, "MET", planned, "药够半月")
    assert head.post(address, form).status_code == 422
    assert (
        visitor("HEAD", "510402-S002")
        .get(f"{url('visit-new', '510402-S002')}?plan={plan.uuid}")
        .status_code
        == 404
    )
    assert str(plan.uuid) not in head.get(url("due", CODE)).content.decode()


def test_the_desk_says_how_many_and_names_nobody(network, person, actor, django_assert_num_queries):
    for station in (network["S001"], network["S001"], network["S002"]):
        plan_for(file_person(station), TODAY)
    plan_for(person, TODAY - timedelta(3))
    plan_for(file_person(network["S001"]), TODAY + timedelta(1))
    head, bureau = actor("HEAD"), actor("BUREAU")
    with django_assert_num_queries(1):
        tasks = planned_visits(head, TODAY)

    assert {(task.title, task.due_on, task.url) for task in tasks} == {
        ("2 次计划探访", TODAY, url("due", CODE)),
        ("1 次计划探访", TODAY - timedelta(3), url("due", ROOM)),
    }
    with django_assert_num_queries(0):
        assert planned_visits(bureau, TODAY) == []


def test_a_phone_takes_it_along_and_sends_it_under_its_uuid(plan, visitor, done):
    head = visitor("HEAD", CODE)
    address = url("home-visits-data")
    [carried] = json.loads(head.get(address).content)["plans"]

    assert (carried["uuid"], carried["name"]) == (str(plan.uuid), "李秀英")
    assert set(carried) == {
        *("uuid", "beneficiary", "name", "village", "planned_on", "place", "visitor"),
    }
    other = body(plan, note="别的")
    assert post(head, [body(plan), other, body(plan)]) == [201, 409, 200]
    plan.refresh_from_db()
    assert (plan.note, plan.result, plan.planned_on) == ("血压正常", "MET", TODAY)
    assert done() == ["visit.complete"]
    assert json.loads(head.get(address).content)["plans"] == []


def test_of_another_person_dropped_or_out_of_reach_it_stays_a_plan(network, plan, visitor, actor):
    other = file_person(network["S001"])
    head, stranger = visitor("HEAD", CODE), visitor("HEAD", "510402-S002")

    assert post(head, [body(plan, beneficiary=str(other.uuid))]) == [409]
    assert post(stranger, [body(plan)]) == [404]
    drop_visit(actor=actor("HEAD"), visit=plan, reason="住院")
    assert post(head, [body(plan)]) == [409]
    plan.refresh_from_db()
    assert plan.held_at is None


def test_many_plans_are_made_in_as_many_statements_as_one(network, visitor):
    head = visitor("HEAD", CODE)

    def statements(number):
        plans = [plan_for(file_person(network["S001"]), TODAY) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert post(head, [body(plan) for plan in plans]) == [201] * number
        return len(queries)

    statements(1)
    assert statements(1) == statements(4)


def test_a_child_s_plan_is_for_who_may_read_the_file(network, actor, visitor):
    child = plan_for(file_child(network["S001"]), TODAY)

    for role, number in (("HEAD", 1), ("WORKER", 0)):
        data = json.loads(visitor(role, CODE).get(url("home-visits-data")).content)
        assert len(data["plans"]) == number
    with pytest.raises(Forbidden):
        drop_visit(actor=actor("WORKER"), visit=child, reason="住院")


def test_the_bureau_reads_it_masked(plan, visitor):
    page = visitor("BUREAU").get(url("planned-visits-list", ROOM)).content.decode()

    assert "李**" in page
    assert "李秀英" not in page
    one = visitor("BUREAU").get(url("planned-visits-one", ROOM, plan.uuid)).content.decode()
    assert "?plan=" not in one


def test_over_the_api_it_is_planned_listed_made_and_dropped(network, person, member):
    client = api_client_for(member("WORKER", scope_code=CODE), COUNTY)

    def call(method, path, sent=None):
        more = {"data": sent, "content_type": "application/json"} if sent is not None else {}
        answer = getattr(client, method)(f"/api/v1/{path}", **more)
        enter_county(COUNTY)
        return answer.status_code, answer.json()

    planned = {"station": ROOM, "beneficiary": str(person.uuid), "planned_on": "2026-12-01"}
    status, made = call("post", "planned-visits", planned | {"place": "HOME"})
    assert (status, made["beneficiary"], made["planned_on"]) == (
        201,
        str(person.uuid),
        "2026-12-01",
    )
    assert call("post", "planned-visits", planned | {"place": "HOME"})[0] == 409
    assert call("get", f"planned-visits?station={CODE}")[1]["count"] == 1
    sent = {**SENT, "sections": {}, "held_at": "2026-11-19T09:30:00+08:00"}
    sent |= {"beneficiary": str(person.uuid)}
    assert call("put", f"visits/{made['id']}", sent)[0] == 201
    assert call("get", f"visits/{made['id']}")[1]["note"] == "血压正常"
    assert call("get", f"planned-visits/{made['id']}")[0] == 404
    _status, other = call("post", "planned-visits", planned | {"place": "PHONE"})
    status, dropped = call("post", f"planned-visits/{other['id']}/drop", {"reason": "搬走"})
    assert (status, bool(dropped["withdrawn_at"])) == (200, True)
    assert Entry.objects.filter(action="visit.complete").count() == 1


def test_a_person_who_moved_is_visited_at_the_new_place(network, plan, actor):
    person = plan.beneficiary
    type(person).objects.filter(pk=person.pk).update(station=network["S001"])
    put_visit(actor=actor("HEAD"), uuid=plan.uuid, beneficiary=person.uuid, held_at=HELD, **SENT)

    plan.refresh_from_db()
    assert plan.station == network["S001"]
    with pytest.raises(Conflict):
        put_visit(actor=actor("HEAD"), uuid=plan.uuid, beneficiary=uuid4(), held_at=HELD, **SENT)
