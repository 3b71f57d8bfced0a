"""Care plans: one a person, agreed or refused, judged from two sides (Z16, C43, C44, C83, C85)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    add_indicator,
    agree_to_plan,
    begin_plan,
    close_plan,
    judge_indicator,
    refuse_plan,
    review_plan,
)
from stations.casework.domain.indicator import is_met
from stations.casework.likeness import likeness
from stations.casework.queries.plan import is_copied, nearest_plan, plans_to_review
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, a_plan, an_indicator
from tests.fixtures.records import a_case, file_person

LATER = date(2027, 2, 1)
TEXTS = {"goals": "每周参加一次活动", "strategy": "陪同两次后独自前往", "contingency": "雨天改期"}
GIVEN = {**TEXTS, "begun_on": MAY, "review_due_on": date(2026, 8, 4)}
INDICATOR = {"goal": "外出", "measure": "每周外出", "unit": "次", "baseline": 0, "target": 3}
JUDGED = {"on": TODAY, "reached": 3, "evidence": "活动签到表", "person_view": "心情好多了"}
CHILD = "510402201505050018"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def person(network):
    return file_person(network["S001"], born_on=date(1950, 3, 2))


@pytest.fixture
def plan(person):
    return a_plan(person)


def begun(head, person, **changes):
    return begin_plan(actor=head, beneficiary=person, **(GIVEN | changes))


def test_a_plan_goes_its_whole_way(head, person, done):
    plan = begun(head, person, roles="社工陪同，家属接送", case=a_case(person))
    plan = agree_to_plan(actor=head, plan=plan, on=MAY, agreed_by="SELF")
    indicator = add_indicator(actor=head, plan=plan, **INDICATOR)
    plan = review_plan(actor=head, plan=plan, on=MAY, note="进展顺利", review_due_on=LATER)
    judged = judge_indicator(actor=head, indicator=indicator, **JUDGED)
    plan = close_plan(actor=head, plan=plan, on=TODAY, outcome="已能独自参加")

    assert (plan.agreed_by, plan.reviewed_on, plan.closed_on) == ("SELF", MAY, TODAY)
    assert plan.review_due_on == LATER
    assert (judged.met, judged.percent, judged.judged_received_at) == (True, 100, clock.now())
    assert None not in (plan.agreed_received_at, plan.reviewed_received_at)
    assert done() == [
        "plan.begin",
        "plan.agree",
        "indicator.add",
        "review.add",
        "plan.review",
        "indicator.judge",
        "plan.close",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"begun_on": date(2026, 11, 21), "review_due_on": LATER}, "begun_on"),
        ({"review_due_on": MAY - timedelta(1)}, "review_due_on"),
        ({"goals": " "}, "goals"),
        ({"strategy": ""}, "strategy"),
        ({"contingency": ""}, "contingency"),
    ],
)
def test_a_bad_value_of_a_plan_is_refused_by_its_field(head, person, changes, field):
    with pytest.raises(Invalid) as refused:
        begun(head, person, **changes)

    assert [error.field for error in refused.value.errors] == [field]


def test_one_open_plan_a_person(head, person):
    plan = begun(head, person)
    with pytest.raises(Conflict) as refused:
        begun(head, person)
    assert refused.value.code == "plan_open"
    with pytest.raises(IntegrityError), transaction.atomic():
        a_plan(person)

    refused_plan = refuse_plan(actor=head, plan=plan, on=MAY, reason="不愿参加集体活动")

    assert (refused_plan.refused_on, refused_plan.closed_on) == (MAY, MAY)
    assert begun(head, person).closed_on is None


def test_a_plan_is_for_an_open_file_and_a_case_of_the_same_person(head, network, person):
    station = network["S001"]
    for closed in ({"closed_on": MAY}, {"withdrawn_at": clock.now()}):
        with pytest.raises(Conflict):
            begun(head, file_person(station, **closed))
    with pytest.raises(Invalid) as refused:
        begun(head, person, case=a_case(file_person(station)))
    assert [error.field for error in refused.value.errors] == ["case"]
    over = a_case(person, closed_on=MAY, closed_received_at=clock.now(), closure_reason="GOALS_MET")
    with pytest.raises(Conflict):
        begun(head, person, case=over)


def test_a_child_s_guardian_agrees_and_nobody_by_duty(head, network):
    plan = a_plan(file_person(network["S001"], id_number=CHILD), agreed=False)
    for giver in ("SELF", "DUTY", "NEIGHBOUR"):
        with pytest.raises(Invalid) as refused:
            agree_to_plan(actor=head, plan=plan, on=MAY, agreed_by=giver)
        assert [error.field for error in refused.value.errors] == ["agreed_by"]

    agreed = agree_to_plan(actor=head, plan=plan, on=MAY, agreed_by="GUARDIAN")

    assert agreed.agreed_by == "GUARDIAN"
    with pytest.raises(Conflict):
        agree_to_plan(actor=head, plan=agreed, on=MAY, agreed_by="GUARDIAN")


def test_of_unknown_age_it_is_said_whether_a_guardian_agrees(head, network):
    plan = a_plan(file_person(network["S001"]), agreed=False)
    for said, field in ((None, "guardian_needed"), (True, "agreed_by")):
        with pytest.raises(Invalid) as refused:
            agree_to_plan(actor=head, plan=plan, on=MAY, agreed_by="SELF", guardian_needed=said)
        assert [error.field for error in refused.value.errors] == [field]

    told = {"agreed_by": "SELF", "guardian_needed": False}
    assert agree_to_plan(actor=head, plan=plan, on=MAY, **told).agreed_by == "SELF"


@pytest.mark.parametrize(
    ("do", "given", "field"),
    [
        (agree_to_plan, {"on": MAY - timedelta(1), "agreed_by": "SELF"}, "on"),
        (refuse_plan, {"on": TODAY + timedelta(1), "reason": "x"}, "on"),
        (refuse_plan, {"on": MAY, "reason": " "}, "reason"),
    ],
)
def test_a_bad_word_of_the_person_is_refused(head, person, do, given, field):
    with pytest.raises(Invalid) as refused:
        do(actor=head, plan=a_plan(person, agreed=False), **given)

    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize(
    ("do", "given", "field"),
    [
        (review_plan, {"on": MAY, "note": " ", "review_due_on": LATER}, "note"),
        (review_plan, {"on": MAY, "note": "x", "review_due_on": MAY}, "review_due_on"),
        (review_plan, {"on": LATER, "note": "x", "review_due_on": LATER}, "on"),
        (close_plan, {"on": MAY - timedelta(1), "outcome": "x"}, "on"),
        (close_plan, {"on": MAY, "outcome": " "}, "outcome"),
    ],
)
def test_a_bad_review_or_end_is_refused(head, plan, do, given, field):
    with pytest.raises(Invalid) as refused:
        do(actor=head, plan=plan, **given)

    assert [error.field for error in refused.value.errors] == [field]


def test_nothing_is_carried_out_without_the_person_s_word(head, person):
    plan = a_plan(person, agreed=False)
    indicator = an_indicator(plan)
    for act in (
        lambda: review_plan(actor=head, plan=plan, on=MAY, note="x", review_due_on=LATER),
        lambda: judge_indicator(actor=head, indicator=indicator, **JUDGED),
        lambda: close_plan(actor=head, plan=plan, on=MAY, outcome="x"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "not_agreed"


def test_a_plan_is_closed_when_every_indicator_is_judged(head, plan):
    with pytest.raises(Conflict) as refused:
        close_plan(actor=head, plan=plan, on=TODAY, outcome="x")
    assert refused.value.code == "no_indicator"
    an_indicator(plan)
    with pytest.raises(Conflict) as refused:
        close_plan(actor=head, plan=plan, on=TODAY, outcome="x")
    assert refused.value.code == "not_judged"


def test_nothing_is_done_with_a_closed_plan(head, person):
    plan = a_plan(person, closed_on=MAY, closed_received_at=clock.now())
    indicator = an_indicator(plan)
    for act in (
        lambda: agree_to_plan(actor=head, plan=plan, on=MAY, agreed_by="SELF"),
        lambda: refuse_plan(actor=head, plan=plan, on=MAY, reason="x"),
        lambda: review_plan(actor=head, plan=plan, on=MAY, note="x", review_due_on=LATER),
        lambda: add_indicator(actor=head, plan=plan, **INDICATOR),
        lambda: judge_indicator(actor=head, indicator=indicator, **JUDGED),
        lambda: close_plan(actor=head, plan=plan, on=MAY, outcome="x"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "plan_closed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"person_view": ""}, "person_view"),
        ({"on": MAY - timedelta(1)}, "on"),
        ({"on": TODAY + timedelta(1)}, "on"),
    ],
)
def test_an_indicator_is_judged_from_both_sides(head, plan, changes, field):
    with pytest.raises(Invalid) as refused:
        judge_indicator(actor=head, indicator=an_indicator(plan), **(JUDGED | changes))

    assert [error.field for error in refused.value.errors] == [field]


def test_an_indicator_is_judged_once(head, plan):
    indicator = an_indicator(plan)
    judge_indicator(actor=head, indicator=indicator, **JUDGED)
    with pytest.raises(Conflict):
        judge_indicator(actor=head, indicator=indicator, **JUDGED)


@pytest.mark.parametrize(
    ("baseline", "target", "reached", "met"),
    [
        (0, 3, 3, True),
        (0, 3, 4, True),
        (0, 3, 2, False),
        (9, 5, 5, True),
        (9, 5, 6, False),
        (5, 5, 5, True),
        (5, 5, 6, False),
    ],
)
def test_a_goal_is_met_at_its_target_or_beyond(baseline, target, reached, met):
    assert is_met(Decimal(baseline), Decimal(target), Decimal(reached)) is met


def test_the_table_keeps_a_judgement_whole(plan):
    for wrong in ({"judged_on": MAY}, {"met": True}, {"reached": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            an_indicator(plan, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"agreed_by": ""},
        {"closed_on": MAY},
        {"reviewed_on": MAY},
        {"refused_on": MAY, "refused_received_at": clock.now()},
        {"review_due_on": MAY - timedelta(1)},
    ],
)
def test_the_table_knows_no_impossible_plan(person, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_plan(person, **wrong)


def test_goals_of_another_person_are_noticed_and_not_forbidden(head, network, person):
    a_plan(file_person(network["S001"]), goals="恢复 社区交往\n每周外出两次")
    same = begun(head, person, goals="恢复社区交往每周外出两次")

    assert (same.likeness, is_copied(same.likeness)) == (100, True)
    own = nearest_plan(person, "学会用手机与在外务工的子女视频")
    assert not is_copied(own)
    # Neither one's own earlier plan nor another station's is compared.
    assert nearest_plan(a_plan(file_person(network["S002"])).beneficiary, TEXTS["goals"]) == 0
    assert likeness("", []) == 0


def test_plans_whose_review_is_due(network, actor, head):
    due = a_plan(file_person(network["R001"]), review_due_on=TODAY)
    a_plan(file_person(network["S001"]), review_due_on=TODAY + timedelta(1))
    a_plan(
        file_person(network["S001"]),
        review_due_on=MAY,
        closed_on=MAY,
        closed_received_at=clock.now(),
    )

    assert list(plans_to_review(head, network["S001"], TODAY)) == [due]
    assert list(plans_to_review(actor("TOWNSHIP"), network["S001"], TODAY)) == []


@pytest.mark.parametrize("role", ["BUREAU", "SUPERVISOR", "ROOM_STAFF", "TOWNSHIP", "HUB_STAFF"])
def test_only_the_station_writes_plans(plan, actor, role):
    other = actor(role)
    with pytest.raises(Forbidden):
        begun(other, plan.beneficiary)
    with pytest.raises(Forbidden):
        refuse_plan(actor=other, plan=plan, on=MAY, reason="x")
    with pytest.raises(Forbidden):
        judge_indicator(actor=other, indicator=an_indicator(plan), **JUDGED)


@pytest.mark.parametrize(
    ("other", "percent", "copied"),
    [
        ("甲" * 20, 100, True),
        ("甲" * 19 + "乙", 95, True),
        ("甲" * 18 + "乙乙", 90, False),
        ("乙" * 20, 0, False),
        ("甲 甲\n" * 10, 100, True),
    ],
)
def test_likeness_is_that_of_the_nearest_text(other, percent, copied):
    found = likeness("甲" * 20, ["丙丁", other, ""])

    assert (found, is_copied(found)) == (percent, copied)
