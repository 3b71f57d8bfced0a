"""Persons served over the API: masked rows, bodies instead of addresses, the reveal, consents."""

from datetime import date

import pytest

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.models import Beneficiary, Household
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults

URL, CODE = "/api/v1/beneficiaries", "510402-S001"
NUMBER = "510402195003020013"
BODY = {
    "station": CODE,
    "name": "曾晓兰",
    "division_code": "510402001001",
    "id_number": NUMBER,
    "phone": "13900001278",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_a_file_is_entered_and_read_masked(call):
    made = call("WORKER", "post", URL, BODY)
    one = f"{URL}/{made.json()['id']}"

    assert made.status_code == 201
    assert call("WORKER", "get", one).json()["name"] == "曾晓兰"
    read = call("BUREAU", "get", one)
    assert (read.json()["name"], read.headers["Cache-Control"]) == ("曾**", "no-store")
    assert NUMBER not in read.content.decode()
    assert call("WORKER", "post", URL, BODY).status_code == 409


def test_a_file_is_entered_with_the_person_s_own_consents(call):
    body = BODY | {"consents": ["SERVICE", "SERVICE"]}
    made = call("WORKER", "post", URL, body).json()
    assert [(row["kind"], row["given_by"]) for row in made["consents"]] == [("SERVICE", "SELF")]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": ""}, 422, "name"),
        ({"consents": ["X"]}, 422, "consents.0"),
        ({"consents": ["SERVICE"], "id_number": "", "born_on": "2020-01-01"}, 422, "consents"),
        ({"division_code": "510402002001"}, 422, "division_code"),
        ({"id_number": "1"}, 422, "id_number"),
        ({"household": "00000000-0000-4000-8000-000000000000"}, 422, "household"),
        ({"filed_on": "2030-01-01"}, 422, "filed_on"),
        ({"station": "510402-S002"}, 404, None),
    ],
)
def test_a_wrong_file_is_refused(call, change, status, field):
    answer = call("WORKER", "post", URL, BODY | change)

    assert answer.status_code == status
    assert [name for name, _code in faults(answer)] == ([field] if field else [])
    assert NUMBER not in answer.content.decode()
    assert not Beneficiary.objects.exists()


def test_names_and_numbers_are_searched_in_a_body_only(call):
    code = call("WORKER", "post", URL, BODY).json()["id"][:8]
    call("WORKER", "post", URL, BODY | {"name": "李秀英", "id_number": ""})

    for asked in ("曾晓兰", NUMBER, "zxl", code, code[:7].upper()):
        found = call("WORKER", "post", f"{URL}/search", {"search": asked, "station": CODE}).json()
        assert [row["name"] for row in found["results"]] == ["曾晓兰"]
    assert call("WORKER", "get", f"{URL}?station={CODE}&search=zxl").json()["count"] == 1
    for asked in ("曾晓兰", NUMBER):
        refused = call("WORKER", "get", f"{URL}?search={asked}")
        assert (refused.status_code, faults(refused)) == (422, [("search", "invalid")])
        assert asked not in refused.content.decode()
    assert call("WORKER", "get", f"{URL}?level=9").status_code == 422


