"""Applying, being accepted, pausing, leaving (N10); and what closing a file ends with it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    apply_for_service,
    assess_risk,
    close_file,
    exit_service,
    move_enrolment,
    plan_visit,
    record_visit,
    reopen_file,
    set_visit_level,
)
from stations.casework.models import Beneficiary, Enrolment, EnrolmentStep
from tests.conftest import DAY as TODAY
from tests.fixtures.records import agree, belongs, file_person, noon, set_level

APPLIED = date(2026, 11, 2)
# Which acts each state allows.
ALLOWED = {
    "APPLIED": {"ACCEPT", "EXIT"},
    "ACCEPTED": {"BEGIN", "EXIT"},
    "ACTIVE": {"PAUSE", "EXIT"},
    "PAUSED": {"RESUME", "EXIT"},
    "EXITED": set(),
}
WAY = {
    "APPLIED": (),
    "ACCEPTED": ("ACCEPT",),
    "ACTIVE": ("ACCEPT", "BEGIN"),
    "PAUSED": ("ACCEPT", "BEGIN", "PAUSE"),
    "EXITED": ("EXIT",),
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"])


@pytest.fixture
def enrolment(actor, person):
    return apply_for_service(
        actor=actor("WORKER"), beneficiary=person, applied_on=APPLIED, wish="助浴和陪聊"
    )


def act(actor, enrolment, name, on=TODAY):
    if name == "EXIT":
        return exit_service(actor=actor, enrolment=enrolment, on=on, why="WITHDREW")
    return move_enrolment(actor=actor, enrolment=enrolment, act=name, on=on, reason="住院")


def test_the_whole_way(network, done, enrolment, actor):
    worker = actor("WORKER")
    for name in ("ACCEPT", "BEGIN", "PAUSE", "RESUME"):
        act(worker, enrolment, name)
    exit_service(actor=worker, enrolment=enrolment, on=TODAY, why="GOALS_MET")

    left = Enrolment.objects.get()
    assert (left.state, left.exited_on, left.exit_reason) == ("EXITED", TODAY, "GOALS_MET")
    steps = [step.act for step in EnrolmentStep.objects.all()]
    assert steps == ["APPLY", "ACCEPT", "BEGIN", "PAUSE", "RESUME", "EXIT"]
    assert done()[0] == "enrolment.apply"


def may(actor, enrolment, name):
    """Whether the act is let through; it is then undone."""
    with transaction.atomic():
        try:
            act(actor, enrolment, name)
        except Conflict:
            return False
        transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_only_the_moves_of_a_state_are_let_through(enrolment, actor, state):
    worker = actor("WORKER")
    for name in WAY[state]:
        act(worker, enrolment, name)
    let_through = {
        name
        for name in ("ACCEPT", "BEGIN", "PAUSE", "RESUME", "EXIT")
        if may(worker, enrolment, name)
    }

    assert let_through == ALLOWED[state]


def test_a_forbidden_move_names_what_is_allowed(enrolment, actor):
    with pytest.raises(Conflict) as refused:
        act(actor("WORKER"), enrolment, "RESUME")
    assert (refused.value.code, refused.value.errors[0].allowed) == (
        "wrong_state",
        ["ACCEPT", "EXIT"],
    )


def test_a_person_has_one_running_service(enrolment, actor, person):
    with pytest.raises(Conflict) as refused:
        apply_for_service(
            actor=actor("WORKER"), beneficiary=person, applied_on=TODAY, wish="再申请"
        )
    assert refused.value.code == "running"
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            beneficiary=person, station=person.station, applied_on=TODAY, wish="再申请"
        )

    act(actor("WORKER"), enrolment, "EXIT")
    assert apply_for_service(
        actor=actor("WORKER"), beneficiary=person, applied_on=TODAY, wish="再申请"
    )


@pytest.mark.parametrize(
    ("field", "given"),
    [("applied_on", {"applied_on": date(2026, 11, 21)}), ("wish", {"wish": " "})],
)
def test_a_wrong_application_is_named(actor, person, field, given):
    values = {"applied_on": TODAY, "wish": "助浴"} | given

    assert field_of(apply_for_service, actor("WORKER"), beneficiary=person, **values) == field
    assert Enrolment.objects.count() == 0


def test_steps_follow_each_other_in_time_and_a_pause_says_why(enrolment, actor):
    worker = actor("WORKER")
    early = date(2026, 11, 1)
    assert field_of(move_enrolment, worker, enrolment=enrolment, act="ACCEPT", on=early) == "on"
    late = date(2026, 11, 21)
    assert field_of(move_enrolment, worker, enrolment=enrolment, act="ACCEPT", on=late) == "on"
    for name in ("ACCEPT", "BEGIN"):
        act(worker, enrolment, name)
    assert field_of(move_enrolment, worker, enrolment=enrolment, act="PAUSE", on=TODAY) == "reason"
    assert field_of(exit_service, worker, enrolment=enrolment, on=TODAY, why="MOOD") == "why"


@pytest.mark.parametrize("role", ["BUREAU", "ROOM_STAFF", "SUPERVISOR", "AGENCY"])
def test_only_the_station_enrols(enrolment, actor, person, role):
    with pytest.raises(Forbidden):
        apply_for_service(actor=actor(role), beneficiary=person, applied_on=TODAY, wish="助浴")
    with pytest.raises(Forbidden):
        act(actor(role), enrolment, "ACCEPT")


def test_a_closed_file_says_why_and_ends_level_kinds_and_service(enrolment, actor, person):
    level, kind = set_level(person, 3, date(2026, 1, 1)), belongs(person, "disability")

    closed = close_file(actor=actor("HEAD"), beneficiary=person, on=TODAY, reason="DECEASED")

    for span in (level, kind):
        span.refresh_from_db()
        assert span.valid_to == TODAY
    enrolment.refresh_from_db()
    assert (closed.closed_reason, enrolment.state, enrolment.exit_reason) == (
        "DECEASED",
        "EXITED",
        "DECEASED",
    )


def test_a_file_is_not_closed_without_reason_or_before_its_kinds_began(actor, person):
    assert field_of(close_file, actor("HEAD"), beneficiary=person, on=TODAY, reason="") == "reason"
    belongs(person, "illness", TODAY)
    field = field_of(close_file, actor("HEAD"), beneficiary=person, on=TODAY, reason="MOVED")
    person.refresh_from_db()
    assert (field, person.closed_on) == ("on", None)


def test_a_closed_file_is_opened_again_for_a_reason_that_the_trail_keeps(actor, person, done):
    level = set_level(person, 3, date(2026, 1, 1))
    worker = actor("WORKER")
    close_file(actor=worker, beneficiary=person, on=date(2026, 11, 9), reason="MOVED")
    again = reopen_file(actor=worker, beneficiary=person, reason="搬回本街道")

    level.refresh_from_db()
    assert (again.closed_on, again.closed_reason) == (None, "")
    assert level.valid_to == date(2026, 11, 9)  # what ended stays ended
    entry = Entry.objects.get(action="beneficiary.reopen")
    assert entry.after == {
        "fields": ["closed_on", "closed_reason"], "reason": "搬回本街道",
        "was_closed_on": "2026-11-09", "was_closed_reason": "MOVED",
    }  # fmt: skip
    set_visit_level(actor=worker, beneficiary=again, level=2, valid_from=date(2026, 11, 12))
    record_visit(actor=worker, beneficiary=again, held_at=noon(TODAY), result="MET")
    close_file(actor=worker, beneficiary=again, on=TODAY, reason="NO_LONGER_NEEDED")
    closings = ["beneficiary.close", "beneficiary.reopen", "beneficiary.close"]
    assert [act for act in done() if act.startswith("beneficiary.")] == closings


def test_a_level_set_after_the_reopening_does_not_run_beside_the_ended_one(actor, person):
    """Two levels of the same days would be due twice (C11)."""
    set_level(person, 3, date(2026, 1, 1))
    agree(person, kind="SENSITIVE_DATA")
    worker = actor("WORKER")
    closed = date(2026, 11, 9)
    close_file(actor=worker, beneficiary=person, on=closed, reason="MOVED")
    again = reopen_file(actor=worker, beneficiary=person, reason="搬回本街道")
    given = {"actor": worker, "beneficiary": again}
    answers = dict.fromkeys(("health", "mind", "living", "guard"), "NONE")

    for early in (date(2026, 1, 1), date(2026, 11, 8)):
        with pytest.raises(Invalid) as refused:
            set_visit_level(level=3, valid_from=early, **given)
        assert [error.field for error in refused.value.errors] == ["valid_from"]
        with pytest.raises(Invalid) as refused:
            assess_risk(assessed_on=early, **answers, **given)
        assert [error.field for error in refused.value.errors] == ["assessed_on"]
    set_visit_level(level=3, valid_from=closed, **given)
    spans = again.levels.values_list("valid_from", "valid_to")
    assert list(spans) == [(date(2026, 1, 1), closed), (closed, None)]


def test_a_level_that_ended_on_its_first_day_is_given_anew_on_it(actor, person):
    worker = actor("WORKER")
    set_level(person, 3, TODAY, until=TODAY + timedelta(days=1))
    set_visit_level(actor=worker, beneficiary=person, level=2, valid_from=TODAY)
    assert person.levels.filter(valid_to=None).get().valid_from == TODAY


def test_only_a_closed_file_that_stands_is_opened_again(actor, person):
    given = {"actor": actor("HEAD"), "beneficiary": person, "reason": "搬回"}
    with pytest.raises(Conflict) as refused:
        reopen_file(**given)
    assert refused.value.code == "file_not_closed"

    rows = Beneficiary.objects.filter(pk=person.pk)
    rows.update(closed_on=TODAY, closed_reason="MOVED")
    for reason in ("", "  ", "电话13900001278", "x" * 201):
        assert field_of(reopen_file, given["actor"], beneficiary=person, reason=reason) == "reason"
    for who in (actor("BUREAU"), actor("ROOM_STAFF"), actor("HEAD", "510402-S002")):
        with pytest.raises(Forbidden):
            reopen_file(**given | {"actor": who})
    for gone in ({"erased_at": TODAY}, {"erased_at": None, "withdrawn_at": TODAY}):
        rows.update(**{name: day and noon(day) for name, day in gone.items()})
        with pytest.raises(Conflict):
            reopen_file(**given)
    assert rows.get().closed_on == TODAY
    assert not Entry.objects.filter(action="beneficiary.reopen").exists()


def test_no_visit_after_the_file_was_closed(actor, person):
    worker = actor("WORKER")
    close_file(actor=worker, beneficiary=person, on=date(2026, 11, 9), reason="MOVED")

    given = {"beneficiary": person, "result": "MET"}
    record_visit(actor=worker, held_at=noon(date(2026, 11, 9)), **given)
    late = noon(date(2026, 11, 10))
    assert field_of(record_visit, worker, held_at=late, **given) == "held_at"
    with pytest.raises(Conflict):
        plan_visit(actor=worker, beneficiary=person, planned_on=TODAY)
    with pytest.raises(Conflict):
        apply_for_service(actor=worker, beneficiary=person, applied_on=TODAY, wish="助浴")


def field_of(verb, actor, **given):
    with pytest.raises(Invalid) as refused:
        verb(actor=actor, **given)
    return refused.value.errors[0].field
