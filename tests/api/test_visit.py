"""GET and PUT /api/v1/visits, POST /api/v1/visit-batches: one id is one visit, however often it
is sent, and with which others.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import Beneficiary, Visit
from stations.network.models import Station
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import an_opening, file_child
from tests.fixtures.network import make_network
from tests.fixtures.records import add_worker, file_person, noon, visit, works

VISITS, BATCHES = "/api/v1/visits", "/api/v1/visit-batches"
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
def person(network: dict[str, Station]) -> Beneficiary:
    return file_person(network["S001"], name="李秀英")


@pytest.fixture
def ask(member: Callable, api_client: Callable, network: object) -> Ask:
    """ask("WORKER", "put", path, body) -> the answer; the test stands in the county again."""
    clients: dict[tuple[str, str], Any] = {}

    def send(
        role: str, method: str, path: str, body: Any = None, code: str = CODE, **held: str
    ) -> Any:
        key = (role, code)
        if key not in clients:
            clients[key] = api_client(member(role, scope_code=code, **held))
        more = {"content_type": "application/json", "data": body} if body is not None else {}
        answer = getattr(clients[key], method)(path, **more)
        enter_county(COUNTY)
        return answer

    return send


def body_of(person: Beneficiary, **given: Any) -> dict[str, Any]:
    usual = {
        "beneficiary": str(person.uuid),
        "held_at": "2026-11-19T09:30:00+08:00",
        "place": "HOME",
        "result": "MET",
        "joint_work": False,
        "joint_with": [],
        "note": "精神尚好，药够半月。",
        "sections": {},
    }
    return usual | given


def address(uuid: UUID) -> str:
    return f"{VISITS}/{uuid}"


def test_a_visit_is_new_once_and_the_same_afterwards(ask: Ask, person: Beneficiary) -> None:
    uuid = uuid4()
    first = ask("WORKER", "put", address(uuid), body_of(person))
    again = ask("WORKER", "put", address(uuid), body_of(person))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json() == {
        "id": str(uuid),
        "beneficiary": {"id": str(person.uuid), "name": "李秀英"},
        "station": CODE,
        "visitor": None,
        "held_at": "2026-11-19T09:30:00+08:00",
        "received_on": "2026-11-20",
        "late": False,
        "place": "HOME",
        "result": "MET",
        "joint_work": False,
        "joint_with": [],
        "note": "精神尚好，药够半月。",
        "sections": {},
        "withdrawn_at": None,
    }
    assert first["Cache-Control"] == "no-store"
    assert Visit.objects.filter(uuid=uuid).count() == 1
    assert Entry.objects.filter(action="visit.record", object_uuid=uuid).count() == 1


def test_the_same_id_with_other_content_shows_both_and_changes_nothing(
    ask: Ask, person: Beneficiary
) -> None:
    uuid = uuid4()
    ask("WORKER", "put", address(uuid), body_of(person))
    refused = ask("HEAD", "put", address(uuid), body_of(person, note="另一部手机写的"))

    assert (refused.status_code, refused.json()["code"]) == (409, "differs")
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["stored"]["note"] == "精神尚好，药够半月。"
    assert refused.json()["sent"]["note"] == "另一部手机写的"
    assert Visit.objects.get(uuid=uuid).note == "精神尚好，药够半月。"


def test_an_id_of_another_station_is_not_found_and_not_told(
    ask: Ask, network: dict[str, Station], person: Beneficiary
) -> None:
    theirs = visit(file_person(network["S002"], name="赵别处"), date(2026, 5, 4), note="别站记录")
    refused = ask("WORKER", "put", address(theirs.uuid), body_of(person))
    unknown = ask("WORKER", "put", address(uuid4()), body_of(theirs.beneficiary))

    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert "别站" not in refused.content.decode()
    assert ask("WORKER", "get", address(theirs.uuid)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("beneficiary", "nobody", "invalid"),
        ("held_at", "yesterday", "invalid"),
        ("held_at", "2026-12-24T09:00:00+08:00", "invalid"),
        ("held_at", "1999-12-31T09:00:00+08:00", "invalid"),
        ("place", "ROOF", "invalid_choice"),
        ("result", "", "invalid_choice"),
        ("note", "字" * 4001, "max_length"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_written(
    ask: Ask, person: Beneficiary, field: str, value: str, code: str
) -> None:
    refused = ask("WORKER", "put", address(uuid4()), body_of(person, **{field: value}))

    assert refused.status_code == 422
    assert faults(refused) == [(field, code)]
    assert not Visit.objects.exists()


def test_a_clock_that_runs_minutes_ahead_is_the_same_afterwards(
    ask: Ask, person: Beneficiary
) -> None:
    uuid, sent = uuid4(), body_of(person, held_at="2026-11-20T12:10:00+08:00")
    refused = ask(
        "WORKER", "put", address(uuid4()), sent | {"held_at": "2026-11-20T12:11:00+08:00"}
    )

    assert (refused.status_code, faults(refused)) == (422, [("held_at", "invalid")])
    answers = [ask("WORKER", "put", address(uuid), sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    assert {each.json()["held_at"] for each in answers} == {sent["held_at"]}
    [found] = ask("WORKER", "post", BATCHES, batch((uuid, sent))).json()["results"]
    assert (found["status"], found["answer"]) == (200, answers[0].json())


@pytest.mark.parametrize(
    ("role", "code"), [("BUREAU", ""), ("HUB_STAFF", ""), ("TOWNSHIP", "510402001")]
)
def test_who_makes_no_visits_sends_none(
    ask: Ask, person: Beneficiary, role: str, code: str
) -> None:
    made = visit(person, date(2026, 5, 4))

    for uuid in (uuid4(), made.uuid):
        assert ask(role, "put", address(uuid), body_of(person), code).status_code == 403
    assert Visit.objects.count() == 1


def test_the_bureau_reads_masked_and_without_notes(ask: Ask, person: Beneficiary) -> None:
    made = visit(person, date(2026, 5, 4), note="家事")
    found = ask("BUREAU", "get", address(made.uuid), code="").json()

    assert (found["beneficiary"]["name"], found["note"]) == ("李**", "")
    assert ask("WORKER", "get", address(made.uuid)).json()["note"] == "家事"


def test_a_late_visit_is_marked_and_counts(ask: Ask, person: Beneficiary) -> None:
    uuids = uuid4(), uuid4()
    for uuid, day in zip(uuids, ("2026-10-21", "2026-10-20"), strict=True):
        sent = body_of(person, held_at=f"{day}T23:30:00+08:00")
        assert ask("WORKER", "put", address(uuid), sent).status_code == 201

    rows = ask("WORKER", "get", VISITS).json()["results"]
    assert [(row["id"], row["late"]) for row in rows] == [
        (str(uuids[0]), False),
        (str(uuids[1]), True),
    ]
    assert ask("WORKER", "get", address(uuids[1])).json()["late"] is True


def test_a_withdrawn_visit_leaves_the_list_and_stays_withdrawn(
    ask: Ask, person: Beneficiary
) -> None:
    """The same sent again is known and changes nothing, alone or in a batch."""
    uuid, sent = uuid4(), body_of(person)
    ask("WORKER", "put", address(uuid), sent)
    done = ask("WORKER", "post", f"{address(uuid)}/withdraw", {"reason": "登错了人"})
    stored = Visit.objects.get(uuid=uuid)

    assert (done.status_code, done["Cache-Control"]) == (200, "no-store")
    assert done.json()["withdrawn_at"]
    assert stored.withdrawn_reason == "登错了人"
    assert ask("WORKER", "get", address(uuid)).json() == done.json()
    again = ask("WORKER", "put", address(uuid), sent)
    plain = {key: done.json()[key] for key in again.json()}
    assert done.json().keys() - plain.keys() == {"staff", "corrections"}
    assert (again.status_code, again.json()) == (200, plain)
    other = ask("WORKER", "put", address(uuid), sent | {"note": "改过"})
    assert (other.status_code, other.json()["code"]) == (409, "differs")
    (result,) = ask("WORKER", "post", BATCHES, batch((uuid, sent))).json()["results"]
    assert (result["status"], result["answer"]) == (200, plain)
    assert ask("WORKER", "get", VISITS).json()["results"] == []
    kept = Visit.objects.get()
    assert (kept.withdrawn_at, kept.note) == (stored.withdrawn_at, stored.note)
    assert ask("WORKER", "post", f"{address(uuid)}/withdraw", {"reason": "再"}).status_code == 409


def test_who_withdraws_a_visit_and_why(
    ask: Ask, network: dict[str, Station], person: Beneficiary
) -> None:
    made = visit(person, date(2026, 5, 4))
    path, reason = f"{address(made.uuid)}/withdraw", {"reason": "登错了人"}

    assert ask("BUREAU", "post", path, reason, code="").status_code == 403
    assert ask("HUB_STAFF", "post", path, reason, code="").status_code == 404
    assert ask("WORKER", "post", path, reason, code=OTHER).status_code == 404
    for wrong in ({}, {"reason": " "}, {"reason": "长" * 201}):
        refused = ask("WORKER", "post", path, wrong)
        assert refused.status_code == 422
        assert [name for name, _code in faults(refused)] == ["reason"]
    assert Visit.objects.get().withdrawn_at is None
    assert ask("HEAD", "post", path, reason).status_code == 200


def test_the_list_by_place_and_days(
    ask: Ask, network: dict[str, Station], person: Beneficiary
) -> None:
    room = visit(file_person(network["R001"]), date(2026, 5, 4))
    late = visit(person, date(2026, 6, 30))
    visit(person, date(2026, 7, 1), withdrawn_at=clock.now())
    visit(file_person(network["S002"]), date(2026, 6, 1))

    def listed(query: str, role: str = "WORKER", code: str = CODE) -> list[str]:
        answer = ask(role, "get", f"{VISITS}?{query}", code=code)
        assert answer.status_code == 200
        return [row["id"] for row in answer.json()["results"]]

    assert listed("") == [str(late.uuid), str(room.uuid)]
    assert listed("from=2026-06-30&to=2026-06-30") == [str(late.uuid)]
    assert listed("to=2026-06-29") == [str(room.uuid)]
    assert listed(f"station={CODE}", "BUREAU", "") == [str(late.uuid), str(room.uuid)]
    assert len(listed("", "BUREAU", "")) == 3
    assert ask("WORKER", "get", f"{VISITS}?station={OTHER}").status_code == 404
    assert listed("", "HUB_STAFF", "") == []


@pytest.mark.parametrize("day", ["30.6.2026", "2026-02-30", "9999-12-31"])
def test_a_wrong_day_is_named(ask: Ask, day: str) -> None:
    refused = ask("WORKER", "get", f"{VISITS}?to={day}")

    assert refused.status_code == 422
    assert faults(refused) == [("to", "invalid")]


def test_the_list_asks_as_often_for_three_as_for_one(ask: Ask, person: Beneficiary) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            ask("WORKER", "get", VISITS)
        return len(asked)

    visit(person, date(2026, 5, 1))
    ask("WORKER", "get", VISITS)
    one = queries()
    for day in (2, 3):
        visit(file_person(person.station), date(2026, 5, day))

    assert queries() == one


def batch(*visits: tuple[Any, dict[str, Any]]) -> dict[str, Any]:
    return {"visits": [{"id": str(uuid), **sent} for uuid, sent in visits]}


def test_a_batch_answers_each_as_a_put_would(
    ask: Ask, network: dict[str, Station], person: Beneficiary
) -> None:
    known, uuid = uuid4(), uuid4()
    put = ask("WORKER", "put", address(known), body_of(person)).json()
    theirs = visit(file_person(network["S002"], name="赵别处"), date(2026, 5, 4), note="别站记录")
    sent = batch(
        (uuid, body_of(person)),
        (known, body_of(person)),
        (known, body_of(person, note="另一部手机写的")),
        (uuid4(), body_of(person, result="")),
        (theirs.uuid, body_of(person)),
        ("x", body_of(theirs.beneficiary)),
    )
    sent["visits"].append(7)
    answer = ask("WORKER", "post", BATCHES, sent)
    found = answer.json()["results"]

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert [each["status"] for each in found] == [201, 200, 409, 422, 404, 422, 422]
    assert found[0] == {"id": str(uuid), "status": 201, "answer": {**put, "id": str(uuid)}}
    assert found[1]["answer"] == put
    assert found[2]["answer"]["stored"]["note"] == "精神尚好，药够半月。"
    assert found[2]["answer"]["sent"]["note"] == "另一部手机写的"
    assert [error["field"] for error in found[3]["answer"]["errors"]] == ["result"]
    assert found[5]["answer"]["errors"][0]["field"] == "id"
    assert "别站" not in answer.content.decode()
    assert set(Visit.objects.values_list("uuid", flat=True)) == {known, uuid, theirs.uuid}


def test_a_batch_asks_as_often_for_three_as_for_one(ask: Ask, person: Beneficiary) -> None:
    def queries(visits: list[UUID]) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = ask("WORKER", "post", BATCHES, batch(*((each, sent) for each in visits)))
        assert answer.status_code == 200
        return len(asked)

    sent = body_of(person)
    ask("WORKER", "post", BATCHES, batch((uuid4(), sent)))
    one, three = [uuid4()], [uuid4() for _ in range(3)]

    assert queries(one) == queries(three)
    assert queries(one) == queries(three)  # the same again


@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_is_neither_empty_nor_too_long(ask: Ask, person: Beneficiary, count: int) -> None:
    sent = batch(*((uuid4(), body_of(person)) for _ in range(count)))
    refused = ask("WORKER", "post", BATCHES, sent)

    assert (refused.status_code, faults(refused)) == (422, [("visits", "invalid")])
    assert not Visit.objects.exists()


def test_who_makes_no_visits_sends_no_batch(ask: Ask, person: Beneficiary) -> None:
    assert ask("BUREAU", "post", BATCHES, batch((uuid4(), body_of(person))), "").status_code == 403


@pytest.fixture
def lost(
    network: dict[str, Station], member: Callable, api_client: Callable
) -> tuple[Any, Beneficiary]:
    """A worker's client, and a child whose file was open to them ten days ago."""
    user, child = member("WORKER", scope_code=CODE), file_child(network["S001"])
    opened = noon(date(2026, 11, 10))
    until = opened + timedelta(hours=24)
    an_opening(child, by_uuid=user.uuid, opened_at=opened, valid_until=until)
    return api_client(user), child