def test_a_reveal_needs_a_reason_and_is_not_cached(call):
    one = f"{URL}/{call('WORKER', 'post', URL, BODY).json()['id']}/reveal"

    assert call("BUREAU", "post", one).status_code == 422
    answer = call("BUREAU", "post", one, {"reason": "核对低保"})
    assert answer.json() == {"id_number": NUMBER, "phone": "13900001278", "address": ""}
    assert answer.headers["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="beneficiary.reveal").count() == 1


def test_a_file_opens_a_household_or_joins_one(call):
    first = BODY | {"address": "大桥头三号", "new_household": True}
    assert call("WORKER", "post", URL, first).status_code == 201
    home = Household.objects.get()
    assert (home.name, home.address, home.filed_on) == ("曾晓兰", "大桥头三号", TODAY)
    assert home.members.get().name == "曾晓兰"

    second = BODY | {"name": "曾大山", "id_number": "", "household": str(home.uuid)}
    joined = call("WORKER", "post", URL, second)
    assert joined.json()["household"] == str(home.uuid)
    both = call("WORKER", "post", URL, second | {"new_household": True})
    assert (both.status_code, faults(both)) == (422, [("new_household", "invalid")])
    refused = call("WORKER", "post", URL, BODY | {"new_household": True})
    assert refused.status_code == 409  # the number has a file: no household is left behind
    assert Household.objects.count() == 1


def test_a_consent_of_unknown_age_says_whether_a_guardian_is_needed(call):
    made = call("WORKER", "post", URL, BODY | {"id_number": ""})
    one = f"{URL}/{made.json()['id']}/consents"
    body = {"kind": "SERVICE", "given_by": "SELF"}
    asked = call("WORKER", "post", one, body)
    assert (asked.status_code, faults(asked)) == (422, [("guardian_needed", "invalid")])
    told = call("WORKER", "post", one, body | {"guardian_needed": True})
    assert faults(told) == [("given_by", "invalid")]
    assert call("WORKER", "post", one, body | {"guardian_needed": False}).status_code == 201


def test_a_consent_is_given_and_withdrawn(call):
    one = f"{URL}/{call('WORKER', 'post', URL, BODY).json()['id']}"
    body = {"kind": "SERVICE", "given_by": "SELF"}
    made = call("WORKER", "post", f"{one}/consents", body)
    end = f"/api/v1/consents/{made.json()['id']}/withdraw"

    assert made.status_code == 201
    assert call("WORKER", "post", f"{one}/consents", body).status_code == 409
    assert call("BUREAU", "post", end, {"reason": "搬走"}).status_code == 403
    assert call("WORKER", "post", end).status_code == 422
    assert call("WORKER", "post", end, {"reason": "搬走"}).json()["ended_on"] == str(TODAY)
    assert call("WORKER", "post", end, {"reason": "搬走"}).status_code == 409
    assert len(call("WORKER", "get", one).json()["consents"]) == 1


def test_a_consent_says_until_when_it_holds_and_how_it_stands(call):
    one = f"{URL}/{call('WORKER', 'post', URL, BODY).json()['id']}"
    body = {"kind": "SENSITIVE_DATA", "given_by": "SELF", "valid_until": "2026-11-30"}
    made = call("WORKER", "post", f"{one}/consents", body).json()
    wrong = call("WORKER", "post", f"{one}/consents", body | {"valid_until": "2026-11-19"})
    picture = {"kind": "IMAGE", "given_by": "SELF", "valid_from": "2024-11-21"}
    call("WORKER", "post", f"{one}/consents", picture)
    service = call("WORKER", "post", f"{one}/consents", {"kind": "SERVICE", "given_by": "SELF"})
    assert (made["valid_until"], made["last_day"], made["state"]) == (
        "2026-11-30",
        "2026-11-30",
        "VALID",
    )
    assert faults(wrong) == [("valid_until", "invalid")]

    def stand():
        told = call("BUREAU", "get", one).json()
        rows = {row["kind"]: (row["last_day"], row["state"]) for row in told["consents"]}
        return rows, told["service_basis"], told["sensitive_basis"]

    rows, *bases = stand()
    assert rows["IMAGE"] == ("2026-11-21", "VALID")
    assert bases == ["CONSENT", "CONSENT"]
    with clock.frozen(date(2026, 12, 1)):
        rows, *bases = stand()
        assert rows == {
            "SENSITIVE_DATA": ("2026-11-30", "EXPIRED"),
            "IMAGE": ("2026-11-21", "EXPIRED"),
            "SERVICE": (None, "VALID"),
        }
        assert bases == ["CONSENT", "NONE"]
        warned = call("HEAD", "get", "/api/v1/alerts?kind=CONSENT_ENDS").json()
        assert sorted(row["since"] for row in warned["results"]) == ["2026-11-22", "2026-12-01"]
        end = f"/api/v1/consents/{service.json()['id']}/withdraw"
        assert call("WORKER", "post", end, {"reason": "搬走"}).json()["state"] == "WITHDRAWN"
        late = f"/api/v1/consents/{made['id']}/withdraw"
        refused = call("WORKER", "post", late, {"reason": "搬走", "on": "2026-12-01"})
        assert faults(refused) == [("on", "invalid")]


def test_a_day_of_birth_is_corrected(call):
    told = BODY | {"id_number": "", "born_on": "2014-03-09"}
    one = f"{URL}/{call('HEAD', 'post', URL, told).json()['id']}"
    body = {"name": "曾晓兰", "division_code": "510402001001"}

    assert (
        call("WORKER", "post", f"{one}/edit", body | {"born_on": "1950-03-02"}).status_code == 403
    )
    for wrong in ("2026-11-21", "?"):
        refused = call("HEAD", "post", f"{one}/edit", body | {"born_on": wrong})
        assert (refused.status_code, faults(refused)) == (422, [("born_on", "invalid")])
    for given in ({"born_on": "1950-03-02"}, {"born_on": None}, {}):
        assert call("HEAD", "post", f"{one}/edit", body | given).status_code == 200
        assert str(Beneficiary.objects.get().born_on) == "1950-03-02"
    assert call("WORKER", "get", one).json()["is_closed_to_caller"] is False


def test_a_closed_file_is_opened_again(call):
    made = call("WORKER", "post", URL, BODY).json()
    one = f"{URL}/{made['id']}"
    early = call("WORKER", "post", f"{one}/reopen", {"reason": "搬回"})
    assert (early.status_code, early.json()["code"]) == (409, "file_not_closed")
    call("WORKER", "post", f"{one}/close", {"reason": "MOVED", "on": str(TODAY)})
    known = call("WORKER", "post", URL, BODY).json()
    assert (known["code"], made["id"][:8] in known["detail"]) == ("known_person", True)

    for body in ({}, {"reason": ""}, {"reason": "电话13900001278"}):
        refused = call("WORKER", "post", f"{one}/reopen", body)
        assert refused.status_code == 422
        assert [field for field, _code in faults(refused)] == ["reason"]
    assert call("BUREAU", "post", f"{one}/reopen", {"reason": "搬回"}).status_code == 403
    again = call("WORKER", "post", f"{one}/reopen", {"reason": "搬回"})
    assert (again.status_code, again.json()["closed_on"]) == (200, None)


def test_a_guardians_notice_is_given_for_a_child_only(call):
    adult = f"{URL}/{call('HEAD', 'post', URL, BODY).json()['id']}"
    young = BODY | {"id_number": "", "born_on": "2014-03-09"}
    child = f"{URL}/{call('HEAD', 'post', URL, young).json()['id']}"
    body = {"answer": "REFUSED"}

    assert call("HEAD", "post", f"{adult}/guardian-notice", body).status_code == 409
    assert call("HEAD", "post", f"{child}/guardian-notice", {"answer": "?"}).status_code == 422
    told = call("HEAD", "post", f"{child}/guardian-notice", body).json()
    assert (told["guardian_notice_on"], told["guardian_answer"]) == (str(TODAY), "REFUSED")
    assert call("HEAD", "get", f"{URL}?group=NONE").status_code == 422
