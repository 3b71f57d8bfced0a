"""Visits that a phone sends: new, the same again, other content, wrong, out of reach; alone and
several together.
"""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.access.models import Membership
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.jobs.models import Job
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import Beneficiary, Visit
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_worker, file_person, noon
from tests.stations.conftest import Visitor

CODE, ROOM = "510402-S001", "510402-R001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def body(person, **given):
    return {
        "beneficiary": str(person.uuid),
        "held_at": "2026-11-19T09:30:00+08:00",
        "place": "HOME",
        "result": "MET",
        "joint_work": False,
        "joint_with": [],
        "note": "血压正常",
        "sections": {},
    } | given


def post(visitor, visits):
    """The status, and (id, status, answer) of each visit or the problem of the whole."""
    address = reverse("casework:home-visits-batch", urlconf="config.urls_county")
    text = visits if isinstance(visits, str) else json.dumps({"visits": visits})
    answer = visitor.client.post(address, text, content_type="application/json")
    enter_county(COUNTY)
    found = json.loads(answer.content)
    results = found.get("results", [])
    return answer.status_code, [tuple(each.values()) for each in results] or found


def put(visitor, uuid, sent):
    address = reverse("casework:home-visits-arrive", args=[uuid], urlconf="config.urls_county")
    text = sent if isinstance(sent, str) else json.dumps(sent)
    answer = visitor.client.put(address, text, content_type="application/json")
    enter_county(COUNTY)
    return answer.status_code, json.loads(answer.content)


def test_new_the_same_again_and_other_content(network, visitor):
    head, uuid, sent = visitor("HEAD", CODE), uuid4(), body(file_person(network["R001"]))
    before = Entry.objects.count()

    assert put(head, uuid, sent) == (201, sent)
    assert put(head, uuid, sent | {"held_at": "2026-11-19T01:30:00Z"}) == (200, sent)
    status, problem = put(head, uuid, sent | {"note": "别的"})
    assert (status, problem["code"]) == (409, "differs")
    assert (problem["stored"]["note"], problem["sent"]["note"]) == ("血压正常", "别的")
    assert [(row.uuid, row.note) for row in Visit.objects.all()] == [(uuid, "血压正常")]
    assert Entry.objects.count() == before + 1


def test_the_sender_s_worker_made_the_visit(network, county_client, member):
    person, user = file_person(network["S001"]), member("WORKER", scope_code=CODE)
    phone = Visitor(county_client(user))
    worker = add_worker("王小芳", user_uuid=user.uuid, joined_on=date(2026, 11, 19))

    early = body(person, held_at="2026-11-18T09:30:00+08:00")
    for uuid, sent in ((uuid4(), body(person)), (uuid4(), early)):
        assert put(phone, uuid, sent)[0] == 201
    assert [each.staff for each in Visit.objects.order_by("held_at")] == [None, worker]


def test_a_withdrawn_visit_sent_again_stays_withdrawn(network, visitor, actor):
    head, uuid, sent = visitor("HEAD", CODE), uuid4(), body(file_person(network["S001"]))
    put(head, uuid, sent)
    withdraw(actor=actor("HEAD"), entry=Visit.objects.get(), reason="登错人")

    assert put(head, uuid, sent) == (200, sent)
    assert post(head, [{"id": str(uuid), **sent}]) == (200, [(str(uuid), 200, sent)])
    assert put(head, uuid, sent | {"note": "别的"})[0] == 409
    kept = Visit.objects.get()
    assert (kept.withdrawn_reason, kept.note) == ("登错人", "血压正常")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_at": "2026-11-21T09:30:00+08:00"}, "held_at"),
        ({"held_at": "0001-01-01T00:00:00+08:00"}, "held_at"),
        ({"held_at": "gestern"}, "held_at"),
        ({"place": "MOON"}, "place"),
        ({"result": ""}, "result"),
        ({"beneficiary": "x"}, "beneficiary"),
        ({"note": "长" * 4001}, "note"),
        ({"photo": "x"}, "photo"),
        ({"held_at": 5}, "held_at"),
        ({"note": "好\ud83d"}, "note"),
        ({"sections": {"potential": "好\ud83d"}}, "sections"),
    ],
)
def test_what_is_wrong_is_named(network, visitor, given, field):
    status, problem = put(
        visitor("HEAD", CODE), uuid4(), body(file_person(network["S001"]), **given)
    )

    assert (status, [error["field"] for error in problem["errors"]]) == (422, [field])
    assert not Visit.objects.exists()


