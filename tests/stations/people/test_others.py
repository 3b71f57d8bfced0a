"""Supervision sessions, volunteers, and forms that stood open while the record changed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import (
    issue_outfit,
    record_leaving,
    record_session,
    record_step,
    register_volunteer,
    return_outfit,
)
from stations.people.models import Outfit, SupervisionSession, Volunteer
from stations.records.domain import withdraw
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


@pytest.fixture
def badge(network, actor):
    """Handed to a worker of S001."""
    staff = add_worker()
    works(staff, network["S001"])
    return issue_outfit(actor=actor("HEAD"), staff=staff, kind="BADGE", valid_from=DAY)


def sent_late(visitor, noun, entry, **form):
    """What the page says to a form that stood open in it: the words above the fields."""
    page = reverse(f"people:{noun}", "config.urls_county", ["510402-S001", entry.uuid])
    answer = visitor("HEAD", "510402-S001").post(page, form)
    assert answer.status_code == 422
    (told,) = answer.context["form"].non_field_errors()
    assert told in answer.content.decode()
    return told


def test_a_return_that_stood_open_says_why_it_is_refused(visitor, actor, badge):
    boss = actor("HEAD")
    return_outfit(actor=boss, entry=badge, on=TODAY)
    told = sent_late(visitor, "outfits-return", badge, on="2026-11-01")
    assert told == f"该记录已于 {date_format(TODAY)} 结束。"
    Outfit.objects.update(valid_to=None, ended_received_at=None)
    withdraw(actor=boss, entry=Outfit.objects.get(), reason="误录")
    told = sent_late(visitor, "outfits-return", badge, on="2026-11-01")
    assert (told, Outfit.objects.get().valid_to) == ("该记录已撤回。", None)


def test_handing_out_that_stood_open_says_why_it_is_refused(visitor, actor, badge):
    form = {"kind": "BADGE", "valid_from": "2026-11-01", "number": "002"}
    told = sent_late(visitor, "staff-outfit", badge.staff, **form)
    assert told == "该人员已持有同类物品，请先登记交回。"
    record_leaving(actor=actor("BUREAU"), staff=badge.staff, on=TODAY)
    form["kind"] = "UNIFORM"
    assert sent_late(visitor, "staff-outfit", badge.staff, **form) == "该人员已离开。"
    assert Outfit.objects.count() == 1
