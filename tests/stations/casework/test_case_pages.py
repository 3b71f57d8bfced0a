"""The pages of cases: the list, one case, what is missing, and each act by its form."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.models import Case, CaseDocument
from tests.conftest import DAY as TODAY
from tests.fixtures.records import a_case, file_person, live_together

CODE, OTHER = "510402-S001", "510402-S002"
OPENED = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def case(network):
    return a_case(file_person(network["S001"], name="李秀英"), OPENED, title="婆媳矛盾")


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def words(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "code", "reads"),
    [("HEAD", CODE, True), ("SUPERVISOR", CODE, True), ("BUREAU", "", False)],
)
def test_names_and_texts_are_for_the_station_and_its_supervisor(case, visitor, role, code, reads):
    CaseDocument.objects.create(case=case, kind="PLAN", body="每周一次家庭会谈", written_on=OPENED)
    who = visitor(role, code)

    listed, page = words(who.get(url("cases", CODE))), words(who.get(url("case", CODE, case.uuid)))

    assert ("李秀英" in listed, "婆媳矛盾" in listed) == (reads, reads)
    assert ("李秀英" in page, "婆媳矛盾" in page, "家庭会谈" in page) == (reads, reads, reads)


def test_the_page_says_what_is_missing_and_lets_the_next_stage_begin(case, visitor):
    who, address = visitor("WORKER", CODE), url("case", CODE, case.uuid)
    assert "进入“预估”阶段前，还须完成" in words(who.get(address))
    refused = who.post(f"{address}advance/", {"to": "ASSESSMENT"})
    assert refused.status_code == 409
    assert "须先完成：能力评估、服务协议" in words(refused)
    entered = f"{url('capability-checks-new', CODE)}?case={case.uuid}"
    assert entered in words(refused)
    checked = {"case": case.uuid, "outcome": "ACCEPT", "grounds": "可", "checked_on": "2026-05-04"}
    assert who.post(entered, checked).status_code == 302

    sent = {"kind": "AGREEMENT", "body": "协议", "written_on": "2026-05-04", "signed": "on"}
    assert who.post(f"{address}document/", sent).status_code == 302
    assert "可以进入“预估”阶段" in words(who.get(address))
    assert who.post(f"{address}advance/", {"to": "ASSESSMENT"}).status_code == 302

    assert Case.objects.get(pk=case.pk).stage == "ASSESSMENT"


def test_a_case_is_opened_asked_to_close_signed_and_reopened_by_forms(case, visitor):
    who, address = visitor("WORKER", CODE), url("case", CODE, case.uuid)
    new = {
        "person": case.beneficiary.uuid,
        "title": "青少年厌学",
        "problem": "SCHOOL",
        "unit": "PERSON",
        "kind": "CRISIS",
        "opened_on": "2026-05-04",
    }
    assert who.post(url("case-new", CODE), new).status_code == 302
    assert who.post(url("case-new", CODE), new | {"problem": "?"}).status_code == 422
    assert Case.objects.filter(problem="SCHOOL").count() == 1
    Case.objects.filter(pk=case.pk).update(stage="CLOSURE")
    CaseDocument.objects.create(case=case, kind="CLOSURE_FORM", body="结案", written_on=OPENED)

    asked = who.post(f"{address}request-closure/", {"closure_reason": "GOALS_MET"})
    signed = visitor("HEAD", CODE).post(f"{address}sign-closure/", {"on": "2026-05-05"})
    planned = who.post(f"{address}follow-up/", {"due_on": "2026-06-05"})
    found = who.post(
        f"{address}follow-up/{case.follow_ups.get().uuid}/",
        {"done_on": "2026-06-06", "note": "稳定"},
    )

    assert [each.status_code for each in (asked, signed, planned, found)] == [302] * 4
    assert "目标已实现" in words(who.get(address))
    assert who.post(f"{address}refer/", {"receiver": ""}).status_code == 422
    assert who.post(f"{address}reopen/", {"reason": "再次求助"}).status_code == 302
    assert Case.objects.get(pk=case.pk).round == 2


def test_the_household_of_a_case_is_chosen_and_shown(case, visitor):
    who, home = visitor("WORKER", CODE), live_together(case.station, name="大桥头曾家")
    new = {
        "person": case.beneficiary.uuid,
        "title": "婆媳不和",
        "problem": "FAMILY",
        "unit": "HOUSEHOLD",
        "household": home.uuid,
        "kind": "ORDINARY",
        "opened_on": "2026-05-04",
    }
    assert who.post(url("case-new", CODE), new | {"unit": "PERSON"}).status_code == 422
    made = who.post(url("case-new", CODE), new)

    assert made.status_code == 302
    shown = words(who.get(made.headers["Location"]))
    assert ("大桥头曾家" in shown, url("households-one", CODE, home.uuid) in shown) == (True, True)
    bureau = words(visitor("BUREAU", CODE).get(made.headers["Location"]))
    assert ("大桥头曾家" in bureau, "大****" in bureau) == (False, True)


def test_a_household_that_nobody_knows_is_said_and_named(case, visitor):
    who, home = visitor("WORKER", CODE), live_together(case.station, name="大桥头曾家")
    page, form = url("case", CODE, case.uuid), url("case-household", CODE, case.uuid)
    unknown = "开案时居住的家庭不详"
    assert unknown not in words(who.get(page))
    assert who.post(form, {"household": home.uuid}).status_code == 422
    Case.objects.filter(pk=case.pk).update(unit="HOUSEHOLD")
    assert (unknown in words(who.get(page)), form in words(who.get(page))) == (True, True)
    bureau = words(visitor("BUREAU", "").get(page))
    assert (unknown in bureau, form in bureau) == (True, False)
    assert who.post(form, {"household": ""}).status_code == 422
    assert who.post(form, {"household": home.uuid}).status_code == 302
    shown = words(who.get(page))
    assert ("大桥头曾家" in shown, unknown in shown, form in shown) == (True, False, False)
    again = who.post(form, {"household": home.uuid})
    assert (again.status_code, "已登记" in words(again)) == (422, True)


def test_who_asked_may_not_sign_on_the_page(case, visitor):
    who, address = visitor("HEAD", CODE), url("case", CODE, case.uuid)
    Case.objects.filter(pk=case.pk).update(stage="CLOSURE")
    CaseDocument.objects.create(case=case, kind="CLOSURE_FORM", body="结案", written_on=OPENED)
    who.post(f"{address}request-closure/", {"closure_reason": "GOALS_MET"})

    assert "sign-closure" not in words(who.get(address))
    assert who.post(f"{address}sign-closure/", {"on": "2026-05-05"}).status_code == 403


def test_a_case_of_another_station_is_not_found(case, network, visitor):
    strange = a_case(file_person(network["S002"]), OPENED)

    assert visitor("HEAD", CODE).get(url("case", CODE, strange.uuid)).status_code == 404
    assert visitor("HEAD", OTHER).get(url("case", OTHER, strange.uuid)).status_code == 200


def test_one_case_and_three_cost_the_same_queries(case, network, visitor):
    who, counts = visitor("HEAD", CODE), []
    who.get(url("cases", CODE))
    for more in (0, 2):
        for _number in range(more):
            a_case(file_person(network["S001"]), OPENED)
        with CaptureQueriesContext(connection) as caught:
            who.get(url("cases", CODE))
        counts.append(len(caught))

    assert counts[0] == counts[1]
