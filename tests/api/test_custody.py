"""Minors' files, archives, requests and the register of processing over the API."""

from datetime import date

import pytest

from kernel.workdays import clock
from stations.casework.models import ArchiveLoan, Beneficiary, DataRequest
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import a_request, a_volume, an_activity, file_child
from tests.fixtures.records import (
    a_case,
    agree,
    belongs,
    file_person,
    live_together,
    set_level,
    visit,
)

PERSONS, CODE = "/api/v1/beneficiaries", "510402-S001"
DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def child(network):
    child = file_child(network["S001"], id_number="510402201403090019", phone="13900001278")
    belongs(child, "child.ORPHAN")
    agree(child)
    set_level(child, 2, DAY)
    visit(child, DAY, note="在校情况良好")
    return child


def test_a_child_s_file_is_a_masked_row_without_content(call, child):
    row = call("WORKER", "get", PERSONS).json()["results"][0]
    assert (row["name"], row["level"], row["is_closed_to_caller"]) == ("吴**", None, True)
    one = call("WORKER", "get", f"{PERSONS}/{child.uuid}").json()
    assert (one["id_number"], one["phone"], one["has_address"]) == ("", "", False)
    assert one["categories"] == one["consents"] == []

    whole = call("HEAD", "get", f"{PERSONS}/{child.uuid}").json()
    assert (whole["name"], whole["is_closed_to_caller"]) == ("吴小雨", False)
    assert len(whole["categories"]) == len(whole["consents"]) == 1
    assert whole["phone"].startswith("139")


def test_nobody_finds_it_by_a_search(call, child):
    for words in ("吴小雨", "吴", "510402201403090019"):
        found = call("WORKER", "post", f"{PERSONS}/search", {"search": words}).json()
        assert found["results"] == [], words
    assert call("WORKER", "get", f"{PERSONS}?category=child.ORPHAN").json()["results"] == []
    found = call("HEAD", "post", f"{PERSONS}/search", {"search": "吴小雨"}).json()
    assert len(found["results"]) == 1


def test_its_visits_are_not_there_and_nothing_is_written(call, child):
    made = child.visits.get()
    assert call("WORKER", "get", "/api/v1/visits").json()["results"] == []
    assert call("WORKER", "get", f"/api/v1/visits/{made.uuid}").status_code == 404
    assert call("HEAD", "get", f"/api/v1/visits/{made.uuid}").json()["note"] == "在校情况良好"
    refused = call("WORKER", "post", f"{PERSONS}/{child.uuid}/reveal", {"reason": "想看"})
    assert refused.status_code == 403
    sent = {
        "beneficiary": str(child.uuid), "held_at": "2026-11-19T10:00:00+08:00",
        "place": "HOME", "result": "MET",
    }  # fmt: skip
    path = "/api/v1/visits/5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"
    assert call("WORKER", "put", path, sent).status_code == 404
    assert call("HEAD", "put", path, sent).status_code == 201


def test_a_reason_over_the_api_opens_the_file(call, child):
    body = {"station": CODE, "beneficiary": str(child.uuid), "reason": "值班处理求助"}
    made = call("WORKER", "post", "/api/v1/file-openings", body)
    assert made.status_code == 201
    assert made.json()["person"] == "吴**"
    assert call("WORKER", "get", f"{PERSONS}/{child.uuid}").json()["name"] == "吴小雨"
    again = call("WORKER", "post", "/api/v1/file-openings", body)
    assert (again.status_code, again.json()["code"]) == (409, "file_open")
    assert call("AUDITOR", "post", "/api/v1/file-openings", body).status_code == 403


def test_a_child_is_filed_over_the_api_with_the_notice(call):
    body = {
        "station": CODE, "name": "吴小雨", "division_code": "510402001001",
        "born_on": "2015-01-02", "notice_given_on": "2026-11-20",
    }  # fmt: skip
    made = call("WORKER", "post", PERSONS, body).json()
    assert (made["name"], made["notice_given_on"]) == ("吴小雨", "2026-11-20")
    assert Beneficiary.objects.get().responsible_uuid is not None


