"""Visits."""

from datetime import datetime, timedelta

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import (
    complete_visit,
    plan_visit,
    raise_need,
    record_visit,
)
from stations.casework.forms import SentVisitForm, VisitForm
from stations.casework.models import Visit
from tests.fixtures.records import file_person

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
        ("held_at", {"held_at": NOW + timedelta(minutes=1)}),
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
