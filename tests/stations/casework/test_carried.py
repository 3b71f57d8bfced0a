"""Visits that a phone sends to a child whose file was open to its user when it took the list along,
and has closed since (X10): written down, never read.
"""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.audit.models import Entry
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.models import Beneficiary, FileOpening, Visit
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import an_opening, file_child
from tests.fixtures.records import plan_for
from tests.stations.casework.test_arrival import CODE, body, post, put
from tests.stations.conftest import Visitor

HELD = datetime(2026, 11, 19, 9, 30, tzinfo=ZONE)  # as body() says
BEFORE = HELD - timedelta(days=9)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def child(network):
    return file_child(network["R001"])


@pytest.fixture
def phone(member, county_client):
    """phone("WORKER", code) -> that person's browser, and their uuid."""

    def make(role="WORKER", code=CODE):
        user = member(role, scope_code=code)
        return Visitor(county_client(user)), user.uuid

    return make


def opened(child, by, at=BEFORE, hours=24, **given):
    until = at + timedelta(hours=hours)
    return an_opening(child, by_uuid=by, opened_at=at, valid_until=until, **given)


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (BEFORE, 24),
        (HELD - timedelta(days=15) + timedelta(seconds=1), 24),  # fetched in the last moment
        (HELD - timedelta(minutes=5), 1),
        (HELD + timedelta(seconds=40), 1),  # a visit is noted by the minute
        (HELD + timedelta(hours=8), 1),
    ],
)
@pytest.mark.parametrize(("role", "code"), [("WORKER", CODE), ("ROOM_STAFF", "510402-R001")])
def test_a_visit_is_taken_in_after_the_hours(child, phone, role, code, at, hours):
    worker, user = phone(role, code)
    opened(child, user, at, hours)
    uuid, sent = uuid4(), body(child)

    assert put(worker, uuid, sent) == (201, sent)
    assert put(worker, uuid, sent) == (200, sent)
    assert post(worker, [{"id": str(uuid), **sent}])[1] == [(str(uuid), 200, sent)]
    assert [(row.uuid, row.station_id) for row in Visit.objects.all()] == [(uuid, child.station_id)]
    assert Entry.objects.filter(object_uuid=uuid, actor_uuid=user).count() == 1
    assert not Beneficiary.objects.filter(pk=child.pk).exclude(responsible_uuid=None).exists()


def test_a_planned_visit_made_after_the_hours_is_the_same_when_sent_again(child, phone):
    worker, user = phone()
    opened(child, user)
    plan, sent = plan_for(child, HELD.date()), body(child)

    assert put(worker, plan.uuid, sent) == (201, sent)
    assert put(worker, plan.uuid, sent) == (200, sent)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "hours", "given"),
    [
        (HELD - timedelta(days=15), 24, {}),  # wiped by then
        (HELD.replace(day=20, hour=0, minute=0), 1, {}),
        (BEFORE, 24, {"by_uuid": uuid4()}),
        (BEFORE, 24, {"withdrawn_at": BEFORE}),
        (None, 0, {}),
    ],
)
def test_a_visit_is_refused_without_an_opening_of_ones_own_that_carried_it(
    child, phone, at, hours, given
):
    worker, user = phone()
    if at:
        an_opening(
            child,
            **{"by_uuid": user, "opened_at": at, "valid_until": at + timedelta(hours=hours)}
            | given,
        )
    refused = put(worker, uuid4(), body(child))
    together = post(worker, [{"id": str(uuid4()), **body(child)}])[1]

    assert (refused[0], refused[1]["detail"]) == (404, "没有此服务对象。")
    assert [(each[1], each[2]) for each in together] == [refused]
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [("WORKER", "510402-S002", 404), ("BUREAU", "", 403), ("SUPERVISOR", CODE, 403)],
)
def test_an_opening_widens_nobodys_scope(child, phone, role, code, status):
    other, user = phone(role, code)
    opened(child, user)

    assert put(other, uuid4(), body(child))[0] == status
    assert not Visit.objects.exists()


def test_an_opening_of_one_file_carries_no_other(network, child, phone):
    worker, user = phone()
    opened(child, user)
    other = file_child(network["S001"], name="周小满")
    sent = [{"id": str(uuid4()), **body(each)} for each in (other, child)]

    assert [each[1] for each in post(worker, sent)[1]] == [404, 201]


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ({"closed_on": HELD.date()}, 201),
        ({"closed_on": BEFORE.date()}, 404),
        ({"withdrawn_at": HELD}, 404),
    ],
)
def test_when_a_file_ended_is_not_told(child, phone, ended, status):
    worker, user = phone()
    opened(child, user)
    Beneficiary.objects.filter(pk=child.pk).update(**ended)
    found = put(worker, uuid4(), body(child))

    assert found[0] == status
    assert str(BEFORE.date()) not in json.dumps(found[1])


