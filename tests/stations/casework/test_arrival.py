"""A visit that a phone sends: new, the same again, other content, wrong, out of reach."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import Visit
from tests.conftest import DAY as TODAY
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person

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
        "note": "血压正常",
    } | given


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


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_at": "2026-11-21T09:30:00+08:00"}, "held_at"),
        ({"held_at": "gestern"}, "held_at"),
        ({"place": "MOON"}, "place"),
        ({"result": ""}, "result"),
        ({"beneficiary": "x"}, "beneficiary"),
        ({"note": "长" * 4001}, "note"),
        ({"photo": "x"}, "photo"),
    ],
)
def test_what_is_wrong_is_named(network, visitor, given, field):
    status, problem = put(
        visitor("HEAD", CODE), uuid4(), body(file_person(network["S001"]), **given)
    )

    assert (status, [error["field"] for error in problem["errors"]]) == (422, [field])
    assert not Visit.objects.exists()


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
