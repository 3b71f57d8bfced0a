"""POST .../void: what was entered by mistake, over the API."""

from datetime import date

import pytest

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import a_volume
from tests.fixtures.network import make_network
from tests.fixtures.records import a_case, agree, belongs, file_person, set_level

CODE, WHY = "510402-S001", {"reason": "登错了人"}
SINCE = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(county):
    return file_person(make_network(COUNTY)["S001"], name="李秀英")


@pytest.fixture
def call(person, member, api_client):
    """call("HEAD")("post", path, body) -> the answer; the test stands in the county again."""

    def make(role):
        client = api_client(member(role, scope_code=CODE))

        def send(method, path, body=None):
            answer = getattr(client, method)(
                f"/api/v1/{path}", data=body, content_type="application/json"
            )
            enter_county(COUNTY)
            return answer

        return send

    return make


def test_a_file_and_what_is_in_it(person, call):
    kind, level, consent = belongs(person, "disability"), set_level(person, 3, SINCE), agree(person)
    worker, head, one = call("WORKER"), call("HEAD"), f"beneficiaries/{person.uuid}"
    [shown] = worker("get", one).json()["levels"]
    assert shown == {
        "id": str(level.uuid),
        "level": 3,
        "valid_from": "2026-01-05",
        "valid_to": None,
    }

    assert worker("post", f"{one}/void", WHY).status_code == 403
    refused = head("post", f"{one}/void", WHY)
    assert (refused.status_code, refused.json()["code"]) == (409, "records_stand")
    assert [each["field"] for each in refused.json()["errors"]] == ["casework.consent"]
    assert worker("post", f"consents/{consent.uuid}/void", WHY).status_code == 200
    left = worker("post", f"{one}/kinds/{kind.uuid}/void", WHY).json()
    assert (left["categories"], left["consents"]) == ([], [])
    assert worker("post", f"{one}/levels/{level.uuid}/void", WHY).json()["levels"] == []
    for path in (f"kinds/{kind.uuid}", f"levels/{level.uuid}"):
        assert worker("post", f"{one}/{path}/void", WHY).status_code == 404
    assert head("post", f"{one}/void", {}).status_code == 422
    done = head("post", f"{one}/void", WHY)
    assert (done.status_code, bool(done.json()["withdrawn_at"])) == (200, True)
    assert head("get", one).json() == done.json()
    assert head("get", "beneficiaries").json()["results"] == []
    assert head("post", f"{one}/void", WHY).status_code == 404


def test_a_case(person, call):
    worker, case = call("WORKER"), a_case(person, SINCE)
    one = f"cases/{case.uuid}"
    assert worker("post", f"{one}/void", {"reason": " "}).status_code == 422
    done = worker("post", f"{one}/void", WHY)

    assert done.status_code == 200
    assert (bool(done.json()["withdrawn_at"]), done.json()["next"]) == (True, None)
    assert worker("get", one).json() == done.json()
    assert worker("get", "cases").json()["results"] == []
    assert worker("post", f"{one}/advance", {"to": "ASSESSMENT"}).status_code == 404


def test_a_closed_case_and_its_volume(person, call):
    worker, case = call("WORKER"), a_case(person, SINCE)
    volume = a_volume(case)
    refused = worker("post", f"cases/{case.uuid}/void", WHY)
    assert (refused.status_code, refused.json()["code"]) == (409, "records_stand")
    assert refused.json()["errors"][0]["field"] == "casework.archivevolume"
    [there] = worker("get", f"cases/{case.uuid}").json()["volumes"]
    assert (there["id"], there["withdrawn_at"]) == (str(volume.uuid), None)
    one = f"archive-volumes/{there['id']}/void"
    assert worker("post", one, {"reason": ""}).status_code == 422
    done = worker("post", one, WHY)
    assert (done.status_code, bool(done.json()["withdrawn_at"])) == (200, True)
    assert worker("post", one, WHY).status_code == 409
    shown = worker("post", f"cases/{case.uuid}/void", WHY)
    assert (shown.status_code, bool(shown.json()["volumes"][0]["withdrawn_at"])) == (200, True)