def test_a_clock_that_runs_minutes_ahead_sends_the_same_again(network, visitor):
    head, person = visitor("HEAD", CODE), file_person(network["S001"])
    known, late = uuid4(), uuid4()
    sent = body(person, held_at="2026-11-20T12:10:00+08:00")
    further = body(person, held_at="2026-11-20T12:11:00+08:00")

    assert put(head, known, sent) == (201, sent)
    assert put(head, known, sent) == (200, sent)
    assert put(head, late, further)[0] == 422
    both = [{"id": str(known), **sent}, {"id": str(late), **further}]
    assert [each[1] for each in post(head, both)[1]] == [200, 422]
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert [each[1] for each in post(head, both)[1]] == [200, 201]
        assert put(head, late, further) == (200, further)
    assert put(head, known, sent | {"held_at": "2026-11-20T12:09:00+08:00"})[0] == 409
    assert Visit.objects.count() == 2


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_what_is_no_object_is_refused(network, visitor, text):
    assert put(visitor("HEAD", CODE), uuid4(), text)[0] == 422


def test_other_stations_persons_and_visits_are_not_there(network, visitor):
    uuid, sent = uuid4(), body(file_person(network["S001"]))

    assert put(visitor("ROOM_STAFF", ROOM), uuid, sent)[0] == 404
    assert put(visitor("HEAD", CODE), uuid, sent)[0] == 201
    assert put(visitor("HEAD", "510402-S002"), uuid, sent)[0] == 404
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("role", ["BUREAU", "TOWNSHIP", "AGENCY"])
def test_others_send_none(network, visitor, role):
    assert put(visitor(role), uuid4(), body(file_person(network["S001"])))[0] == 403


def test_each_visit_sent_together_has_its_answer_and_none_stops_another(network, visitor):
    head = visitor("HEAD", CODE)
    person = file_person(network["R001"])
    known, theirs = uuid4(), uuid4()
    put(head, known, body(person))
    put(visitor("HEAD", "510402-S002"), theirs, body(file_person(network["S002"])))
    before = Entry.objects.count()
    new, later = uuid4(), uuid4()
    status, found = post(
        head,
        [
            {"id": str(new), **body(person, note="新")},
            {"id": str(known), **body(person)},
            {"id": str(known), **body(person, note="别的")},
            {"id": str(uuid4()), **body(person, place="MOON")},
            {"id": str(uuid4()), **body(file_person(network["S002"]))},
            {"id": str(theirs), **body(person)},
            {"id": "x", **body(person)},
            "nothing",
            {"id": str(uuid4()), **body(person, held_at="2026-11-21T09:30:00+08:00")},
            {"id": str(later), **body(person, note="后")},
            {"id": str(later), **body(person, note="后")},
            {"id": str(later), **body(person, note="再后")},
        ],
    )

    assert status == 200
    assert [each[1] for each in found] == [
        201, 200, 409, 422, 404, 404, 422, 422, 422, 201, 200, 409,
    ]  # fmt: skip
    assert [each[0] for each in found[:2]] == [str(new), str(known)]
    assert found[0][2] == body(person, note="新")
    assert found[1][2] == body(person)
    assert (found[2][2]["stored"]["note"], found[2][2]["sent"]["note"]) == ("血压正常", "别的")
    assert [error["field"] for error in found[3][2]["errors"]] == ["place"]
    assert set(Visit.objects.values_list("uuid", flat=True)) == {known, theirs, new, later}
    assert Visit.objects.get(uuid=later).note == "后"
    assert Entry.objects.count() == before + 2


def test_an_outbox_sent_again_whole_or_in_parts_stores_each_once(network, visitor):
    head, worker = visitor("HEAD", CODE), visitor("WORKER", CODE)
    person = file_person(network["S001"])
    visits = [{"id": str(uuid4()), **body(person, note=f"第{n}户")} for n in range(4)]
    before = Entry.objects.count()

    assert [each[1] for each in post(head, visits[:3])[1]] == [201] * 3
    assert [each[1] for each in post(worker, visits[::-1])[1]] == [201, 200, 200, 200]
    assert put(head, UUID(visits[0]["id"]), body(person, note="第0户"))[0] == 200
    notes = Visit.objects.order_by("note").values_list("note", flat=True)
    assert sorted(notes) == [f"第{n}户" for n in range(4)]
    assert Entry.objects.count() == before + 4


def test_the_chain_holds_one_entry_a_new_visit_in_the_order_sent(network, visitor):
    head, person = visitor("HEAD", CODE), file_person(network["S001"])
    uuids = [uuid4() for _ in range(5)]
    before = Entry.objects.count()
    post(head, [{"id": str(uuid), **body(person)} for uuid in uuids])
    made = list(Entry.objects.order_by("seq"))[before:]

    assert [each.object_uuid for each in made] == uuids
    assert {each.action for each in made} == {"visit.record"}
    assert [each.previous for each in made[1:]] == [each.digest for each in made[:-1]]
    assert list(find_breaks()) == []
    assert Job.objects.count() == 1


