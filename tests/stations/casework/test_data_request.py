"""Requests of persons about their data go their whole way: see, take out, correct, erase."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.domain import (
    close_file,
    edit_file,
    finish_correction,
    grant_request,
    hand_out,
    receive_request,
    refuse_request,
    withdraw_consent,
)
from stations.casework.domain.erase import holds_of
from stations.casework.domain.household import edit_household
from stations.casework.models import AlertNote, Beneficiary, DataRequest, Household, Visit
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import a_case, agree, enlist, file_person, need, noon, visit
from tests.stations.conftest import ROLES

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    household = Household.objects.create(
        station=network["S001"], division_code="510402001001", name="曾大山", filed_on=TODAY,
        address="金沙路1号", note="邻里和睦",
    )  # fmt: skip
    return file_person(
        network["S001"], name="曾小山", household=household, phone="13900000000",
        closed_on=date(2026, 10, 1),
    )  # fmt: skip


def ask(actor, person, kind="SEE", **changes):
    facts = {"kind": kind, "asked_by": "SELF", "asked_on": TODAY}
    return receive_request(
        actor=actor, station=person.station, beneficiary=person, **(facts | changes)
    )


def test_a_request_is_due_by_the_days_of_the_data_file(person, actor, done):
    request = ask(actor("WORKER"), person, asked_on=TODAY - WEEK)
    assert (request.state, request.due_on) == ("RECEIVED", TODAY - WEEK + timedelta(days=15))
    assert done() == ["data_request.receive"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_on": TODAY + WEEK}, "asked_on"),
        ({"kind": "SELL"}, "kind"),
        ({"kind": "CORRECT"}, "details"),
        ({"asked_by": "NEIGHBOUR"}, "asked_by"),
    ],
)
def test_what_a_request_may_not_be(person, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        ask(actor("WORKER"), person, **changes)
    assert refused.value.errors[0].field == field


@pytest.mark.parametrize("role", ["SUPERVISOR", "TOWNSHIP", "AGENCY", "AUDITOR", "HUB_STAFF"])
def test_who_takes_in_no_request(person, actor, role):
    with pytest.raises(Forbidden):
        ask(actor(role), person)


def test_a_second_one_of_the_kind_waits_for_the_first(person, actor):
    ask(actor("WORKER"), person)
    with pytest.raises(Conflict) as refused:
        ask(actor("WORKER"), person)
    assert refused.value.code == "request_waits"
    ask(actor("WORKER"), person, kind="TAKE_OUT")


def test_seeing_is_granted_by_the_bureau_and_handed_out_once(person, actor):
    request = ask(actor("WORKER"), person)
    granted = grant_request(actor=actor("BUREAU"), entry=request)
    assert (granted.state, granted.decided_on) == ("GRANTED", TODAY)
    made = hand_out(actor=actor("HEAD"), entry=granted)
    assert (made.state, made.done_on) == ("DONE", TODAY)
    entry = Entry.objects.get(action="data_request.hand_out")
    assert entry.after == {"kind": "SEE", "person": str(person.uuid)}

    with pytest.raises(Conflict) as refused:
        hand_out(actor=actor("HEAD"), entry=granted)
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("role", ["HEAD", "WORKER", "SUPERVISOR", "AUDITOR"])
def test_nobody_else_decides(person, actor, role):
    request = ask(actor("WORKER"), person)
    for act in (grant_request, refuse_request):
        with pytest.raises(Forbidden):
            act(actor=actor(role), entry=request, answer="不予")


def test_a_refusal_says_why_and_ends_it(person, actor):
    request = ask(actor("WORKER"), person)
    bureau = actor("BUREAU")
    with pytest.raises(Invalid) as refused:
        refuse_request(actor=bureau, entry=request, answer=" ")
    assert refused.value.errors[0].field == "answer"
    ended = refuse_request(actor=bureau, entry=request, answer="申请人身份无法核实")

    assert (ended.state, ended.answer) == ("REFUSED", "申请人身份无法核实")
    for act in (grant_request, hand_out):
        with pytest.raises(Conflict):
            act(actor=bureau, entry=ended)


def test_nothing_is_handed_out_undecided_or_for_another_kind(person, actor):
    bureau = actor("BUREAU")
    request = ask(actor("WORKER"), person)
    with pytest.raises(Conflict):
        hand_out(actor=bureau, entry=request)
    other = ask(actor("WORKER"), person, kind="CORRECT", details="电话有误")
    grant_request(actor=bureau, entry=other)
    with pytest.raises(Conflict) as refused:
        hand_out(actor=bureau, entry=other)
    assert refused.value.code == "wrong_kind"


def granted_correction(person, actor):
    request = ask(actor("WORKER"), person, kind="CORRECT", details="电话有误")
    return grant_request(actor=actor("BUREAU"), entry=request)


def withdraw_visit(person, actor):
    made = visit(person, TODAY - WEEK, note="错记")
    withdraw(actor=actor("HEAD"), entry=made, reason="记错对象")
    return "visit.withdraw"


CORRECTIONS = {
    "the file": lambda person, actor: edit_file(
        actor=actor("WORKER"), beneficiary=person, name="曾晓山", division_code="510402001001"
    ),
    "the household": lambda person, actor: edit_household(
        actor=actor("WORKER"), household=person.household, name="曾大山",
        division_code="510402001001", address="银江路2号",
    ),
    "a consent": lambda person, actor: withdraw_consent(
        actor=actor("WORKER"), consent=agree(person), on=TODAY, reason="本人未同意"
    ),
    "a visit": withdraw_visit,
}  # fmt: skip
TRAIL = {
    "the file": "beneficiary.edit",
    "the household": "household.edit",
    "a consent": "consent.withdraw",
    "a visit": "visit.withdraw",
}


@pytest.mark.parametrize("where", CORRECTIONS)
def test_a_correction_is_finished_wherever_it_was_made(person, actor, where):
    request = granted_correction(person, actor)
    CORRECTIONS[where](person, actor)
    made = finish_correction(actor=actor("WORKER"), entry=request, correction="已按本人陈述更正")

    assert (made.state, made.correction) == ("DONE", "已按本人陈述更正")
    trail = Entry.objects.filter(action=TRAIL[where]).order_by("-seq").first()
    assert made.change_uuid == trail.uuid
    assert "本人陈述" not in str(list(Entry.objects.values_list("before", "after")))


def test_a_correction_outside_of_the_records_is_told_in_words(person, actor):
    made = finish_correction(
        actor=actor("WORKER"), entry=granted_correction(person, actor), correction="纸质名册已改"
    )
    assert (made.state, made.change_uuid) == ("DONE", None)


def test_another_person_s_change_is_no_trail_of_it(person, actor):
    request = granted_correction(person, actor)
    other = file_person(person.station, name="李四")
    edit_file(actor=actor("WORKER"), beneficiary=other, name="李思", division_code="510402001001")
    made = finish_correction(actor=actor("WORKER"), entry=request, correction="已改")
    assert made.change_uuid is None


def test_a_correction_says_what_was_corrected(person, actor):
    request = granted_correction(person, actor)
    with pytest.raises(Invalid) as refused:
        finish_correction(actor=actor("WORKER"), entry=request, correction=" ")
    assert refused.value.errors[0].field == "correction"


def test_nothing_else_is_finished_as_a_correction(person, actor):
    seen = ask(actor("WORKER"), person)
    grant_request(actor=actor("BUREAU"), entry=seen)
    with pytest.raises(Conflict) as wrong:
        finish_correction(actor=actor("WORKER"), entry=seen, correction="已改")
    assert wrong.value.code == "wrong_kind"


def test_a_granted_correction_may_turn_out_to_be_none(person, actor):
    request = granted_correction(person, actor)
    ended = refuse_request(actor=actor("BUREAU"), entry=request, answer="核对原件，记录无误")
    assert (ended.state, ended.answer) == ("REFUSED", "核对原件，记录无误")
    seen = grant_request(actor=actor("BUREAU"), entry=ask(actor("WORKER"), person))
    with pytest.raises(Conflict):
        refuse_request(actor=actor("BUREAU"), entry=seen, answer="不予")


def test_erasing_empties_names_numbers_and_texts_and_keeps_the_counts(person, actor):
    visit(person, date(2023, 5, 4), note="谈到家事")
    request = ask(actor("WORKER"), person, kind="ERASE", details="我已搬走")
    done = grant_request(actor=actor("BUREAU"), entry=request, answer="已依法删除")

    assert (done.state, done.done_on, done.details) == ("DONE", TODAY, "")
    gone = Beneficiary.objects.get(pk=person.pk)
    assert (gone.name, gone.phone, gone.id_number_index) == ("已匿名", "", "")
    assert gone.erased_at is not None
    household = gone.household
    assert (household.name, household.address, household.note) == ("已匿名", "", "")
    left = Visit.objects.get(beneficiary=person)
    assert (left.note, left.result) == ("", "MET")
    trail = str(list(Entry.objects.values_list("before", "after", "object_text")))
    assert "曾小山" not in trail
    assert "谈到家事" not in trail
    with pytest.raises(Conflict) as again:
        ask(actor("WORKER"), gone, kind="SEE")
    assert again.value.code == "erased"
    with pytest.raises(Conflict) as edited:
        edit_file(actor=actor("WORKER"), beneficiary=gone, name="曾", division_code="510402001001")
    assert edited.value.code == "erased"


def note_alert(person, subject, measure="已上门核实"):
    return AlertNote.objects.create(
        station=person.station, kind="NEED_OPEN", subject=subject.uuid, since=TODAY,
        done_on=TODAY, measure=measure,
    )  # fmt: skip


def test_erasing_empties_what_was_done_about_the_person_s_alerts(person, actor):
    other = file_person(person.station)
    about, else_where = (
        note_alert(person, need(person, TODAY)),
        note_alert(other, need(other, TODAY)),
    )
    grant_request(actor=actor("BUREAU"), entry=ask(actor("WORKER"), person, kind="ERASE"))

    about.refresh_from_db()
    else_where.refresh_from_db()
    assert (about.measure, else_where.measure) == ("", "已上门核实")


def test_a_household_keeps_its_name_while_others_live_in_it(person, actor):
    file_person(person.station, household=person.household)
    grant_request(actor=actor("BUREAU"), entry=ask(actor("WORKER"), person, kind="ERASE"))
    household = Household.objects.get(pk=person.household_id)
    assert (household.name, household.note) == ("曾大山", "邻里和睦")


@pytest.mark.parametrize("way", ["household", "former_household"])
@pytest.mark.parametrize(
    ("named", "shared", "left"),
    [
        ("曾小山", True, ("已匿名", "金沙路1号", "邻里和睦")),
        ("曾小山", False, ("已匿名", "", "")),
        ("曾大山", True, ("曾大山", "金沙路1号", "邻里和睦")),
    ],
)
def test_a_household_loses_the_name_of_who_is_erased(person, actor, way, named, shared, left):
    """While others live in it too, and where the person lived before."""
    home = person.household
    Household.objects.filter(pk=home.pk).update(name=named)
    if shared:
        file_person(person.station, household=home)
    Beneficiary.objects.filter(pk=person.pk).update(**{"household": None, way: home})
    person.refresh_from_db()
    grant_request(actor=actor("BUREAU"), entry=ask(actor("WORKER"), person, kind="ERASE"))

    home.refresh_from_db()
    assert (home.name, home.address, home.note) == left
    assert "曾小山" not in str(list(Entry.objects.values_list("before", "after", "object_text")))


def test_a_household_of_somebody_with_a_longer_name_keeps_it(person, actor):
    home = person.household
    file_person(person.station, name="曾小山河", household=home)
    Household.objects.filter(pk=home.pk).update(name="曾小山河户")
    person.refresh_from_db()
    grant_request(actor=actor("BUREAU"), entry=ask(actor("WORKER"), person, kind="ERASE"))

    home.refresh_from_db()
    assert home.name == "曾小山河户"


def closed_case(person, on=date(2020, 5, 4)):
    return a_case(person, on, closed_on=on, closure_reason="MOVED", closed_received_at=noon(on))


HOLDS = {
    "file_open": lambda person: Beneficiary.objects.filter(pk=person.pk).update(closed_on=None),
    "duty": lambda person: agree(person, given_by="DUTY", duty="社会救助暂行办法第五十六条"),
    "roster": lambda person: enlist(person.station, beneficiary=person),
    "case_open": lambda person: a_case(person),
    "case_kept": closed_case,
}


@pytest.mark.parametrize("code", HOLDS)
def test_erasing_is_refused_while_something_holds(person, actor, code):
    HOLDS[code](person)
    request = ask(actor("WORKER"), person, kind="ERASE")
    with pytest.raises(Conflict) as refused:
        grant_request(actor=actor("BUREAU"), entry=request)

    assert refused.value.code == "retention_holds"
    assert [error.code for error in refused.value.errors] == [code]
    request.refresh_from_db()
    assert request.state == "RECEIVED"
    assert Beneficiary.objects.get(pk=person.pk).phone == "13900000000"


def test_what_held_is_over_some_day(person, actor):
    duty = agree(person, given_by="DUTY", duty="社会救助暂行办法")
    closed_case(person, date(2016, 5, 4))
    assert [hold.code for hold in holds_of(person)] == ["duty"]
    withdraw_consent(actor=actor("HEAD"), consent=duty, on=TODAY, reason="不再领取")
    assert holds_of(person) == []


def test_a_retention_that_binds_is_data(person, monkeypatch):
    visit(person, date(2025, 5, 4))
    assert holds_of(person) == []
    monkeypatch.setitem(read_data("retention")["visit"], "binds", True)
    assert [(hold.code, hold.until) for hold in holds_of(person)] == [
        ("visit_kept", date(2028, 5, 4))
    ]


def test_closing_the_file_makes_way(network, actor):
    head = actor("HEAD")
    person = file_person(network["S001"])
    assert [hold.code for hold in holds_of(person)] == ["file_open"]
    close_file(actor=head, beneficiary=person, on=TODAY, reason="MOVED")
    assert holds_of(Beneficiary.objects.get(pk=person.pk)) == []


def test_each_role_reaches_exactly_its_requests(person, actor):
    ask(actor("WORKER"), person)
    actors = {role: actor(role) for role in ROLES}
    for action, roles in (
        ("view", {"BUREAU", "HEAD", "WORKER"}),
        ("edit", {"BUREAU", "HEAD", "WORKER"}),
        ("decide", {"BUREAU"}),
    ):
        found = {r for r, held in actors.items() if DataRequest.objects.restrict(held, action)}
        assert found == roles, action
    assert not DataRequest.objects.restrict(actor("HEAD", "510402-S002"), "view").exists()


def test_a_child_s_request_is_seen_by_head_bureau_and_responsible_person(network, actor):
    child = file_child(network["S001"])
    ask(actor("HEAD"), child, asked_by="GUARDIAN")
    worker = actor("WORKER")
    for role in ("HEAD", "BUREAU"):
        assert DataRequest.objects.restrict(actor(role), "view").count() == 1, role
    assert DataRequest.objects.restrict(worker, "view").count() == 0
    Beneficiary.objects.filter(pk=child.pk).update(responsible_uuid=worker.user_uuid)
    assert DataRequest.objects.restrict(worker, "view").count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": TODAY - WEEK},
        {"state": "GRANTED"},
        {"decided_on": TODAY},
        {"done_on": TODAY, "done_received_at": clock.now()},
        {"change_uuid": "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"},
    ],
)
def test_a_request_s_impossible_states(person, actor, values):
    request = ask(actor("WORKER"), person)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**values)