def test_what_is_wrong_with_the_visit_is_named(child, phone):
    worker, user = phone()
    opened(child, user)
    status, problem = put(worker, uuid4(), body(child, held_at="2026-11-20T12:11:00+08:00"))

    assert (status, [error["field"] for error in problem["errors"]]) == (422, ["held_at"])
    for far in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"):
        assert put(worker, uuid4(), body(child, held_at=far))[0] == 404


@pytest.fixture
def lost(child, phone):
    """The phone, its user and the uuid of a visit stored within the hours; the answer was lost."""
    worker, user = phone()
    uuid = uuid4()
    opened(child, user)
    with clock.frozen(HELD - timedelta(days=8, hours=12)):
        held = {"held_at": (HELD - timedelta(days=9)).isoformat()}
        assert put(worker, uuid, body(child, **held))[0] == 201
    return worker, user, uuid, body(child, **held)


def test_a_visit_stored_within_the_hours_is_the_same_after_them(lost):
    worker, _user, uuid, sent = lost

    assert put(worker, uuid, sent) == (200, sent)
    assert post(worker, [{"id": str(uuid), **sent}])[1] == [(str(uuid), 200, sent)]
    assert Visit.objects.count() == 1


def test_a_stored_visit_that_differs_is_not_shown(lost):
    worker, _user, uuid, sent = lost
    Visit.objects.update(note="在校情况良好")
    status, problem = put(worker, uuid, sent)
    [(_id, together, answer)] = post(worker, [{"id": str(uuid), **sent}])[1]

    assert (status, problem["code"], problem["sent"]) == (409, "differs", sent)
    assert (together, answer) == (status, problem)
    assert "stored" not in problem
    assert "在校" not in json.dumps(problem, ensure_ascii=False)


def test_a_stored_visit_is_compared_for_its_own_sender_only(child, phone, lost):
    _worker, _user, uuid, sent = lost
    other, user = phone()
    opened(child, user)

    assert put(other, uuid, sent)[0] == 404
    assert [each[1] for each in post(other, [{"id": str(uuid), **sent}])[1]] == [404]
    assert put(other, uuid4(), sent)[0] == 201


@pytest.mark.parametrize("change", ["withdrawn", "none", "later", "another"])
def test_a_stored_visit_is_not_there_without_the_opening(lost, change):
    worker, _user, uuid, sent = lost
    openings = FileOpening.objects.all()
    if change == "none":
        openings.delete()
    else:
        later = {"opened_at": HELD, "valid_until": HELD + timedelta(hours=1)}
        given = {"withdrawn": {"withdrawn_at": HELD}, "another": {"by_uuid": UUID(int=1)}}
        openings.update(**given.get(change, later))

    assert put(worker, uuid, sent)[0] == 404
    assert [each[1] for each in post(worker, [{"id": str(uuid), **sent}])[1]] == [404]


def test_what_was_received_stays_received_after_the_child_s_file_ended(lost):
    worker, _user, uuid, sent = lost
    Beneficiary.objects.update(closed_on=BEFORE.date() - timedelta(days=9), withdrawn_at=HELD)

    assert put(worker, uuid, sent) == (200, sent)


def test_as_many_queries_for_three_children_as_for_one(network, child, phone):
    worker, user = phone()
    children = [child, *(file_child(network["S001"]) for _ in range(2))]
    for each in children:
        opened(each, user)
        opened(each, user, BEFORE - timedelta(days=1))

    def queries(visits, status):
        with CaptureQueriesContext(connection) as asked:
            assert [each[1] for each in post(worker, visits)[1]] == [status] * len(visits)
        return len(asked)

    sent = [{"id": str(uuid4()), **body(each)} for each in children]
    one = [{"id": str(uuid4()), **body(child)}]
    post(worker, [{"id": str(uuid4()), **body(child)}])
    assert queries(one, 201) == queries(sent, 201)
    assert queries(one, 200) == queries(sent, 200)
    changed = [[{**each, "note": "别的"} for each in visits] for visits in (one, sent)]
    assert queries(changed[0], 409) == queries(changed[1], 409)
