"""The file handed out, the log of disclosures, lists and counts for a reason, over the API."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from api.v1.record import REGISTERS
from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.models import DataRequest
from stations.casework.queries.disclosure import DEEDS
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.care import a_report
from tests.fixtures.custody import a_request, a_team_request, a_volume, file_child
from tests.fixtures.records import (
    a_case,
    add_worker,
    agree,
    belongs,
    file_person,
    live_together,
    noon,
    set_level,
    visit,
    volunteer,
    works,
)
from tests.fixtures.staffing import leads, volunteer_records

CODE, DAY = "510402-S001", date(2026, 5, 4)
DEADLINES = "/api/v1/request-deadlines"
NEW = "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"
PLACE = f"/api/v1/stations/{CODE}"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def granted(person, kind="SEE"):
    when = {"decided_on": TODAY, "decided_received_at": noon(TODAY)}
    return a_request(person, DAY, kind, state="GRANTED", due_on=TODAY, **when)


def test_a_granted_file_is_handed_out_once(call, network):
    person = file_person(network["S001"], name="曾大山")
    visit(person, DAY, note="见到本人")
    address = f"/api/v1/data-requests/{granted(person).uuid}/file"
    unchecked = call("HEAD", "post", address, {"checked": False})
    assert faults(unchecked) == [("checked", "required")]
    made = call("HEAD", "post", address, {"checked": True})
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert "见到本人" in made.content.decode()
    assert DataRequest.objects.get().state == "DONE"
    assert call("HEAD", "post", address, {"checked": True}).status_code == 409
    assert call("SUPERVISOR", "post", address, {"checked": True}).status_code == 404


def test_the_log_tells_who_took_what_and_why(call, network):
    person = file_person(network["S001"], name="曾大山", phone="13900000000")
    call("HEAD", "post", f"/api/v1/beneficiaries/{person.uuid}/reveal", {"reason": "核对电话"})
    rows = call("AUDITOR", "get", "/api/v1/disclosures").json()["results"]
    assert [(row["deed"], row["reason"]) for row in rows] == [("beneficiary.reveal", "核对电话")]
    assert rows[0]["object"] == "曾**"
    none = call("BUREAU", "get", "/api/v1/disclosures?deed=list.export").json()
    assert none["results"] == []
    found = call("BUREAU", "get", f"/api/v1/disclosures?code={person.file_code}").json()
    assert found["count"] == 1
    for query, field in (("deed=look", "deed"), ("code=曾大山", "code"), ("since=x", "since")):
        wrong = call("BUREAU", "get", f"/api/v1/disclosures?{query}")
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, field), query
    ends = call("BUREAU", "get", "/api/v1/disclosures?since=0001-01-01&until=9999-12-31").json()
    assert ends["count"] == 1, "the last day of the calendar has no next one"
    assert call("HEAD", "get", "/api/v1/disclosures").status_code == 403


def test_the_log_knows_every_reading_of_what_is_encrypted(call, network):
    """A register that shows encrypted fields in full has its deed among those of the log."""
    models = {each.model for each in REGISTERS for act in each.all_acts if act.name == "reveal"}
    assert {f"{model._meta.model_name}.reveal" for model in models} - set(DEEDS) == set()

    made = leads(network["S001"], DAY)
    read = f"cultivated-persons/{made.uuid}/reveal"
    assert call("HEAD", "post", read, {"reason": "核对证书"}).status_code == 200
    rows = call("AUDITOR", "get", "disclosures").json()["results"]
    assert [(row["deed_label"], row["reason"]) for row in rows] == [
        ("查看站外持证人员姓名和身份证号码", "核对证书")
    ]


def test_the_log_tells_who_took_a_certificate_and_who_read_a_report_of_harm(call, network):
    """A certificate says name and ID number in full, a report what happened to a child (X13)."""
    certificate = volunteer_records(volunteer(network["S001"]))["certificate"]
    report = a_report(network["S001"])
    taken = call("HEAD", "get", f"/api/v1/service-certificates/{certificate}/pdf")
    assert taken.status_code == 200
    assert call("HEAD", "get", f"/api/v1/protection-reports/{report.uuid}").status_code == 200

    rows = call("AUDITOR", "get", "/api/v1/disclosures").json()["results"]

    assert [(row["deed_label"], row["object"]) for row in rows] == [
        ("查看侵害报告", report.receipt_number),
        ("取出志愿服务记录证明", f"{CODE}-2023-0001"),
    ]


def test_the_log_finds_openings_and_loans_by_the_file_they_are_of(call, network):
    child = file_child(network["S001"], name="吴小雨")
    opened = {"station": CODE, "beneficiary": str(child.uuid), "reason": "核查线索"}
    assert call("BUREAU", "post", "file-openings", opened).status_code == 201
    case = a_case(child)
    lent = {"volume": str(a_volume(case).uuid), "borrower": "李督导", "purpose": "案例研讨"}
    lent |= {"station": CODE, "lent_on": str(TODAY), "due_on": str(TODAY)}
    assert call("HEAD", "post", "archive-loans", lent).status_code == 201

    rows = call("AUDITOR", "get", f"/api/v1/disclosures?code={child.file_code}").json()["results"]

    found = {row["deed"]: (row["object"], row["reason"]) for row in rows}
    assert found == {
        "beneficiary.open": ("吴**", "核查线索"),
        "archive.lend": (f"{case.volumes.get().number} {TODAY}", ""),
    }


def test_the_log_finds_a_household_by_the_files_of_who_lives_there(call, network):
    one, other, stranger = (file_person(network["S001"]) for _ in range(3))
    home = live_together(network["S001"], one, other)
    read = f"households/{home.uuid}/reveal"
    assert call("BUREAU", "post", read, {"reason": "核对住址"}).status_code == 200

    def found(code):
        rows = call("AUDITOR", "get", f"/api/v1/disclosures?code={code}").json()["results"]
        return [(row["deed"], row["reason"]) for row in rows]

    told = [("household.reveal", "核对住址")]
    for code in (one.file_code, other.file_code, str(one.uuid), str(home.uuid)):
        assert found(code) == told
    assert found(stranger.file_code) == []
    kept = Entry.objects.get(action="household.reveal").after
    assert kept["persons"] == sorted([one.file_code, other.file_code])
    assert one.name not in str(kept)


def test_counts_for_research_hide_the_few_and_stay_in_the_trail(call, network):
    least = int(read_data("research")["least"])
    for _ in range(least):
        belongs(file_person(network["S001"]), "elder.ALONE")
    belongs(file_person(network["S001"]), "disability")
    assert faults(call("HEAD", "post", f"{PLACE}/research-counts", {})) == [("reason", "required")]
    answer = call("HEAD", "post", f"{PLACE}/research-counts", {"reason": "高校课题"})
    rows = answer.json()["results"]
    assert [row["persons"] for row in rows] == [str(least)]
    entry = Entry.objects.get(action="list.export")
    assert (entry.after["list"], entry.after["reason"]) == ("research", "高校课题")
    assert call("WORKER", "post", f"{PLACE}/research-counts", {"reason": "课题"}).status_code == 403


@pytest.mark.parametrize("noun", ["persons", "visits", "research"])
def test_a_list_is_taken_out_marked_with_the_reason(call, network, noun):
    visit(file_person(network["S001"], name="曾大山"), DAY)
    answer = call("HEAD", "post", f"{PLACE}/exports/{noun}", {"reason": "年度核对"})
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    assert "年度核对" in sheet.to_python()[0][0]
    assert Entry.objects.get(action="list.export").after["list"] == noun


def test_another_list_is_not_there(call, network):
    assert call("HEAD", "post", f"{PLACE}/exports/cases", {"reason": "核对"}).status_code == 404


def test_deadlines_come_late_ones_first(call, network):
    one, person = network["S001"], file_person(network["S001"])
    later = a_request(person, TODAY, "ERASE", due_on=TODAY + timedelta(days=3))
    late = a_team_request(volunteer(one), one, DAY)
    rows = call("BUREAU", "get", DEADLINES).json()["results"]
    assert [(row["id"], row["is_late"]) for row in rows] == [
        (str(late.uuid), True), (str(later.uuid), False)
    ]  # fmt: skip
    assert rows[0]["register"] == "team-requests"
    assert call("BUREAU", "get", f"{DEADLINES}?chosen=LATE&kind=SEE").json()["count"] == 1
    wrong = call("BUREAU", "get", f"{DEADLINES}?chosen=NONE")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "chosen")
    assert call("HEAD", "get", DEADLINES).status_code == 403


def test_a_register_s_list_is_chosen_by_standing_too(call, network):
    late = a_request(file_person(network["S001"]), DAY)
    a_request(file_person(network["S001"]), TODAY, due_on=TODAY)
    rows = call("BUREAU", "get", "/api/v1/data-requests?standing=LATE").json()["results"]
    assert [row["id"] for row in rows] == [str(late.uuid)]
    assert call("BUREAU", "get", f"/api/v1/data-requests/{late.uuid}").json()["is_late"]


def test_a_worker_s_erasure_says_what_stays(call, network):
    worker = add_worker("方社工")
    works(worker, network["S001"])
    request = a_team_request(worker, network["S001"], TODAY, "ERASE")
    said = call("BUREAU", "get", f"/api/v1/team-requests/{request.uuid}").json()
    assert "依规定保留" in said["stays"]
    assert (said["person"], said["role"]) == ("方社工", "社工")
    refused = call("BUREAU", "post", f"/api/v1/team-requests/{request.uuid}/grant", {"answer": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "retention_holds")


def test_a_volunteer_who_is_here_is_not_erased(call, network):
    request = a_team_request(volunteer(network["S001"]), network["S001"], TODAY, "ERASE")
    path = f"/api/v1/team-requests/{request.uuid}"
    assert call("BUREAU", "get", path).json()["holds"] == "该人员仍是本站志愿者，须先办理离开。"
    refused = call("BUREAU", "post", f"{path}/grant", {"answer": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "retention_holds")
    assert [error["code"] for error in refused.json()["errors"]] == ["is_here"]


def test_a_correction_is_told_over_the_api(call, network):
    request = granted(file_person(network["S001"]), "CORRECT")
    path = f"/api/v1/data-requests/{request.uuid}/correct"
    assert faults(call("HEAD", "post", path, {})) == [("correction", "required")]
    made = call("HEAD", "post", path, {"correction": "走访日期已更正"}).json()
    assert (made["state"], made["correction"]) == ("DONE", "走访日期已更正")


def test_a_guardian_s_withdrawal_goes_its_whole_way(call, network):
    child = file_child(network["S001"])
    set_level(child, 1, DAY)
    given = {"given_by": "GUARDIAN", "guardian_name": "吴大山", "guardian_relation": "父亲"}
    consent = agree(child, **given)
    one = f"/api/v1/beneficiaries/{child.uuid}"
    before = call("HEAD", "get", one).json()
    assert (before["service_basis"], before["level"]) == ("CONSENT", 1)

    ended = {"on": "2026-11-20", "reason": "父亲不同意"}
    withdrawn = call("HEAD", "post", f"/api/v1/consents/{consent.uuid}/withdraw", ended)
    assert withdrawn.status_code in (200, 201), withdrawn.json()
    stopped = call("HEAD", "get", one).json()
    assert (stopped["service_basis"], stopped["service_stopped_on"]) == ("WITHDRAWN", "2026-11-20")
    sent = {"beneficiary": str(child.uuid), "held_at": "2026-11-20T09:00:00+08:00", "place": "HOME",
            "result": "MET", "joint_work": False, "note": ""}  # fmt: skip
    visited = call("HEAD", "put", f"/api/v1/visits/{NEW}", sent)
    assert (visited.status_code, visited.json()["code"]) == (409, "service_stopped")

    with clock.frozen(TODAY + timedelta(days=1)):
        closed = call("HEAD", "post", f"{one}/close", {"on": "2026-11-21", "reason": "WITHDREW"})
        assert closed.status_code == 200, closed.json()
        asked = {
            "station": CODE, "beneficiary": str(child.uuid), "kind": "ERASE",
            "asked_by": "GUARDIAN", "asked_on": "2026-11-21",
        }  # fmt: skip
        made = call("HEAD", "post", "/api/v1/data-requests", asked)
        path = f"/api/v1/data-requests/{made.json()['id']}/grant"
        assert call("BUREAU", "post", path, {"answer": "已删除"}).json()["state"] == "DONE"
    child.refresh_from_db()
    assert child.name == "已匿名"


def test_records_by_kind_are_proposed_and_signed(call, network):
    person = file_person(network["S001"], closed_on=date(2022, 6, 1))
    made = visit(person, date(2022, 5, 4), note="谈到家事")
    body = {"station": CODE, "kind": "VISIT"}
    line = call("WORKER", "post", "/api/v1/record-disposals", body).json()
    assert (line["records"], line["records_before"]) == (1, "2023-11-20")
    path = f"/api/v1/record-disposals/{line['id']}/approve"
    for role in ("HEAD", "BUREAU"):
        assert call(role, "post", path, {"sure": True}).status_code == 200
    made.refresh_from_db()
    assert made.note == ""
    none = call("WORKER", "post", "/api/v1/record-disposals", body)
    assert (none.status_code, none.json()["code"]) == (409, "none_due")