def test_what_was_received_stays_received_after_the_file_was_closed(network, visitor):
    head, person, uuid = visitor("HEAD", CODE), file_person(network["S001"]), uuid4()
    put(head, uuid, body(person))
    person.closed_on = TODAY.replace(day=1)
    person.save()
    found = post(head, [{"id": str(each), **body(person)} for each in (uuid, uuid4())])[1]

    assert [each[1] for each in found] == [200, 422]


@pytest.mark.parametrize(
    ("became", "status", "code"),
    [
        ({"closed_on": date(2026, 11, 1)}, 422, "invalid"),
        ({"withdrawn_at": noon(date(2026, 11, 1))}, 409, "wrong_state"),
        ({"erased_at": noon(date(2026, 11, 1))}, 409, "erased"),
        ({"service_stopped_on": date(2026, 11, 1)}, 409, "service_stopped"),
        ("elsewhere", 404, "not_found"),
    ],
)
def test_what_became_of_the_person_meanwhile_is_said_in_words(
    network, visitor, became, status, code
):
    """Nothing is lost: the phone keeps what is refused, and what was received stays received."""
    head, person, uuid = visitor("HEAD", CODE), file_person(network["S001"]), uuid4()
    put(head, uuid, body(person))
    values = {"station": network["S002"]} if became == "elsewhere" else became
    Beneficiary.objects.filter(pk=person.pk).update(**values)
    other = file_person(network["S001"])
    visits = [(uuid4(), person), (uuid4(), other)]
    refused, taken = post(head, [{"id": str(each), **body(who)} for each, who in visits])[1]

    assert (refused[1], refused[2]["code"], taken[1]) == (status, code, 201)
    assert refused[2]["detail"]
    assert put(head, visits[0][0], body(person)) == (refused[1], refused[2])
    assert put(head, uuid, body(person))[0] == 200
    assert set(Visit.objects.values_list("uuid", flat=True)) == {uuid, visits[1][0]}


def test_who_has_lost_the_place_meanwhile_sends_nothing_and_is_told(network, county_client, member):
    user, person = member("WORKER", scope_code=CODE), file_person(network["S001"])
    phone, sent = Visitor(county_client(user)), body(person)
    Membership.objects.filter(user_uuid=user.uuid).update(scope_code="510402-S002")

    assert put(phone, uuid4(), sent)[0] == 404
    Membership.objects.filter(user_uuid=user.uuid).update(scope_code=CODE)
    assert put(phone, uuid4(), sent)[0] == 201


def test_as_many_queries_for_three_as_for_one(network, visitor):
    head, person = visitor("HEAD", CODE), file_person(network["S001"])

    def queries(visits):
        with CaptureQueriesContext(connection) as asked:
            assert post(head, visits)[0] == 200
        return len(asked)

    def fresh(count, **given):
        return [{"id": str(uuid4()), **body(person, **given)} for _ in range(count)]

    post(head, fresh(1))
    one, three = fresh(1), fresh(3)
    assert queries(one) == queries(three)
    assert queries(one) == queries(three)  # the same again
    changed = [[{**each, "note": "别的"} for each in visits] for visits in (one, three)]
    assert queries(changed[0]) == queries(changed[1])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"visits": {}}', '{"visits": []}'])
def test_what_is_no_list_of_visits_is_refused(network, visitor, text):
    assert post(visitor("HEAD", CODE), text)[0] == 422


def test_no_more_than_so_many_together(network, visitor):
    person = file_person(network["S001"])
    visits = [{"id": str(uuid4()), **body(person)} for _ in range(51)]
    head = visitor("HEAD", CODE)

    status, problem = post(head, visits)
    assert (status, problem["errors"][0]["allowed"]) == (422, "1-50")
    assert not Visit.objects.exists()
    assert post(head, visits[:50])[0] == 200
    assert Visit.objects.count() == 50


@pytest.mark.parametrize("role", ["BUREAU", "TOWNSHIP", "AGENCY"])
def test_others_send_no_batch(network, visitor, role):
    visits = [{"id": str(uuid4()), **body(file_person(network["S001"]))}]
    assert post(visitor(role), visits)[0] == 403


def test_the_sections_of_a_phones_note_are_content_like_any_other(network, visitor):
    head, uuid = visitor("HEAD", CODE), uuid4()
    sent = body(file_person(network["R001"]), sections={"mutual_help": "愿教邻居用手机"})

    assert put(head, uuid, sent) == (201, sent)
    assert put(head, uuid, sent)[0] == 200
    status, problem = put(head, uuid, sent | {"sections": {}})
    assert (status, problem["stored"]["sections"]) == (409, sent["sections"])
    wrong = [{"sections": {"mood": "x"}}, {"sections": "x"}, {"sections": {"potential": ["a"]}}]
    status, results = post(head, [sent | each | {"id": str(uuid4())} for each in wrong])
    assert [each[1] for each in results] == [422, 422, 422]
    assert results[0][2]["errors"][0]["field"] == "mood"