def test_a_visit_to_a_child_whose_file_has_closed_since_is_taken_in_and_nothing_told(
    lost: tuple[Any, Beneficiary],
) -> None:
    client, child = lost
    uuid, sent = uuid4(), body_of(child)

    def call(method: str, path: str, body: Any = None) -> Any:
        answer = getattr(client, method)(path, data=body, content_type="application/json")
        enter_county(COUNTY)
        return answer

    first, again = [call("put", address(uuid), sent) for _ in range(2)]
    [found] = call("post", BATCHES, batch((uuid, sent))).json()["results"]

    assert (first.status_code, again.status_code, found["status"]) == (201, 200, 200)
    assert first.json() == again.json() == found["answer"]
    assert first.json() == {
        **sent,
        "id": str(uuid),
        "beneficiary": {"id": sent["beneficiary"], "name": ""},
        "station": "",
        "visitor": None,
        "received_on": "2026-11-20",
        "late": False,
        "withdrawn_at": None,
    }
    Visit.objects.update(note="在校情况良好")
    refused = call("put", address(uuid), sent)
    [again] = call("post", BATCHES, batch((uuid, sent))).json()["results"]
    assert (refused.status_code, refused.json()["code"]) == (409, "differs")
    assert (refused.json()["sent"], "stored" in refused.json()) == (sent, False)
    assert again["status"] == 409
    assert again["answer"] | {"request_id": ""} == refused.json() | {"request_id": ""}
    assert client.get(address(uuid)).status_code == 404


