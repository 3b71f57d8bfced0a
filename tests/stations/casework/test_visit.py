"""Visits."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import (
    complete_visit,
    move_person,
    plan_visit,
    put_visit,
    raise_need,
    record_visit,
)
from stations.casework.domain.bulk import bulk_insert_visits
from stations.casework.forms import SentVisitForm, VisitForm
from stations.casework.models import Visit
from stations.casework.sections import unpack
from stations.network.queries.figures import Unit, figures
from tests.fixtures.records import file_person, live_together

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=ZONE)
AT = NOW - timedelta(hours=3)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def person(network):
    return file_person(network["R001"])


def test_a_visit_by_the_room(network, actor, person, done):
    visit = record_visit(
        actor=actor("ROOM_STAFF"), beneficiary=person, held_at=AT, result="REFUSED", note="改日再来"
    )

    assert (visit.station, visit.received_at, visit.place) == (network["R001"], NOW, "HOME")
    assert done() == ["visit.record"]


def test_a_planned_visit_is_received_when_done(network, actor, person, done):
    with clock.frozen(NOW - timedelta(days=9)):
        visit = plan_visit(actor=actor("WORKER"), beneficiary=person, planned_on=TODAY)
    complete_visit(actor=actor("WORKER"), visit=visit, held_at=AT, result="MET", note="一切安好")

    visit.refresh_from_db()
    assert (visit.held_at, visit.result, visit.received_at) == (AT, "MET", NOW)
    with pytest.raises(Conflict):
        complete_visit(actor=actor("WORKER"), visit=visit, held_at=AT, result="MET")
    assert done() == ["visit.plan", "visit.complete"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("held_at", {"held_at": NOW + timedelta(minutes=10, seconds=1)}),
        ("result", {"result": ""}),
        ("result", {"result": "PERHAPS"}),
        ("place", {"place": "MOON"}),
    ],
)
def test_a_wrong_visit_is_named(network, actor, person, field, given):
    with pytest.raises(Invalid) as refused:
        record_visit(
            actor=actor("WORKER"),
            beneficiary=person,
            **({"held_at": AT, "result": "MET"} | given),
        )

    assert [error.field for error in refused.value.errors] == [field]
    assert Visit.objects.count() == 0


def test_a_clock_that_runs_minutes_ahead_is_taken_at_its_word(network, actor, person):
    ahead = NOW + timedelta(minutes=10)
    made = record_visit(actor=actor("WORKER"), beneficiary=person, held_at=ahead, result="MET")

    assert (made.held_at, made.received_at) == (ahead, NOW)


@pytest.mark.parametrize(
    "role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY", "AUDITOR"]
)
def test_others_write_neither_visits_nor_needs(network, actor, person, role):
    with pytest.raises(Forbidden):
        record_visit(actor=actor(role), beneficiary=person, held_at=AT, result="MET")
    with pytest.raises(Forbidden):
        raise_need(
            actor=actor(role), beneficiary=person, kind="WORK", summary="找工作", raised_on=TODAY
        )


def test_another_stations_person_is_out_of_reach(network, actor):
    stranger = file_person(network["S002"])
    for role in ("HEAD", "WORKER", "ROOM_STAFF"):
        with pytest.raises(Forbidden):
            record_visit(actor=actor(role), beneficiary=stranger, held_at=AT, result="MET")


def test_a_visit_asks_for_six_fields_at_most():
    page, phone = VisitForm(persons=[], staff=[]), SentVisitForm()
    asked = [
        {name for name, field in form.fields.items() if field.required} for form in (page, phone)
    ]

    assert asked == [
        {"person", "held_at", "place", "result"},
        {"beneficiary", "held_at", "place", "result"},
    ]


def test_a_past_visit_stays_with_the_household_of_its_day(network, actor):
    """N04: household-times of the past do not move with the person, also when told late."""
    station, worker = network["S001"], actor("WORKER")
    first, second = file_person(station), file_person(station)
    old, new = live_together(station, first), live_together(station, second)
    visited = {"actor": worker, "held_at": AT, "result": "MET"}
    record_visit(beneficiary=first, **visited)
    record_visit(beneficiary=second, **visited)
    with clock.frozen(AT - timedelta(days=2)):
        planned = plan_visit(actor=worker, beneficiary=second, planned_on=TODAY)

    move_person(actor=worker, beneficiary=first, household=new)
    first.refresh_from_db()
    record_visit(beneficiary=first, **visited)
    complete_visit(actor=worker, visit=planned, held_at=AT, result="MET")
    yesterday = AT - timedelta(days=1)
    record_visit(beneficiary=first, actor=worker, held_at=yesterday, result="MET")

    homes = Visit.objects.order_by("pk").values_list("household", flat=True)
    assert list(homes) == [old.pk, new.pk, new.pk, new.pk, old.pk]
    counted = {each.key: each.quantity for each in figures(station, TODAY.year)}
    assert counted["household_visits"] == Unit.HOUSEHOLD_TIME.of(3)
    assert counted["visits"] == Unit.PERSON_TIME.of(5)


def test_visits_entered_together_take_the_household_of_the_person(network, actor):
    person = file_person(network["S001"])
    home = live_together(network["S001"], person)
    sent = {"held_at": AT, "place": "HOME", "result": "MET", "joint_with": [], "note": ""}
    put_visit(actor=actor("WORKER"), uuid=uuid4(), beneficiary=person.uuid, **sent)
    row = {"beneficiary_id": person.pk, "station_id": person.station_id, "received_at": NOW}
    bulk_insert_visits([row | {"held_at": AT, "result": "MET"}])

    assert set(Visit.objects.values_list("household", flat=True)) == {home.pk}


def test_the_sections_of_a_note_are_optional_and_shown_below_the_six_fields(network, visitor):
    """Z12: on the page folded, kept encrypted, read with the file."""
    person = file_person(network["S001"])
    who, address = visitor("WORKER", "510402-S001"), "/casework/510402-S001/visits/new/"
    form = who.get(address).content.decode()
    places = [form.index(each) for each in ('name="note"', "更多探访内容", 'name="living_state"')]
    assert places == sorted(places)
    filled = {
        "person": person.uuid,
        "held_at": "2026-11-20T12:00",
        "place": "HOME",
        "result": "MET",
        "potential": "会吹笛子",
    }
    assert who.post(address, filled).status_code == 302
    assert who.post(address, filled | {"potential": "长" * 2001}).status_code == 422

    assert unpack(Visit.objects.get().sections) == {"potential": "会吹笛子"}
    page = who.get(f"/casework/510402-S001/persons/{person.uuid}/").content.decode()
    assert "会吹笛子" in page
