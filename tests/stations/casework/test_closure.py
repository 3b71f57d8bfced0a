"""A closure that was asked for is taken back by who asked, or sent back by who would sign; what is
refused of a follow-up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.desk import closures_sent_back, closures_to_sign
from stations.casework.domain import (
    plan_follow_up,
    record_follow_up,
    reopen_case,
    request_closure,
    send_back_closure,
    sign_closure,
    take_back_closure,
    withdraw_case,
)
from stations.casework.models import Case
from tests.conftest import DAY as TODAY
from tests.fixtures.records import a_case, file_person, follow_up

CODE, OPENED = "510402-S001", date(2026, 5, 4)
WHY = "缺少家属意见"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def case(network):
    """In its last stage, with all that is to be written."""
    made = a_case(file_person(network["S001"]), OPENED, stage="CLOSURE")
    made.documents.create(kind="CLOSURE_FORM", body="结案", written_on=OPENED)
    return made


def ask(case, actor):
    return request_closure(actor=actor, case=case, closure_reason="GOALS_MET")


def stands(case):
    return Case.objects.get(pk=case.pk)


def last_step(case):
    return case.steps.order_by("-id").first()


def test_who_asked_takes_the_request_back_and_asks_anew(case, actor, done):
    worker, head = actor("WORKER"), actor("HEAD")
    ask(case, worker)
    take_back_closure(actor=worker, case=case, reason="还需一次家访")

    case = stands(case)
    assert (case.stage, case.closed_on, case.closure_reason) == ("CLOSURE", None, "")
    assert (case.closure_requested_by_uuid, case.closure_requested_by_name) == (None, "")
    step = last_step(case)
    assert (step.act, step.reason, step.by_name) == ("TAKE_BACK", "还需一次家访", worker.name)
    assert "case.take_back" in done()
    assert closures_to_sign(head, TODAY) == []
    with pytest.raises(Conflict) as refused:
        sign_closure(actor=head, case=case, on=TODAY)
    assert refused.value.code == "closure_not_requested"
    ask(case, worker)
    assert sign_closure(actor=head, case=case, on=TODAY).closed_on == TODAY


def test_who_would_sign_sends_it_back_and_the_desks_follow(case, actor):
    worker, head, supervisor = actor("WORKER"), actor("HEAD"), actor("SUPERVISOR")
    ask(case, worker)
    assert closures_sent_back(worker, TODAY) == []
    send_back_closure(actor=supervisor, case=case, reason=WHY)

    assert closures_to_sign(head, TODAY) == []
    (task,) = closures_sent_back(worker, TODAY)
    assert task.url.endswith(f"/cases/{case.uuid}/")
    assert (supervisor.name in task.object_text, case.title in task.object_text) == (True, False)
    assert [closures_sent_back(each, TODAY) for each in (head, supervisor)] == [[], []]
    assert last_step(case).act == "SEND_BACK"
    ask(case, worker)
    assert closures_sent_back(worker, TODAY) == []
    assert len(closures_to_sign(supervisor, TODAY)) == 1


def test_a_case_that_ends_otherwise_leaves_the_desk(case, actor):
    worker = actor("WORKER")
    ask(case, worker)
    send_back_closure(actor=actor("HEAD"), case=case, reason=WHY)
    withdraw_case(actor=worker, case=case, reason="退出", on=TODAY)

    assert closures_sent_back(worker, TODAY) == []


def test_nobody_else_does_either(case, actor, network):
    worker, head = actor("WORKER"), actor("HEAD")
    ask(case, head)
    with pytest.raises(Forbidden) as refused:
        take_back_closure(actor=worker, case=case, reason=WHY)
    assert refused.value.code == "other_person"
    with pytest.raises(Forbidden) as refused:
        send_back_closure(actor=head, case=case, reason=WHY)
    assert refused.value.code == "same_person"
    for other in (worker, actor("SUPERVISOR", "510402-S002"), actor("BUREAU")):
        with pytest.raises(Forbidden):
            send_back_closure(actor=other, case=case, reason=WHY)
    assert stands(case).closure_requested_by_uuid == head.user_uuid


@pytest.mark.parametrize(
    ("do", "role"), [(take_back_closure, "WORKER"), (send_back_closure, "HEAD")]
)
def test_both_need_a_request_an_open_case_and_a_reason(case, actor, do, role):
    worker = actor("WORKER")
    who = worker if role == "WORKER" else actor(role)
    with pytest.raises(Conflict) as refused:
        do(actor=who, case=case, reason=WHY)
    assert refused.value.code == "closure_not_requested"
    ask(case, worker)
    with pytest.raises(Invalid) as wrong:
        do(actor=who, case=case, reason="  ")
    assert [each.field for each in wrong.value.errors] == ["reason"]
    sign_closure(actor=actor("SUPERVISOR"), case=case, on=TODAY)
    with pytest.raises(Conflict) as refused:
        do(actor=who, case=case, reason=WHY)
    assert refused.value.code == "case_closed"


def test_each_finds_the_button_and_the_reason_stands_in_the_history(case, visitor, member):
    worker, head = visitor("WORKER", CODE), visitor("HEAD", CODE)
    address = reverse("casework:case", "config.urls_county", [CODE, case.uuid])

    def page(who):
        return who.get(address).content.decode()

    assert worker.post(f"{address}request-closure/", {"closure_reason": "MOVED"}).status_code == 302
    assert "take-back" in page(worker)
    assert "send-back" not in page(worker)
    assert "send-back" in page(head)
    assert "take-back" not in page(head)
    assert head.post(f"{address}send-back/", {"reason": ""}).status_code == 422
    assert head.post(f"{address}send-back/", {"reason": WHY}).status_code == 302
    assert WHY in page(worker)
    assert "可以申请结案" in page(worker)
    assert worker.post(f"{address}request-closure/", {"closure_reason": "MOVED"}).status_code == 302
    assert head.post(f"{address}take-back/", {"reason": WHY}).status_code == 403
    assert worker.post(f"{address}take-back/", {"reason": "再等"}).status_code == 302
    assert stands(case).closure_requested_by_uuid is None


def test_a_follow_up_has_its_day_after_the_closure_and_says_what_was_found(network, actor):
    head, opened = actor("HEAD"), TODAY - timedelta(90)
    ended = {"closed_on": TODAY - timedelta(9), "closure_reason": "GOALS_MET"}
    received = {"closed_received_at": clock.now(), "stage": "CLOSURE"}
    case = a_case(file_person(network["S001"]), opened, **ended, **received)

    with pytest.raises(Invalid) as early:
        plan_follow_up(actor=head, case=case, due_on=TODAY - timedelta(10))
    planned = plan_follow_up(actor=head, case=case, due_on=TODAY - timedelta(2))
    wrong = (
        ("done_on", {"done_on": TODAY - timedelta(10), "note": "稳定"}),
        ("done_on", {"done_on": TODAY + timedelta(1), "note": "稳定"}),
        ("note", {"done_on": TODAY, "note": " "}),
    )
    assert early.value.errors[0].field == "due_on"
    for field, given in wrong:
        with pytest.raises(Invalid) as refused:
            record_follow_up(actor=head, follow_up=planned, **given)
        assert refused.value.errors[0].field == field
    planned.refresh_from_db()
    assert planned.done_on is None


def test_a_follow_up_is_measured_by_the_closure_it_was_planned_after(network, actor):
    head, first, second = actor("HEAD"), TODAY - timedelta(60), TODAY - timedelta(5)
    person = file_person(network["S001"])
    with clock.frozen(first):
        case = a_case(person, TODAY - timedelta(90), stage="CLOSURE")
        case = withdraw_case(actor=head, case=case, reason="迁居", on=first)
        early = plan_follow_up(actor=head, case=case, due_on=TODAY)
    with clock.frozen(TODAY - timedelta(30)):
        case = reopen_case(actor=head, case=case, reason="迁回")
    with pytest.raises(Invalid) as before:
        record_follow_up(actor=head, follow_up=early, done_on=first - timedelta(1), note="稳定")
    assert before.value.errors[0].allowed == f">= {first}"
    with clock.frozen(second):
        case = withdraw_case(actor=head, case=case, reason="再次迁居", on=second)
        late = plan_follow_up(actor=head, case=case, due_on=TODAY)

    done = record_follow_up(actor=head, follow_up=early, done_on=first, note="稳定")
    with pytest.raises(Invalid) as refused:
        record_follow_up(actor=head, follow_up=late, done_on=second - timedelta(1), note="稳定")
    (error,) = refused.value.errors
    assert (done.done_on, error.field, error.allowed) == (first, "done_on", f">= {second}")
    assert (
        record_follow_up(actor=head, follow_up=late, done_on=second, note="稳定").done_on == second
    )


def test_a_follow_up_of_a_closure_brought_in_without_its_steps_keeps_to_the_case(network, actor):
    case = a_case(file_person(network["S001"]), TODAY - timedelta(90), round=2)
    late = follow_up(case, TODAY)
    with pytest.raises(Invalid) as refused:
        record_follow_up(
            actor=actor("HEAD"), follow_up=late, done_on=TODAY - timedelta(91), note="稳定"
        )
    assert refused.value.errors[0].allowed == f">= {case.opened_on}"
