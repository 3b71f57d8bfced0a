"""Needs in their four states (Z03, N22); what counts as met stays C14's."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import give_up_need, match_need, meet_need, raise_need
from stations.casework.enums import NeedKind
from stations.casework.models import Need
from stations.casework.standards import dimension_of
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import file_person

RAISED = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["R001"])


@pytest.fixture
def need(actor, person):
    return raise_need(
        actor=actor("ROOM_STAFF"),
        beneficiary=person,
        kind="REHABILITATION",
        summary="轮椅",
        raised_on=RAISED,
    )


def test_a_kind_has_a_side_of_life_unless_another_is_chosen(need, actor, person):
    other = raise_need(
        actor=actor("WORKER"),
        beneficiary=person,
        kind="REHABILITATION",
        dimension="PSYCH",
        summary="陪伴康复",
        raised_on=TODAY,
    )

    assert (need.dimension, other.dimension) == ("BIO", "PSYCH")
    assert {dimension_of(kind) for kind in NeedKind} == {"BIO", "PSYCH", "SPIRIT", "SOCIAL"}


def test_raised_handed_over_and_met(network, done, need, actor):
    worker = actor("WORKER")
    states = [Need.objects.get().state]
    match_need(actor=worker, need=need, on=date(2026, 11, 5), helper="区残联")
    states.append(Need.objects.get().state)
    meet_need(actor=worker, need=need, on=date(2026, 11, 9))

    met = Need.objects.get()
    assert [*states, met.state] == ["RAISED", "MATCHED", "MET"]
    assert (met.closed_on, met.confirmed_by_person, met.matched_to) == (
        date(2026, 11, 9),
        True,
        "区残联",
    )
    assert done() == ["need.raise", "need.match", "need.meet"]


def test_an_unmet_need_says_why_and_does_not_count_as_met(need, actor):
    give_up_need(actor=actor("ROOM_STAFF"), need=need, on=TODAY, reason="NO_RESOURCE", note="无货")

    unmet = Need.objects.get()
    assert (unmet.state, unmet.confirmed_by_person, unmet.unmet_reason, unmet.unmet_note) == (
        "UNMET",
        False,
        "NO_RESOURCE",
        "无货",
    )


def test_the_states_divide_the_needs(need, actor, person):
    states = ("RAISED", "MATCHED", "MET", "UNMET")
    match_need(actor=actor("WORKER"), need=need, on=TODAY, helper="志愿者")

    assert [Need.objects.in_state(state).count() for state in states] == [0, 1, 0, 0]


def test_a_closed_or_withdrawn_need_stays_as_it_is(need, actor, person):
    worker = actor("WORKER")
    meet_need(actor=worker, need=need, on=TODAY)
    wrong = raise_need(
        actor=worker, beneficiary=person, kind="WORK", summary="找工作", raised_on=TODAY
    )
    withdraw(actor=worker, entry=wrong, reason="重复")
    for closed in (need, wrong):
        for verb, given in (
            (match_need, {"helper": "区残联"}),
            (meet_need, {}),
            (give_up_need, {"reason": "LEFT"}),
        ):
            with pytest.raises(Conflict):
                verb(actor=worker, need=closed, on=TODAY, **given)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("kind", {"kind": "MONEY"}),
        ("kind", {"kind": ""}),
        ("dimension", {"dimension": "HEAD"}),
        ("summary", {"summary": " "}),
        ("raised_on", {"raised_on": date(2026, 11, 21)}),
    ],
)
def test_a_wrong_need_is_named(actor, person, field, given):
    values = {"kind": "WORK", "summary": "找工作", "raised_on": TODAY} | given

    assert field_of(raise_need, actor("WORKER"), beneficiary=person, **values) == field
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        (match_need, {"on": date(2026, 11, 1), "helper": "区残联"}, "on"),
        (match_need, {"on": date(2026, 11, 21), "helper": "区残联"}, "on"),
        (match_need, {"on": TODAY, "helper": " "}, "helper"),
        (meet_need, {"on": date(2026, 11, 1)}, "on"),
        (give_up_need, {"on": TODAY, "reason": "LUCK"}, "reason"),
    ],
)
def test_a_wrong_step_is_named(need, actor, verb, given, field):
    assert field_of(verb, actor("WORKER"), need=need, **given) == field


def test_a_need_is_not_closed_before_it_was_handed_over(need, actor):
    match_need(actor=actor("WORKER"), need=need, on=date(2026, 11, 9), helper="区残联")

    early = date(2026, 11, 8)
    assert field_of(meet_need, actor("WORKER"), need=need, on=early) == "on"


def test_another_stations_need_is_out_of_reach(need, actor):
    with pytest.raises(Forbidden):
        meet_need(actor=actor("WORKER", "510402-S002"), need=need, on=TODAY)


def field_of(verb, actor, **given):
    with pytest.raises(Invalid) as refused:
        verb(actor=actor, **given)
    return refused.value.errors[0].field
