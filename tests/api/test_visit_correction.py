"""PATCH /api/v1/visits/{id}: a visit is put right for a reason, on the version that was read."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import Visit
from stations.network.models import Station
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.fixtures.records import add_worker, file_person, visit, works

CODE, OTHER = "510402-S001", "510402-S002"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def network(county: object) -> dict[str, Station]:
    return make_network(COUNTY)


@pytest.fixture
def made(network: dict[str, Station]) -> Visit:
    return visit(file_person(network["S001"], name="李秀英"), date(2026, 11, 4), note="药够半月")


@pytest.fixture
def ask(member: Callable, api_client: Callable, network: object) -> Ask:
    """ask("WORKER", visit, body, etag) -> the answer; a GET without a body."""

    def send(
        role: str, made: Visit, body: Any = None, etag: str = "", code: str = CODE, **held: str
    ) -> Any:
        client, path = api_client(member(role, scope_code=code, **held)), address(made)
        if body is None:
            answer = client.get(path)
        else:
            headers = {"If-Match": etag} if etag else {}
            answer = client.patch(path, data=body, content_type="application/json", headers=headers)
        enter_county(COUNTY)
        return answer

    return send


def address(made: Visit) -> str:
    return f"/api/v1/visits/{made.uuid}"


def test_a_visit_is_put_right_on_the_version_that_was_read(
    ask: Ask, network: dict[str, Station], made: Visit
) -> None:
    worker = add_worker("王小芳")
    works(worker, network["S001"])
    read = ask("WORKER", made)
    body = {
        "reason": "与纸质记录核对",
        "note": "药够一月",
        "staff": str(worker.uuid),
        "joint_with": ["PURCHASER", "VOLUNTEER"],
        "sections": {"potential": "会吹笛子"},
    }
    done = ask("WORKER", made, body, read["ETag"])
    again = ask("HEAD", made, body | {"note": "又改"}, read["ETag"])

    assert (read.status_code, read.json()["corrections"]) == (200, [])
    assert (done.status_code, again.status_code) == (200, 412)
    assert done["ETag"] != read["ETag"]
    found = done.json()
    assert (found["note"], found["staff"]) == ("药够一月", str(worker.uuid))
    assert (found["joint_with"], found["joint_work"]) == (["VOLUNTEER", "PURCHASER"], True)
    assert found["held_at"] == read.json()["held_at"]
    [kept] = found["corrections"]
    assert (kept["note"], kept["sections"], kept["joint_with"]) == ("药够半月", {}, [])
    assert (kept["reason"], kept["late"]) == ("与纸质记录核对", False)
    assert kept["received_on"] == read.json()["received_on"]
    assert ask("WORKER", made).json() == found
    masked = ask("BUREAU", made, code="").json()["corrections"][0]
    assert (masked["note"], masked["reason"], masked["place"]) == ("", "", "HOME")


def test_without_the_version_nothing_is_put_right(ask: Ask, made: Visit) -> None:
    assert ask("WORKER", made, {"reason": "核对", "note": "改"}).status_code == 428
    assert Visit.objects.get().note == "药够半月"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"note": "改"}, "reason"),
        ({"note": "改", "reason": " "}, "reason"),
        ({"reason": "核对", "held_at": "2027-01-01T09:00:00+08:00"}, "held_at"),
        ({"reason": "核对", "result": ""}, "result"),
        ({"reason": "核对", "joint_with": ["MOON"]}, "joint_with.0"),
        ({"reason": "核对", "sections": {"mood": "x"}}, "mood"),
        ({"reason": "核对", "staff": str(uuid4())}, "staff"),
    ],
)
def test_a_wrong_value_is_named(ask: Ask, made: Visit, body: dict, field: str) -> None:
    refused = ask("WORKER", made, body, "*")

    assert refused.status_code == 422
    assert [name for name, _code in faults(refused)] == [field]
    assert Visit.objects.get().note == "药够半月"


def test_the_visitor_is_a_worker_of_the_place(
    ask: Ask, network: dict[str, Station], made: Visit
) -> None:
    stranger, gone, room = (add_worker() for _ in range(3))
    works(stranger, network["S002"])
    works(gone, network["S001"], until=date(2022, 1, 1))
    works(room, network["R001"])
    for other in (stranger, gone):
        refused = ask("WORKER", made, {"reason": "核对", "staff": str(other.uuid)}, "*")
        assert (refused.status_code, faults(refused)[0][0]) == (422, "staff")
    done = ask("WORKER", made, {"reason": "核对", "staff": str(room.uuid)}, "*")
    assert (done.status_code, done.json()["staff"]) == (200, str(room.uuid))
    Visit.objects.update(staff=stranger)  # who stands is not asked again
    again = {"reason": "核对", "staff": str(stranger.uuid), "note": "再核对"}
    assert ask("WORKER", made, again, "*").status_code == 200


def test_nothing_to_put_right(ask: Ask, made: Visit) -> None:
    refused = ask("WORKER", made, {"reason": "核对", "note": "药够半月"}, "*")

    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_changed")


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [("BUREAU", "", 403), ("HUB_STAFF", "", 404), ("WORKER", OTHER, 404), ("HEAD", CODE, 200)],
)
def test_who_puts_a_visit_right(ask: Ask, made: Visit, role: str, code: str, status: int) -> None:
    body = {"reason": "核对", "note": "改"}
    assert ask(role, made, body, "*", code=code).status_code == status