def test_without_an_opening_of_ones_own_a_child_is_not_there(
    ask: Ask, lost: tuple[Any, Beneficiary]
) -> None:
    _client, child = lost

    assert ask("WORKER", "put", address(uuid4()), body_of(child)).status_code == 404
    sent = batch((uuid4(), body_of(child)))
    [found] = ask("WORKER", "post", BATCHES, sent).json()["results"]
    assert found["status"] == 404
    assert not Visit.objects.exists()


def test_a_visitor_of_the_place_is_named_or_nobody(
    ask: Ask,
    network: dict[str, Station],
    person: Beneficiary,
    member: Callable,
    api_client: Callable,
) -> None:
    user = member("WORKER", scope_code=CODE)
    client, own = api_client(user), add_worker("王小芳", user_uuid=user.uuid)
    colleague, stranger = add_worker("赵同事"), add_worker("钱他站")
    works(colleague, network["S001"])
    works(stranger, network["S002"])

    def put(path: str, **given: Any) -> Any:
        answer = client.put(path, data=body_of(person, **given), content_type="application/json")
        enter_county(COUNTY)
        return answer

    for given, went in (
        ({}, own),
        ({"staff": None}, None),
        ({"staff": str(colleague.uuid)}, colleague),
    ):
        made = put(f"{VISITS}/{uuid4()}", **given)
        visitor = made.json()["visitor"]
        assert (made.status_code, visitor and visitor["id"]) == (201, went and str(went.uuid))
    for wrong in (stranger.uuid, uuid4()):
        refused = put(f"{VISITS}/{uuid4()}", staff=str(wrong))
        assert (refused.status_code, faults(refused)[0][0]) == (422, "staff")
    assert Visit.objects.count() == 3

    one = f"{VISITS}/{uuid4()}"
    named = {"staff": str(colleague.uuid)}
    assert [put(one, **named).status_code for _ in range(2)] == [201, 200]
    assert put(one).status_code == 200  # names nobody: asks nothing
    differs = put(one, staff=None)
    assert (differs.status_code, differs.json()["stored"]["staff"]) == (409, str(colleague.uuid))
    assert Visit.objects.get(uuid=one.rpartition("/")[2]).staff == colleague


def test_visitors_of_many_visits_cost_no_more(ask: Ask, network: dict[str, Station]) -> None:
    colleague, counts = add_worker(), []
    works(colleague, network["S001"])
    for number in (1, 3, 1):
        sent = [
            {"id": str(uuid4()), **body_of(file_person(network["S001"]), staff=str(colleague.uuid))}
            for _ in range(number)
        ]
        with CaptureQueriesContext(connection) as seen:
            answer = ask("WORKER", "post", BATCHES, {"visits": sent})
        assert {each["status"] for each in answer.json()["results"]} == {201}
        counts.append(len(seen))
    assert counts[1] == counts[2]
