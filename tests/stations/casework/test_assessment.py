"""The check whether a station can help, and the needs of a case in their order (C81c, C82)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    add_case_need,
    check_capability,
    decline_case,
    rank_case_need,
    reopen_case,
    request_closure,
    withdraw_case,
)
from stations.casework.models import CapabilityCheck, Case
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_capability_check, a_case_need
from tests.fixtures.records import a_case, file_person

OPENED = date(2026, 5, 4)
CHECK = {"outcome": "ACCEPT", "grounds": "有持证社工和场地", "checked_on": OPENED}
NEED = {"need": "没有收入", "cause": "失业", "found_on": OPENED}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def case(network):
    return a_case(file_person(network["S001"]), OPENED)


def now(case):
    return Case.objects.get(pk=case.pk)


def ranks(case):
    return [(each.need, each.rank) for each in case.assessed_needs.filter(withdrawn_at=None)]


def test_a_case_that_the_station_can_serve_stays_open(case, head, done):
    check = check_capability(actor=head, case=case, **CHECK)

    assert (check.outcome, check.by_name, now(case).closed_on) == ("ACCEPT", head.name, None)
    assert done() == ["case.check"]
    with pytest.raises(Conflict) as refused:
        check_capability(actor=head, case=case, **CHECK)
    assert refused.value.code == "checked"


def test_a_case_beyond_the_station_is_referred(case, head):
    given = {**CHECK, "outcome": "REFER", "receiver": "市精神卫生中心"}
    check_capability(actor=head, case=case, **given)

    found = now(case)
    assert (found.closure_reason, found.receiver) == ("REFERRED", "市精神卫生中心")
    assert found.closed_on == OPENED


def test_a_case_that_is_not_taken_on_is_closed_and_may_begin_anew(case, head):
    check_capability(actor=head, case=case, **{**CHECK, "outcome": "DECLINE"})
    closed = now(case)
    assert (closed.closure_reason, closed.steps.get().act) == ("DECLINED", "DECLINE")
    with pytest.raises(Conflict) as refused:
        decline_case(actor=head, case=closed, reason="x", on=TODAY)
    assert refused.value.code == "case_closed"

    anew = reopen_case(actor=head, case=closed, reason="站点已有人手")

    assert check_capability(actor=head, case=anew, **CHECK).round == 2
    assert CapabilityCheck.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "MAYBE"}, "outcome"),
        ({"grounds": " "}, "grounds"),
        ({"checked_on": OPENED - timedelta(1)}, "checked_on"),
        ({"checked_on": TODAY + timedelta(1)}, "checked_on"),
        ({"outcome": "REFER"}, "receiver"),
        ({"receiver": "他处"}, "receiver"),
    ],
)
def test_a_bad_check_is_refused_by_its_field(case, head, changes, field):
    with pytest.raises(Invalid) as refused:
        check_capability(actor=head, case=case, **(CHECK | changes))

    assert [error.field for error in refused.value.errors] == [field]
    assert now(case).closed_on is None


def test_the_check_of_an_ordinary_case_belongs_to_the_intake(case, head):
    Case.objects.filter(pk=case.pk).update(stage="PLAN")
    with pytest.raises(Conflict) as refused:
        check_capability(actor=head, case=case, **CHECK)
    assert refused.value.code == "wrong_stage"


def test_declining_is_no_reason_to_ask_for_a_closure(case, head):
    with pytest.raises(Invalid):
        request_closure(actor=head, case=case, closure_reason="DECLINED")
    with pytest.raises(Invalid):
        decline_case(actor=head, case=case, reason=" ", on=TODAY)


def test_needs_stand_in_the_order_in_which_they_are_met(case, head):
    add_case_need(actor=head, case=case, **NEED)
    add_case_need(actor=head, case=case, **{**NEED, "need": "房屋漏雨"})
    third = add_case_need(actor=head, case=case, rank=1, **{**NEED, "need": "断药"})
    assert ranks(case) == [("断药", 1), ("没有收入", 2), ("房屋漏雨", 3)]

    rank_case_need(actor=head, entry=third, rank=3)

    assert ranks(case) == [("没有收入", 1), ("房屋漏雨", 2), ("断药", 3)]
    for wrong in (0, 4):
        with pytest.raises(Invalid) as refused:
            rank_case_need(actor=head, entry=third, rank=wrong)
        assert [error.field for error in refused.value.errors] == ["rank"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"need": " "}, "need"),
        ({"cause": ""}, "cause"),
        ({"found_on": OPENED - timedelta(1)}, "found_on"),
        ({"found_on": TODAY + timedelta(1)}, "found_on"),
        ({"rank": 2}, "rank"),
    ],
)
def test_a_bad_need_is_refused_by_its_field(case, head, changes, field):
    with pytest.raises(Invalid) as refused:
        add_case_need(actor=head, case=case, **(NEED | changes))

    assert [error.field for error in refused.value.errors] == [field]
    assert ranks(case) == []


def test_a_need_of_an_earlier_round_keeps_its_turn(case, head):
    old = a_case_need(case)
    withdraw_case(actor=head, case=case, reason="退出", on=TODAY)
    with pytest.raises(Conflict) as refused:
        rank_case_need(actor=head, entry=old, rank=1)
    assert refused.value.code == "case_closed"
    anew = reopen_case(actor=head, case=now(case), reason="问题再次出现")

    assert add_case_need(actor=head, case=anew, **NEED).rank == 1
    old.refresh_from_db()
    with pytest.raises(Conflict):
        rank_case_need(actor=head, entry=old, rank=1)


@pytest.mark.parametrize("role", ["BUREAU", "SUPERVISOR", "ROOM_STAFF", "TOWNSHIP"])
def test_only_the_station_assesses(case, actor, role):
    other = actor(role)
    with pytest.raises(Forbidden):
        check_capability(actor=other, case=case, **CHECK)
    with pytest.raises(Forbidden):
        add_case_need(actor=other, case=case, **NEED)


def test_the_tables_keep_turns_and_one_check(case):
    a_capability_check(case)
    for wrong in (lambda: a_case_need(case, 0), lambda: a_capability_check(case)):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_case_s_page_shows_its_assessment(case, visitor):
    a_case_need(case, need="房屋漏雨")
    a_capability_check(case)
    page = reverse("casework:case", args=["510402-S001", case.uuid], urlconf="config.urls_county")

    seen = visitor("HEAD", "510402-S001").get(page).content.decode()
    assert "房屋漏雨" in seen
    assert "予以接案" in seen
    assert "房屋漏雨" not in visitor("BUREAU").get(page).content.decode()
