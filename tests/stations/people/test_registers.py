"""The registers about people on their pages and over the API, from the form to the record."""

import json
from datetime import date
from decimal import Decimal
from unittest.mock import ANY

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.people.models import (
    CredentialRegistration,
    ExamRegistration,
    Internship,
    ServiceCertificate,
    Staff,
    TrainingAttendance,
)
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_worker, certify, step, supervise, train, volunteer, works

CODE, OTHER = "510402-S001", "510402-S002"
ID_NUMBER = "510402199902300009"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def worker(network):
    found = add_worker(
        "王小芳",
        id_number=ID_NUMBER,
        id_number_index=index_id_number(ID_NUMBER),
        phone="13900001234",
    )
    works(found, network["S001"])
    return found


def url(name, *args):
    return reverse(f"people:{name}", args=args, urlconf="config.urls_county")


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_workers_page_shows_all_that_is_known(network, worker, visitor):
    credential = certify(worker, date(2025, 1, 1), by=network["S002"])
    CredentialRegistration.objects.create(
        credential=credential,
        registered_on=date(2025, 2, 1),
        valid_from=date(2025, 2, 1),
        valid_until=date(2028, 1, 31),
    )
    train(network["S001"], date(2026, 3, 1), worker, hours=Decimal("7.5"))
    supervise(worker, network["S001"], date(2026, 4, 1), supervisor_name="周督导")
    page = words(visitor("HEAD", CODE).get(url("staff-one", CODE, worker.uuid)))

    for said in ("王小芳", "登记有效", "7.5", "64.5", "周督导", "实务培训", "助理社会工作师"):
        assert said in page
    assert "系统中没有该站点任职或培训满学时的记录" in page
    assert ID_NUMBER not in page
    assert "13900001234" not in page
    assert "510*************09" in page


def test_other_roles_see_the_page_without_acts(worker, visitor):
    page = words(visitor("TOWNSHIP", "510402001").get(url("staff-one", CODE, worker.uuid)))

    assert "王小芳" in page
    for name in ("staff-edit", "staff-reveal", "staff-leave"):
        assert url(name, CODE, worker.uuid) not in page


