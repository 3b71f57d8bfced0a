"""Supervision sessions and volunteers."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import (
    record_session,
    record_step,
    register_volunteer,
)
from stations.people.models import SupervisionSession, Volunteer
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, works

DAY = date(2023, 5, 4)
ID_NUMBER = "510402199902300009"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_the_supervisor_writes_sessions_of_the_assigned_station(network, actor, done):
    staff = add_worker()
    works(staff, network["S001"])
    given = {
        "staff": staff,
        "kind": "SUPPORTIVE",
        "mode": "GROUP",
        "site": "ON_SITE",
        "supervisor_name": "督导甲",
    }
    record_session(actor=actor("SUPERVISOR"), station=network["S001"], held_on=DAY, **given)

    assert SupervisionSession.objects.get().kind == "SUPPORTIVE"
    with pytest.raises(Forbidden):
        record_session(actor=actor("SUPERVISOR"), station=network["S002"], held_on=DAY, **given)
    with pytest.raises(Forbidden):
        record_session(actor=actor("WORKER"), station=network["S001"], held_on=DAY, **given)
    with pytest.raises(Invalid) as refused:
        record_session(
            actor=actor("HEAD"),
            station=network["S001"],
            held_on=DAY,
            **(given | {"kind": "TALK", "mode": "", "supervisor_name": " "}),
        )
    assert {error.field for error in refused.value.errors} == {"kind", "mode", "supervisor_name"}
    assert done() == ["supervision.record"]


def test_registering_a_volunteer_is_the_first_step(network, actor, done):
    volunteer = register_volunteer(
        actor=actor("WORKER"),
        station=network["R001"],
        name="李志愿",
        registered_on=DAY,
        id_number=ID_NUMBER,
    )
    record_step(actor=actor("WORKER"), volunteer=volunteer, step="TRAIN", done_on=TODAY)

    assert [(row.step, row.done_on) for row in volunteer.steps.all()] == [
        ("RECRUIT", DAY),
        ("TRAIN", TODAY),
    ]
    assert done() == ["volunteer.register", "volunteer.step", "volunteer.step"]


def test_volunteers_are_refused_twice_early_or_elsewhere(network, actor):
    given = {"name": "李志愿", "registered_on": DAY, "id_number": ID_NUMBER}
    volunteer = register_volunteer(actor=actor("HEAD"), station=network["S001"], **given)
    with pytest.raises(Conflict):
        register_volunteer(actor=actor("HEAD"), station=network["S001"], **given)
    for role in ("HEAD", "WORKER"):
        with pytest.raises(Forbidden):
            register_volunteer(actor=actor(role), station=network["S002"], **given)
    with pytest.raises(Forbidden):
        record_step(
            actor=actor("HEAD", "510402-S002"), volunteer=volunteer, step="USE", done_on=DAY
        )
    for step, day in (("USE", date(2023, 5, 3)), ("USE", date(2026, 11, 21)), ("REST", DAY)):
        with pytest.raises(Invalid):
            record_step(actor=actor("HEAD"), volunteer=volunteer, step=step, done_on=day)
    # Another station may register the same person.
    register_volunteer(actor=actor("BUREAU"), station=network["S002"], **given)

    assert Volunteer.objects.count() == 2
    assert volunteer.steps.count() == 1
