"""Cases through their stages: every move that is no step, every gate, every end."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.desk import closures_to_sign
from stations.casework.domain import (
    advance_case,
    check_capability,
    name_household,
    open_case,
    plan_follow_up,
    record_follow_up,
    refer_case,
    reopen_case,
    request_closure,
    sign_closure,
    withdraw_case,
    write_document,
)
from stations.casework.enums import CaseKind, DocumentKind, Stage
from stations.casework.gates import all_gates
from stations.casework.models import Beneficiary, Case, CaseDocument
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_capability_check
from tests.fixtures.records import a_case, file_person, live_together

OPENED = date(2026, 5, 4)
PAPER = {"kind": "PLAN", "body": "x"}
STAGES = list(Stage.values)
MISSING = [
    ("ORDINARY", "INTAKE", "ACCEPT,AGREEMENT"),
    ("CRISIS", "INTAKE", None),
    ("ORDINARY", "ASSESSMENT", "ASSESSMENT_REPORT"),
    ("ORDINARY", "PLAN", "PLAN"),
    ("ORDINARY", "INTERVENTION", "PROCESS_RECORD"),
    ("CRISIS", "INTERVENTION", "ACCEPT,AGREEMENT,PROCESS_RECORD"),
    ("ORDINARY", "EVALUATION", "EVALUATION_REPORT"),
]


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


def at(case, stage, **given):
    """The case put into a stage, past the domain."""
    Case.objects.filter(pk=case.pk).update(stage=stage, **given)
    return Case.objects.get(pk=case.pk)


def write_all(case):
    a_capability_check(case, round=case.round)
    for kind in DocumentKind:
        CaseDocument.objects.create(
            case=case, kind=kind, body="内容", written_on=OPENED, signed=True, round=case.round
        )


def ready(case):
    write_all(case)
    return at(case, "CLOSURE")


NEW = {"title": "婆媳不和", "problem": "FAMILY", "opened_on": OPENED}


def test_a_household_s_case_is_that_of_the_day(network, head):
    """N17: where the person lived when it was opened, or the one that is named."""
    station = network["S001"]
    person = file_person(station)
    before, now = live_together(station, person, name="娘家"), live_together(station, name="婆家")
    Beneficiary.objects.filter(pk=person.pk).update(
        household=now, former_household=before, household_since=date(2026, 6, 1)
    )
    person.refresh_from_db()

    late = open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", **NEW)
    given = NEW | {"opened_on": TODAY}
    new = open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", **given)
    named = open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", household=before, **given)
    own = open_case(actor=head, beneficiary=person, **given)
    assert [case.household for case in (late, new, named, own)] == [before, now, before, None]
    alone = file_person(station)
    nowhere = open_case(actor=head, beneficiary=alone, unit="HOUSEHOLD", **given)
    assert nowhere.household is None


def test_a_household_s_case_of_before_is_filled_by_where_the_person_lived(network):
    """By Beneficiary.household_on; nothing else is touched."""
    station, unknown = network["S001"], {"unit": "HOUSEHOLD", "household": None}
    stayed, mover, alone = (file_person(station) for _ in range(3))
    home = live_together(station, stayed)
    before, now = live_together(station), live_together(station, mover)
    moved = {"former_household": before, "household_since": date(2026, 6, 1)}
    Beneficiary.objects.filter(pk=mover.pk).update(**moved)
    for person in (stayed, mover, alone):
        person.refresh_from_db()
    day, later = date(2026, 5, 31), date(2026, 6, 1)
    cases = [
        a_case(person, opened, **unknown)
        for person, opened in ((stayed, day), (mover, day), (mover, later), (alone, day))
    ]
    own = a_case(stayed, day)
    named = a_case(stayed, day, unit="HOUSEHOLD", household=now)
    stamps = {case.pk: case.changed_at for case in cases}
    migration = import_module("stations.casework.migrations.0015_links")
    for _twice in range(2):
        with connection.schema_editor() as editor:
            migration.fill_households(apps, editor)
            migration.check_now(apps, editor)

    found = [Case.objects.get(pk=case.pk) for case in cases]
    assert [case.household for case in found] == [home, before, now, None]
    assert [case.household_id for case in found] == [
        case.beneficiary.household_on(case.opened_on) for case in found
    ]
    assert {case.pk: case.changed_at for case in found} == stamps
    assert Case.objects.get(pk=own.pk).household is None
    assert Case.objects.get(pk=named.pk).household == now


def test_a_household_that_nobody_knows_is_named_once(network, actor, done):
    worker, station = actor("WORKER"), network["S001"]
    closed = {"closed_on": TODAY, "closed_received_at": clock.now(), "closure_reason": "GOALS_MET"}
    case = a_case(file_person(station), OPENED, unit="HOUSEHOLD", **closed)
    home, foreign = live_together(station), live_together(network["S002"])
    gone = live_together(station, withdrawn_at=clock.now())
    for who in (actor("BUREAU"), actor("SUPERVISOR"), actor("HEAD", "510402-S002")):
        with pytest.raises(Forbidden):
            name_household(actor=who, case=case, household=home)
    with pytest.raises(Forbidden):
        name_household(actor=worker, case=case, household=foreign)
    with pytest.raises(Conflict):
        name_household(actor=worker, case=case, household=gone)
    named = name_household(actor=worker, case=case, household=home)
    assert (named.household, done()[-1]) == (home, "case.household")
    with pytest.raises(Conflict) as refused:
        name_household(actor=worker, case=case, household=live_together(station))
    assert refused.value.code == "household_named"
    with pytest.raises(Conflict) as refused:
        name_household(actor=worker, case=a_case(file_person(station), OPENED), household=home)
    assert refused.value.code == "not_of_household"


def test_a_household_that_is_not_the_station_s_or_of_one_person_s_case_is_refused(network, head):
    person = file_person(network["S001"])
    foreign, home = live_together(network["S002"]), live_together(network["S001"], person)
    with pytest.raises(Forbidden):
        open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", household=foreign, **NEW)
    with pytest.raises(Invalid) as refused:
        open_case(actor=head, beneficiary=person, household=home, **NEW)
    assert refused.value.errors[0].field == "household"
    gone = live_together(network["S001"], withdrawn_at=clock.now())
    with pytest.raises(Conflict):
        open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", household=gone, **NEW)
    assert Case.objects.count() == 0


def test_every_gate_names_its_clause_and_a_step():
    assert {gate.before for gate in all_gates()} == {*STAGES[1:], "CLOSED", "NEVER"}
    assert all(gate.clause.startswith("C") and gate.at_least >= 1 for gate in all_gates())


@pytest.mark.parametrize("kind", CaseKind.values)
def test_with_all_written_a_case_goes_to_the_next_stage_and_nowhere_else(case, head, kind):
    write_all(case)
    for number, stage in enumerate(STAGES):
        for target in STAGES:
            case = at(case, stage, kind=kind)
            if STAGES.index(target) == number + 1:
                assert advance_case(actor=head, case=case, to=target).stage == target
            else:
                with pytest.raises(Conflict) as refused:
                    advance_case(actor=head, case=case, to=target)
                assert refused.value.code == "wrong_stage"


@pytest.mark.parametrize(("kind", "stage", "names"), MISSING)
def test_with_nothing_written_the_gate_names_what_is_missing(case, head, kind, stage, names):
    case = at(case, stage, kind=kind)
    target = STAGES[STAGES.index(stage) + 1]

    if names is None:
        assert advance_case(actor=head, case=case, to=target).stage == target
        return
    with pytest.raises(Conflict) as refused:
        advance_case(actor=head, case=case, to=target)

    assert refused.value.code == "documents_missing"
    assert ",".join(error.allowed for error in refused.value.errors) == names
    assert Case.objects.get(pk=case.pk).stage == stage


def test_no_case_goes_on_that_the_station_did_not_take_on(case, head):
    given = {"kind": "AGREEMENT", "body": "协议", "written_on": OPENED, "signed": True}
    write_document(actor=head, case=case, **given)
    with pytest.raises(Conflict) as refused:
        advance_case(actor=head, case=case, to="ASSESSMENT")
    assert [error.field for error in refused.value.errors] == ["capability_check"]
    assert "DB5101/T 100 8.1 c)" in refused.value.errors[0].message

    check_capability(actor=head, case=case, outcome="ACCEPT", grounds="可", checked_on=OPENED)

    assert advance_case(actor=head, case=case, to="ASSESSMENT").stage == "ASSESSMENT"


def test_in_a_crisis_the_check_may_follow_until_the_evaluation(case, head):
    checked = {"actor": head, "outcome": "ACCEPT", "grounds": "可", "checked_on": OPENED}
    crisis = at(case, "INTERVENTION", kind="CRISIS")
    assert check_capability(case=crisis, **checked).outcome == "ACCEPT"
    withdraw_case(actor=head, case=crisis, reason="退出", on=TODAY)
    reopen_case(actor=head, case=crisis, reason="再次求助")

    with pytest.raises(Conflict) as refused:
        check_capability(case=at(crisis, "EVALUATION", kind="CRISIS"), **checked)
    assert refused.value.code == "wrong_stage"


def test_an_agreement_that_nobody_signed_opens_no_gate(case, head):
    a_capability_check(case)
    given = {"actor": head, "case": case, "kind": "AGREEMENT", "body": "协议", "written_on": OPENED}
    write_document(**given)
    with pytest.raises(Conflict):
        advance_case(actor=head, case=case, to="ASSESSMENT")

    write_document(**given, signed=True)

    assert advance_case(actor=head, case=case, to="ASSESSMENT").stage == "ASSESSMENT"


def test_a_closure_waits_on_the_desk_of_those_who_may_sign(case, actor, head):
    case, supervisor = ready(case), actor("SUPERVISOR")
    assert closures_to_sign(supervisor, TODAY) == []

    request_closure(actor=head, case=case, closure_reason="GOALS_MET")

    (task,) = closures_to_sign(supervisor, TODAY)
    assert task.url.endswith(f"/cases/{case.uuid}/")
    assert (case.title in task.object_text, head.name in task.object_text) == (False, True)
    others = (head, actor("WORKER"), actor("SUPERVISOR", "510402-S002"))
    assert [closures_to_sign(other, TODAY) for other in others] == [[], [], []]
    sign_closure(actor=supervisor, case=case, on=TODAY)
    assert closures_to_sign(supervisor, TODAY) == []


def test_a_case_is_closed_by_two_persons_followed_up_and_begun_anew(case, actor, head, done):
    case = ready(case)
    with pytest.raises(Conflict) as refused:
        sign_closure(actor=head, case=case, on=TODAY)
    assert refused.value.code == "closure_not_requested"
    request_closure(actor=head, case=case, closure_reason="GOALS_MET")
    with pytest.raises(Forbidden) as refused:
        sign_closure(actor=head, case=case, on=TODAY)
    assert refused.value.code == "same_person"
    with pytest.raises(Forbidden):
        sign_closure(actor=actor("WORKER"), case=case, on=TODAY)
    with pytest.raises(Forbidden):
        sign_closure(actor=actor("SUPERVISOR", "510402-S002"), case=case, on=TODAY)

    closed = sign_closure(actor=actor("SUPERVISOR"), case=case, on=TODAY)
    planned = plan_follow_up(actor=head, case=closed, due_on=TODAY + timedelta(30))
    found = record_follow_up(actor=head, follow_up=planned, done_on=TODAY, note="情况稳定")
    with pytest.raises(Conflict):
        record_follow_up(actor=head, follow_up=planned, done_on=TODAY, note="情况稳定")
    anew = reopen_case(actor=head, case=closed, reason="问题再次出现")

    assert (closed.closed_on, closed.closure_reason, found.note) == (TODAY, "GOALS_MET", "情况稳定")
    assert (anew.stage, anew.round, anew.closed_on) == ("INTAKE", 2, None)
    acts = [(step.act, step.closed_on) for step in anew.steps.all()]
    assert acts == [("REQUEST", None), ("SIGN", TODAY), ("REOPEN", None)]
    assert [each for each in done() if each != "case.step"] == [
        "case.request_closure",
        "case.sign",
        "archive.file",
        "case.plan_follow_up",
        "case.record_follow_up",
        "case.reopen",
    ]
    with pytest.raises(Conflict) as refused:  # the documents of the first round do not count
        advance_case(actor=head, case=anew, to="ASSESSMENT")
    assert refused.value.code == "documents_missing"
    assert refused.value.errors[0].field == "capability_check"


def test_the_closure_waits_for_the_last_stage_and_the_form(case, head):
    with pytest.raises(Conflict) as refused:
        request_closure(actor=head, case=at(case, "EVALUATION"), closure_reason="GOALS_MET")
    assert refused.value.code == "wrong_stage"
    with pytest.raises(Conflict) as refused:
        request_closure(actor=head, case=at(case, "CLOSURE"), closure_reason="GOALS_MET")
    assert [error.allowed for error in refused.value.errors] == ["CLOSURE_FORM"]
    with pytest.raises(Invalid):
        request_closure(actor=head, case=case, closure_reason="REFERRED")


def test_a_case_is_referred_with_its_receiver_or_left_by_the_person(case, head, network):
    referred = refer_case(
        actor=head, case=case, receiver="市精神卫生中心", reason="需专科治疗", on=TODAY
    )
    other = a_case(file_person(network["R001"]), OPENED)
    left = withdraw_case(actor=head, case=other, reason="本人申请退出", on=TODAY)

    assert (referred.closure_reason, referred.receiver) == ("REFERRED", "市精神卫生中心")
    assert (left.closure_reason, left.closed_on) == ("WITHDRAWN", TODAY)


def test_nothing_is_done_with_a_closed_case_but_following_up_and_reopening(case, head):
    withdraw_case(actor=head, case=case, reason="退出", on=TODAY)
    for do, given in (
        (advance_case, {"to": "ASSESSMENT"}),
        (write_document, {"kind": "PLAN", "body": "计划", "written_on": TODAY}),
        (refer_case, {"receiver": "他处", "reason": "转", "on": TODAY}),
        (withdraw_case, {"reason": "退出", "on": TODAY}),
        (request_closure, {"closure_reason": "GOALS_MET"}),
        (sign_closure, {"on": TODAY}),
    ):
        with pytest.raises(Conflict) as refused:
            do(actor=head, case=case, **given)
        assert refused.value.code == "case_closed"


@pytest.mark.parametrize(
    ("do", "given", "field"),
    [
        (advance_case, {"to": "CLOSED"}, "to"),
        (write_document, {"kind": "NOTE", "body": "x", "written_on": TODAY}, "kind"),
        (write_document, {"kind": "PLAN", "body": " ", "written_on": TODAY}, "body"),
        (
            write_document,
            {"kind": "PLAN", "body": "x", "written_on": date(2026, 5, 3)},
            "written_on",
        ),
        (
            write_document,
            {"kind": "PLAN", "body": "x", "written_on": date(2027, 1, 1)},
            "written_on",
        ),
        (refer_case, {"receiver": " ", "reason": "x", "on": TODAY}, "receiver"),
        (refer_case, {"receiver": "他处", "reason": " ", "on": TODAY}, "reason"),
        (withdraw_case, {"reason": "x", "on": date(2026, 5, 3)}, "on"),
        (withdraw_case, {"reason": "x", "on": date(2027, 1, 1)}, "on"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(case, head, do, given, field):
    with pytest.raises(Invalid) as refused:
        do(actor=head, case=case, **given)

    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("do", [reopen_case, plan_follow_up])
def test_an_open_case_is_neither_reopened_nor_followed_up(case, head, do):
    given = {"reason": "x"} if do is reopen_case else {"due_on": TODAY}
    with pytest.raises(Conflict) as refused:
        do(actor=head, case=case, **given)

    assert refused.value.code == "case_open"


@pytest.mark.parametrize("role", ["BUREAU", "SUPERVISOR", "ROOM_STAFF", "TOWNSHIP", "HUB_STAFF"])
def test_only_the_station_writes_cases(case, actor, role):
    with pytest.raises(Forbidden):
        open_case(
            actor=actor(role),
            beneficiary=case.beneficiary,
            title="x",
            problem="FAMILY",
            opened_on=TODAY,
        )
    with pytest.raises(Forbidden):
        advance_case(actor=actor(role), case=case, to="ASSESSMENT")


def test_who_sees_reads_and_signs_which_cases(network, actor):
    for code in ("S001", "R001", "S002"):
        a_case(file_person(network[code]), OPENED)
    reach = {
        action: {
            role: {
                row.station.code[7:]
                for row in Case.objects.restrict(actor(role), action).select_related("station")
            }
            for role in ("BUREAU", "HEAD", "WORKER", "SUPERVISOR", "ROOM_STAFF", "TOWNSHIP")
        }
        for action in ("view", "read", "edit", "sign")
    }

    everywhere, own, none = {"S001", "R001", "S002"}, {"S001", "R001"}, set()
    assert [list(reach[action].values()) for action in reach] == [
        [everywhere, own, own, own, none, none],
        [none, own, own, own, none, none],
        [none, own, own, none, none, none],
        [none, own, none, own, none, none],
    ]