def test_the_register_of_processing_is_read_and_written(call, network):
    an_activity(network["H001"], name="志愿者登记")
    path = "/api/v1/processing-activities"
    assert [row["name"] for row in call("AUDITOR", "get", path).json()["results"]] == ["志愿者登记"]
    assert call("HEAD", "get", path).json()["results"] == []
    body = {
        "station": network["H001"].code, "name": "建档", "purpose": "服务", "data_kinds": "姓名",
        "legal_basis": "CONSENT", "retention": "十年", "started_on": "2026-06-01",
        "is_sensitive": True,
    }  # fmt: skip
    refused = call("BUREAU", "post", path, body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["assessed_on"]
    body |= {"assessed_on": "2026-05-20", "assessed_by": "法规股", "report": "风险和措施"}
    made = call("BUREAU", "post", path, body)
    assert made.status_code == 201
    one = f"{path}/{made.json()['id']}"
    assert made.json()["next_review_on"] == "2027-05-20"
    assert call("BUREAU", "post", f"{one}/end", {"on": "2026-11-20"}).json()["keep_until"] == (
        "2029-11-20"
    )
    assert call("BUREAU", "post", f"{one}/end", {"on": "2026-11-20"}).status_code == 409


def test_a_volume_is_lent_and_comes_back(call, network):
    volume = a_volume(a_case(file_person(network["S001"])), DAY)
    body = {
        "station": CODE, "volume": str(volume.uuid), "borrower": "李督导", "purpose": "督导",
        "lent_on": "2026-11-01", "due_on": "2026-11-10",
    }  # fmt: skip
    made = call("WORKER", "post", "/api/v1/archive-loans", body)
    assert made.status_code == 201
    lists = {
        state: len(call("HEAD", "get", f"/api/v1/archive-loans?state={state}").json()["results"])
        for state in ("overdue", "out", "back")
    }
    assert lists == {"overdue": 1, "out": 1, "back": 0}
    one = f"/api/v1/archive-loans/{made.json()['id']}"
    assert call("HEAD", "post", f"{one}/return", {"on": "2026-11-20"}).status_code == 200
    assert ArchiveLoan.objects.get().returned_on == TODAY
    assert call("BUREAU", "post", f"{one}/return", {"on": "2026-11-20"}).status_code == 403


def test_a_request_is_decided_by_the_bureau_masked(call, network):
    request = a_request(file_person(network["S001"], name="曾大山"), DAY)
    path = f"/api/v1/data-requests/{request.uuid}"
    assert call("BUREAU", "get", path).json()["person"] == "曾**"
    assert call("HEAD", "post", f"{path}/grant", {"answer": ""}).status_code == 403
    assert call("BUREAU", "post", f"{path}/refuse", {"answer": ""}).status_code == 422
    assert call("BUREAU", "post", f"{path}/grant", {"answer": ""}).json()["state"] == "GRANTED"
    assert DataRequest.objects.get().decided_by_name


def test_a_child_s_household_is_closed_with_the_file(call, child):
    """Not in the list, not read, not revealed; the files of others there stay editable."""
    home = live_together(child.station, child, name=child.name)
    adult = file_person(child.station, household=home)
    households = "/api/v1/households"
    assert call("WORKER", "get", households).json()["results"] == []
    one = f"{households}/{home.uuid}"
    assert call("WORKER", "get", one).status_code == 404
    for role, status in (("WORKER", 404), ("BUREAU", 403), ("HEAD", 200)):
        answer = call(role, "post", f"{one}/reveal", {"reason": "回访"})
        assert answer.status_code == status, role
    assert call("HEAD", "get", one).json()["name"] == child.name
    assert call("BUREAU", "get", one).json()["name"] == "吴**"

    body = {"name": adult.name, "division_code": adult.division_code, "household": str(home.uuid)}
    edited = call("WORKER", "post", f"{PERSONS}/{adult.uuid}/edit", body)
    assert (edited.status_code, edited.json()["household"]) == (200, str(home.uuid))
    case = a_case(adult, unit="HOUSEHOLD", household=home)
    shown = call("WORKER", "get", f"/api/v1/cases/{case.uuid}").json()["household"]
    assert shown == {"id": str(home.uuid), "name": "吴**"}