def test_a_number_is_shown_once_for_a_reason(worker, visitor):
    head, address = visitor("HEAD", CODE), url("staff-reveal", CODE, worker.uuid)
    empty = head.post(address, {"reason": " "})
    shown = head.post(address, {"reason": "核对社保"})

    assert empty.status_code == 422
    assert ID_NUMBER in words(shown)
    assert shown["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="staff.reveal").count() == 1
    assert visitor("WORKER", CODE).post(address, {"reason": "核对社保"}).status_code == 403
    assert visitor("HEAD", OTHER).post(address, {"reason": "核对社保"}).status_code == 404
    # Through a station where the worker never worked there is no such worker.
    elsewhere = url("staff-reveal", OTHER, worker.uuid)
    assert visitor("BUREAU", "").post(elsewhere, {"reason": "核对社保"}).status_code == 404


def test_numbers_are_read_over_the_api_for_a_reason(network, worker, call):
    friend = volunteer(network["S001"], name="李志愿", phone="13900005678")
    shown = call("post", f"staff/{worker.uuid}/reveal", {"reason": "核对社保"})
    assert shown.json() == {"id_number": ID_NUMBER, "phone": "13900001234"}
    assert shown["Cache-Control"] == "no-store"
    assert call("post", f"staff/{worker.uuid}/reveal", {"reason": ""}).status_code == 422
    refused = call("post", f"staff/{worker.uuid}/reveal", {"reason": "核对"}, role="WORKER")
    assert refused.status_code == 403

    one = f"volunteers/{friend.uuid}"
    assert call("get", one, role="WORKER").json()["phone"] == "139******78"
    shown = call("post", f"{one}/reveal", {"reason": "通知培训"}, role="WORKER")
    assert shown.json() == {"id_number": "", "phone": "13900005678"}
    reasons = Entry.objects.filter(action__endswith=".reveal").order_by("seq")
    assert [entry.after["reason"] for entry in reasons] == ["核对社保", "通知培训"]


def test_a_worker_is_corrected_and_leaves(worker, visitor):
    head = visitor("HEAD", CODE)
    form = {
        "name": "王晓芳",
        "channel": "PURCHASED",
        "education": "BACHELOR",
        "social_work_degree": "on",
        "specialty": "ELDERLY",
    }
    assert "王小芳" in words(head.get(url("staff-edit", CODE, worker.uuid)))
    head.post(url("staff-edit", CODE, worker.uuid), form)
    assert "社会工作专业学历" in words(head.get(url("staff-list", CODE)))
    head.post(url("staff-pledge", CODE, worker.uuid), {"signed_on": "2026-01-05"})
    head.post(url("staff-leave", CODE, worker.uuid), {"on": "2026-11-01"})

    worker.refresh_from_db()
    assert (worker.name, worker.id_number, worker.left_on) == (
        *("王晓芳", ID_NUMBER),
        date(2026, 11, 1),
    )
    assert worker.pledges.count() == 1
    # A former worker's page stays, without acts.
    page = words(head.get(url("staff-one", CODE, worker.uuid)))
    assert url("staff-edit", CODE, worker.uuid) not in page


def test_a_certificate_is_cultivated_where_the_worker_was(network, worker, visitor):
    train(network["S002"], date(2026, 1, 5), worker)
    head, address = visitor("HEAD", CODE), url("staff-certificate", CODE, worker.uuid)
    page = words(head.get(address))
    form = {"level": "ASSISTANT", "issued_on": "2026-10-01", "cultivated_by": CODE}

    assert [code for code in (CODE, OTHER, "510402-R001") if code in page] == [CODE, OTHER]
    assert head.post(address, form | {"cultivated_by": "510402-R001"}).status_code == 422
    assert head.post(address, form | {"cultivated_by": OTHER}).status_code == 403
    head.post(address, form)
    assert worker.credentials.get().cultivated_by == network["S001"]


def test_a_certificate_is_registered_and_found_by_its_state(network, worker, visitor, call):
    credential = certify(worker, date(2025, 1, 1), number="ZS-1")
    head = visitor("HEAD", CODE)
    waiting = f"credentials?station={CODE}&registration_state=UNREGISTERED"
    assert call("get", waiting).json()["count"] == 1
    head.post(url("credentials-register", CODE, credential.uuid), {"registered_on": "2025-06-01"})

    assert credential.registrations.get().valid_until == date(2028, 5, 31)
    assert call("get", waiting).json()["count"] == 0
    row = call("get", f"credentials/{credential.uuid}").json()
    assert (row["registration_state"], row["registered_until"], row["number"]) == (
        *("REGISTERED", "2028-05-31"),
        "ZS-1",
    )
    assert call("get", f"credentials/{credential.uuid}", role="WORKER").json()["number"] == ""
    assert "登记有效" in words(head.get(url("credentials-list", CODE)))
    refused = call("get", "credentials?registration_state=OLD")
    assert refused.status_code == 422


def test_what_waits_stands_on_the_tab_of_the_station_and_of_the_hub(network, worker, visitor):
    certify(worker, date(2025, 1, 1))
    newcomer = add_worker("张新人")
    works(newcomer, network["S001"])
    supervise(newcomer, network["S001"], TODAY)

    def tab(role, scope, code):
        address = reverse("network:station", args=[code], urlconf="config.urls_county")
        return words(visitor(role, scope).get(f"{address}?tab=people"))

    head = tab("HEAD", CODE, CODE)
    for said in ("王小芳 · 助理社会工作师", "未登记", "1 名未持证人员今年尚未报考"):
        assert said in head
    assert "1 名人员超过期限未接受督导" in head
    assert "人员待办事项" not in tab("HEAD", OTHER, OTHER)
    assert "王小芳 · 助理社会工作师" in tab("BUREAU", "", "510402-H001")


def test_the_waiting_are_a_filter_of_the_list_and_of_the_api(network, worker, visitor, call):
    certified = add_worker("李持证")
    works(certified, network["S001"])
    certify(certified, date(2023, 1, 1))
    page = words(visitor("HEAD", CODE).get(url("staff-list", CODE) + "?waiting=EXAM"))

    assert ("王小芳" in page, "李持证" in page) == (True, False)
    rows = call("get", f"staff?station={CODE}&waiting=SUPERVISION").json()["results"]
    assert {row["name"] for row in rows} == {"王小芳", "李持证"}
    supervise(worker, network["S001"], TODAY)
    rows = call("get", "staff?waiting=SUPERVISION").json()["results"]
    assert [row["name"] for row in rows] == ["李持证"]


def test_staff_over_the_api_without_numbers(worker, call):
    row = call("get", f"staff/{worker.uuid}").json()

    assert (row["name"], row["qualifications"]) == ("王小芳", [])
    assert row["assignments"][0]["post"] == "SERVICE"
    assert ID_NUMBER not in json.dumps(row)
    made = call(
        "post",
        "staff",
        {
            "station": CODE,
            "name": "赵新来",
            "joined_on": "2026-11-02",
            "channel": "RECRUITED",
            "post": "SERVICE",
            "full_time": True,
            "share": "1",
        },
    )
    assert made.status_code == 201
    assert Staff.objects.get(name="赵新来").assignments.get().station.code == CODE


def test_a_worker_is_assigned_elsewhere_and_named_head(network, worker, visitor, call):
    hub, room = visitor("HUB_STAFF"), network["R001"]
    worker.assignments.update(full_time=False, share="0.5")
    form = {"valid_from": "2026-01-05", "post": "SERVICE", "share": "0.5"}
    address = url("staff-assign", CODE, worker.uuid)
    assert OTHER not in words(visitor("HEAD", CODE).get(address))
    assert visitor("HEAD", CODE).post(address, form | {"station": OTHER}).status_code == 422
    assert hub.post(address, form | {"station": OTHER, "share": "2"}).status_code == 422
    hub.post(address, form | {"station": room.code})
    second = worker.assignments.get(station=room)
    hub.post(url("assignments-end", room.code, second.uuid), {"on": "2026-06-01"})
    second.refresh_from_db()
    assert second.valid_to == date(2026, 6, 1)

    named = {"staff": str(worker.uuid), "appointed_by": "AGENCY", "valid_from": "2026-01-05"}
    assert visitor("HEAD", CODE).post(url("heads-new", CODE), named).status_code == 403
    made = call("post", "heads", {"station": CODE, **named}, role="AGENCY")
    assert made.status_code == 201
    again = call("post", "heads", {"station": CODE, **named}, role="AGENCY")
    assert again.status_code == 409
    ended = call("post", f"heads/{made.json()['id']}/end", {"on": "2026-06-01"}, role="AGENCY")
    assert ended.json()["valid_to"] == "2026-06-01"


def test_several_who_attended_are_entered_together(network, worker, visitor, call):
    second = add_worker("李同事")
    works(second, network["R001"])
    training, head = train(network["S001"], date(2026, 5, 4)), visitor("HEAD", CODE)
    address = url("trainings-attend", CODE, training.uuid)

    head.post(address, {"staff": [str(worker.uuid), str(second.uuid)]})
    head.post(
        url("trainings-count", CODE, training.uuid),
        {"audience": "COMMUNITY_WORKER", "persons": "24"},
    )

    page = words(head.get(url("trainings-one", CODE, training.uuid)))
    assert all(said in page for said in ("王小芳", "李同事", "社区工作者", "24"))
    assert TrainingAttendance.objects.count() == 2
    # Who is on the list is offered no more.
    assert str(worker.uuid) not in words(head.get(address))
    detail = call("get", f"trainings/{training.uuid}").json()
    assert detail["others"] == [{"id": ANY, "audience": "COMMUNITY_WORKER", "persons": 24}]
    again = call("post", f"trainings/{training.uuid}/attend", {"staff": [str(worker.uuid)]})
    assert again.status_code == 422


def test_a_training_over_the_api(network, worker, call):
    made = call(
        "post",
        "trainings",
        {
            "station": CODE,
            "title": "个案工作方法",
            "kind": "PROFESSIONAL",
            "grade": "CERTIFIED",
            "audience": "CERTIFIED",
            "topic": "PRACTICE",
            "held_on": "2026-05-04",
            "hours": "8",
        },
        role="SUPERVISOR",
    )
    assert made.status_code == 201
    path = f"trainings/{made.json()['id']}/attend"
    body = {"staff": [str(worker.uuid)], "hours": "6.5", "certificate_number": "PX-1"}
    attended = call("post", path, body).json()["attendances"]
    assert attended == [
        {"id": ANY, "staff": "王小芳", "hours": "6.5", "certificate_number": "PX-1"}
    ]
    assert call("get", "training-attendances").json()["count"] == 1


def test_an_exam_and_its_result_by_form(network, worker, visitor):
    head = visitor("HEAD", CODE)
    form = {"staff": str(worker.uuid), "level": "ASSISTANT", "registered_on": "2026-04-01"}
    head.post(url("exams-new", CODE), form)
    exam = ExamRegistration.objects.get()
    head.post(url("exams-result", CODE, exam.uuid), {"result": "PASSED", "result_on": "2026-09-01"})

    exam.refresh_from_db()
    assert (exam.station, exam.result) == (network["S001"], "PASSED")
    page = words(head.get(url("exams-one", CODE, exam.uuid)))
    assert url("exams-result", CODE, exam.uuid) not in page


def test_an_intern_is_named_to_those_who_keep_the_staff(network, worker, visitor, call):
    head = visitor("HEAD", CODE)
    form = {
        "student_name": "赵同学",
        "school": "攀枝花学院",
        "kind": "STUDENT",
        "mentor": str(worker.uuid),
        "valid_from": "2026-03-01",
    }
    head.post(url("internships-new", CODE), form)
    intern = Internship.objects.get()

    assert "赵同学" in words(head.get(url("internships-list", CODE)))
    page = words(visitor("TOWNSHIP", "510402001").get(url("internships-list", CODE)))
    assert ("赵**" in page, "赵同学" in page) == (True, False)
    path = f"internships/{intern.uuid}"
    assert call("get", path, role="WORKER").json()["student_name"] == "赵**"
    head.post(url("internships-end", CODE, intern.uuid), {"on": "2026-06-01"})
    intern.refresh_from_db()
    assert intern.valid_to == date(2026, 6, 1)


def test_a_session_with_topics(network, worker, visitor, call):
    form = {
        "staff": str(worker.uuid),
        "kind": "EDUCATIONAL",
        "mode": "INDIVIDUAL",
        "site": "ONLINE",
        "held_on": "2026-11-02",
        "supervisor_name": "周督导",
        "topics": ["METHODS", "COPING"],
    }
    visitor("SUPERVISOR", CODE).post(url("supervisions-new", CODE), form)
    row = worker.supervisions.get()

    page = words(visitor("HEAD", CODE).get(url("supervisions-one", CODE, row.uuid)))
    assert "服务方法、压力应对" in page
    detail = call("get", f"supervisions/{row.uuid}").json()
    assert detail["topics"] == ["METHODS", "COPING"]
    assert call("post", "supervisions", {"station": CODE, **form}).status_code == 201
    wrong = call("post", "supervisions", {"station": CODE, **form, "topics": ["GOSSIP"]})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "name",
    [
        *("staff", "credentials", "trainings", "training-attendances", "exams"),
        *("volunteer-steps", "service-certificates"),
    ],
)
def test_lists_ask_as_often_for_three_as_for_one(
    network, visitor, name, django_assert_max_num_queries
):
    head, counts = visitor("HEAD", CODE), []
    for number in range(3):
        fill(network["S001"], number)
        head.get(url(f"{name}-list", CODE))
        with django_assert_max_num_queries(99) as asked:
            answer = head.client.get(url(f"{name}-list", CODE))
        enter_county(COUNTY)
        assert answer.status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def fill(station, number):
    worker = add_worker()
    works(worker, station)
    certify(worker, date(2025, 1, 1))
    train(station, date(2026, 3, 1), worker)
    ExamRegistration.objects.create(
        staff=worker, station=station, year=2026, level="WORKER", registered_on=date(2026, 4, 1)
    )
    person = volunteer(station)
    step(person, "USE", date(2026, 5, 4))
    ServiceCertificate.objects.create(
        volunteer=person, number=str(number), issued_on=TODAY, services=1, hours=1, content="{}"
    )
