"""Reports of suspected harm to a child: sent once, read by few, each reading kept (X13, G3231)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.access.models import Membership
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.desk import unanswered_reports
from stations.casework.domain import (
    end_officer,
    name_officer,
    record_answer,
    send_report,
    state_more,
)
from stations.casework.domain.protection import is_as_sent
from stations.casework.models import ProtectionOfficer, ProtectionReport
from stations.casework.norms import norm
from stations.casework.receipt_pdf import receipt_facts
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, a_report
from tests.fixtures.care import name_officer as named
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import noon

CODE = "510402-S001"
SEEN = {"child": "约八岁男孩", "seen": "手臂有新旧伤痕", "place": "村小学门口"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def given():
    """Noticed two hours ago, the police told by phone just now."""
    noticed = clock.now() - timedelta(hours=2)
    return {**SEEN, "noticed_at": noticed, "authority": "POLICE", "channel": "PHONE"}


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def seen_by(actor):
    return {
        report.station.code[7:]
        for report in ProtectionReport.objects.restrict(actor, "view").select_related("station")
    }


def test_a_report_goes_its_whole_way(network, actor, given, done):
    room, head = actor("ROOM_STAFF"), actor("HEAD")

    report = send_report(actor=room, station=network["R001"], **given)
    statement = state_more(actor=room, report=report, body="孩子由祖母照看")
    answered = record_answer(actor=head, report=report, answer="已受理并上门核查", on=TODAY)

    assert (report.received_at, report.reported_at) == (clock.now(), clock.now())
    assert (report.reporter_name, statement.by_name) == (room.name, room.name)
    assert (answered.answered_on, answered.answered_received_at) == (TODAY, clock.now())
    assert answered.answer == "已受理并上门核查"
    assert is_as_sent(answered)
    assert report.receipt_number.startswith("20261120-")
    assert done() == ["protection.send", "protection.state", "protection.answer"]
    with pytest.raises(Conflict) as refused:
        record_answer(actor=head, report=answered, answer="又答", on=TODAY)
    assert refused.value.code == "answered"


def test_late_is_what_was_told_after_the_time_limit(network):
    limit = norm("protection_report", "hours")
    assert limit == 24
    assert not a_report(network["S001"], hours=limit).is_late
    assert a_report(network["S001"], hours=limit + 1).is_late


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"child": " "}, "child"),
        ({"seen": ""}, "seen"),
        ({"place": ""}, "place"),
        ({"authority": "NEIGHBOUR"}, "authority"),
        ({"channel": "CHAT"}, "channel"),
        ({"noticed_at": noon(date(2026, 11, 21))}, "noticed_at"),
        ({"reported_at": noon(date(2026, 11, 21))}, "reported_at"),
        ({"reported_at": noon(MAY)}, "reported_at"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(network, actor, given, changes, field):
    with pytest.raises(Invalid) as refused:
        send_report(actor=actor("HEAD"), station=network["S001"], **(given | changes))

    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"])
def test_only_who_works_at_the_place_reports(network, actor, given, role):
    with pytest.raises(Forbidden):
        send_report(actor=actor(role), station=network["S001"], **given)


def test_nothing_that_was_sent_is_changed_withdrawn_or_deleted(network, actor, given):
    report = send_report(actor=actor("HEAD"), station=network["S001"], **given)
    report.seen = "没有看见什么"
    for attempt in (
        report.save,
        lambda: report.save(update_fields=["seen"]),
        lambda: report.save(update_fields=["answer", "withdrawn_at"]),
        report.delete,
        lambda: ProtectionReport.objects.update(seen="无"),
        lambda: ProtectionReport.objects.filter(pk=report.pk).update(withdrawn_at=clock.now()),
        lambda: ProtectionReport.objects.all().delete(),
        lambda: ProtectionReport.objects.bulk_update([report], ["seen"]),
    ):
        with pytest.raises(Conflict), transaction.atomic():
            attempt()
    stored = ProtectionReport.objects.get(pk=report.pk)
    assert (stored.seen, is_as_sent(stored)) == ("手臂有新旧伤痕", True)
    assert not is_as_sent(report)


def test_head_reporter_and_the_named_of_the_bureau_read_reports(network, actor):
    worker, room, bureau, other = (
        actor("WORKER"),
        actor("ROOM_STAFF"),
        actor("BUREAU"),
        actor("BUREAU"),
    )
    a_report(network["S001"], by=worker.user_uuid)
    a_report(network["R001"], by=room.user_uuid)
    a_report(network["S002"])
    officer = named(bureau.user_uuid)

    assert seen_by(actor("HEAD")) == {"S001", "R001"}
    assert (seen_by(worker), seen_by(room)) == ({"S001"}, {"R001"})
    assert seen_by(actor("WORKER")) == set()
    assert seen_by(bureau) == {"S001", "R001", "S002"}
    for role in ("SUPERVISOR", "HUB_STAFF", "TOWNSHIP", "AUDITOR", "AGENCY"):
        assert seen_by(actor(role)) == set()
    assert seen_by(other) == set()

    end_officer(actor=other, officer=officer, on=TODAY)

    assert seen_by(bureau) == set()


def test_who_may_answer_and_state(network, actor):
    worker, bureau = actor("WORKER"), actor("BUREAU")
    report = a_report(network["S001"], by=worker.user_uuid)
    answer = {"report": report, "answer": "已受理", "on": TODAY}
    for stranger in (worker, bureau, actor("SUPERVISOR")):
        with pytest.raises(Forbidden):
            record_answer(actor=stranger, **answer)
    with pytest.raises(Forbidden):
        state_more(actor=actor("WORKER"), report=report, body="x")
    with pytest.raises(Invalid):
        state_more(actor=worker, report=report, body=" ")
    named(bureau.user_uuid)

    assert record_answer(actor=bureau, **answer).answered_on == TODAY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": MAY - timedelta(1)}, "on"),
        ({"on": TODAY + timedelta(1)}, "on"),
        ({"answer": " "}, "answer"),
    ],
)
def test_a_bad_answer_is_refused_by_its_field(network, actor, changes, field):
    answer = {"report": a_report(network["S001"]), "answer": "已受理", "on": TODAY}
    with pytest.raises(Invalid) as refused:
        record_answer(actor=actor("HEAD"), **(answer | changes))

    assert [error.field for error in refused.value.errors] == [field]


def test_the_bureau_names_persons_of_its_own_once(county, actor):
    bureau, head = actor("BUREAU"), actor("HEAD")
    held = Membership.objects.get(user_uuid=bureau.user_uuid)
    with pytest.raises(Forbidden):
        name_officer(actor=head, membership=held, valid_from=TODAY)
    with pytest.raises(Invalid):
        name_officer(
            actor=bureau,
            membership=Membership.objects.get(user_uuid=head.user_uuid),
            valid_from=TODAY,
        )

    officer = name_officer(actor=bureau, membership=held, valid_from=TODAY)

    assert officer.name == bureau.name
    with pytest.raises(Conflict):
        name_officer(actor=bureau, membership=held, valid_from=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        named(bureau.user_uuid)
    with pytest.raises(Forbidden):
        end_officer(actor=head, officer=officer, on=TODAY)
    assert ProtectionOfficer.objects.count() == 1


def test_every_reading_is_kept_and_the_receipt_says_no_content(network, visitor):
    report = a_report(network["S001"], mark="0" * 64)
    head = visitor("HEAD", CODE)
    read = Entry.objects.filter(action="protection.read", object_uuid=report.uuid)

    page = head.get(url("protection-reports-one", CODE, report.uuid)).content.decode()
    assert report.seen in page
    assert url("protection-receipt", CODE, report.uuid) in page
    assert "作废记录" not in page
    assert read.count() == 1
    receipt = head.get(url("protection-receipt", CODE, report.uuid)).content.decode()
    assert report.receipt_number in receipt
    assert report.seen not in receipt
    assert report.child not in receipt
    assert read.count() == 2
    assert "与出具回执时不一致" in receipt  # made past the domain, without a mark

    listed = head.get(url("protection-reports-list", CODE)).content.decode()
    assert report.receipt_number in listed
    assert report.child not in listed
    assert read.count() == 2


def test_a_report_is_sent_on_its_page_and_answered_there(network, visitor):
    worker, head = visitor("WORKER", CODE), visitor("HEAD", CODE)
    form = {
        **SEEN,
        "noticed_at": clock.now().strftime("%Y-%m-%dT00:00"),
        "authority": "CIVIL_AFFAIRS",
        "channel": "WRITING",
    }

    assert worker.post(url("protection-reports-new", CODE), form).status_code == 302
    report = ProtectionReport.objects.get()
    assert worker.get(url("protection-receipt", CODE, report.uuid)).status_code == 200
    answer = url("protection-reports-answer", CODE, report.uuid)
    sent = {"answer": "已受理", "on": "2026-11-20"}
    assert worker.post(answer, sent).status_code == 403
    assert head.post(answer, sent).status_code == 302
    assert ProtectionReport.objects.get().answer == "已受理"
    other = visitor("WORKER", CODE)
    assert other.get(url("protection-reports-one", CODE, report.uuid)).status_code == 404
    assert other.get(url("protection-receipt", CODE, report.uuid)).status_code == 404


def test_the_table_knows_no_report_told_before_it_was_noticed(network):
    for wrong in ({"hours": -1}, {"answered_on": MAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_report(network["S001"], **wrong)


def test_a_report_without_an_answer_waits_on_the_desk(network, actor):
    report = a_report(network["S001"])
    a_report(network["S001"], answered_on=MAY, answered_received_at=clock.now())
    head, worker, bureau = actor("HEAD"), actor("WORKER"), actor("BUREAU")

    (task,) = unanswered_reports(head, TODAY)

    assert (task.due_on, str(report.uuid) in task.url) == (date(2026, 5, 5), True)
    assert report.child not in task.object_text
    assert (unanswered_reports(worker, TODAY), unanswered_reports(bureau, TODAY)) == ([], [])
    named(bureau.user_uuid)
    assert len(unanswered_reports(bureau, TODAY)) == 1


def test_a_report_is_sent_and_read_over_the_api(network, member):
    room = api_client_for(member("ROOM_STAFF", scope_code="510402-R001"), COUNTY)
    body = {
        **SEEN,
        "station": "510402-R001",
        "noticed_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "authority": "POLICE",
        "channel": "PHONE",
    }

    sent = room.post("/api/v1/protection-reports", body, content_type="application/json")
    enter_county(COUNTY)
    assert (sent.status_code, sent.json()["seen"]) == (201, SEEN["seen"])
    path = f"/api/v1/protection-reports/{sent.json()['id']}"
    before = Entry.objects.filter(action="protection.read").count()
    assert room.get(path).json()["late"] is False
    enter_county(COUNTY)
    assert Entry.objects.filter(action="protection.read").count() == before + 1
    other = api_client_for(member("ROOM_STAFF", scope_code="510402-R001"), COUNTY)
    assert other.get(path).status_code == 404
    enter_county(COUNTY)
    assert other.get("/api/v1/protection-reports").json()["results"] == []
    assert room.delete(path).status_code == 405


def test_the_receipt_is_a_pdf_of_the_same_bytes_without_the_content(network, actor, visitor, given):
    report = send_report(actor=actor("HEAD"), station=network["S001"], **given)
    head, page = visitor("HEAD", CODE), url("protection-receipt-pdf", CODE, report.uuid)

    first, second = head.get(page), head.get(page)

    assert (first["Content-Type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert first.content == second.content
    assert f'"{report.receipt_number}.pdf"' in first["Content-Disposition"]
    facts = dict(receipt_facts(report))
    assert report.receipt_number in facts.values()
    assert not {report.child, report.seen, report.place} & set(facts.values())
    forged = a_report(network["S001"], mark="0" * 64)  # past the domain, with a wrong mark
    assert head.get(url("protection-receipt-pdf", CODE, forged.uuid)).status_code == 409
    assert visitor("WORKER", CODE).get(page).status_code == 404


def test_harm_to_an_elder_is_told_the_same_way_and_kept_apart(network, actor, given):
    """G3225: the same restriction and mark; the figures of children do not count it."""
    report = send_report(actor=actor("HEAD"), station=network["S001"], subject="ELDER", **given)

    assert is_as_sent(report)
    report.subject = "CHILD"
    assert not is_as_sent(report)
    assert not ProtectionReport.objects.restrict(actor("BUREAU"), "view")
    with pytest.raises(Invalid):
        send_report(actor=actor("HEAD"), station=network["S001"], subject="PET", **given)
