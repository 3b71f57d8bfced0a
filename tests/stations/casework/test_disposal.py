"""The destruction list: proposed at the end of retention, two people, texts gone (C921, X27)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    approve_disposal,
    file_volume,
    keep_longer,
    lend_volume,
    propose_disposal,
    propose_due,
    reopen_case,
)
from stations.casework.models import ArchiveDisposal, ArchiveVolume, Case, CaseDocument, CaseStep
from stations.casework.queries.disclosure import disclosures
from tests.fixtures.records import a_case, file_person, follow_up, noon

CLOSED = date(2016, 5, 4)
TODAY = date(2026, 11, 20)
SECRET = "当事人自述的家庭矛盾"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def volume(network, system):
    """Of a case closed so long ago that its retention has ended."""
    return old_volume(network["S001"], system)


def old_volume(station, system, closed=CLOSED):
    case = a_case(
        file_person(station), date(2016, 1, 1), title=SECRET, closed_on=closed,
        closure_reason="GOALS_MET", closed_received_at=noon(closed), stage="CLOSURE",
    )  # fmt: skip
    CaseDocument.objects.create(case=case, kind="PLAN", body=SECRET, written_on=CLOSED)
    CaseStep.objects.create(case=case, act="OPEN", to_stage="INTAKE", reason=SECRET, by_name="张工")
    follow_up(case, closed)
    with clock.frozen(closed):
        return file_volume(actor=system, case=case)


def test_two_people_approve_and_the_texts_are_gone(volume, actor, done):
    proposed = propose_disposal(actor=actor("WORKER"), volume=volume)
    assert proposed.state == "PROPOSED"
    once = approve_disposal(actor=actor("HEAD"), entry=proposed)
    assert once.state == "APPROVED_ONCE"
    assert CaseDocument.objects.get().body == SECRET

    gone = approve_disposal(actor=actor("BUREAU"), entry=once)

    assert (gone.state, gone.destroyed_on) == ("DESTROYED", TODAY)
    assert gone.first_by_name != gone.second_by_name
    case = Case.objects.get(pk=volume.case_id)
    assert (case.title, case.closed_on, case.problem) == ("", CLOSED, "FAMILY")
    assert CaseDocument.objects.get().body == ""
    step = CaseStep.objects.get()
    assert (step.reason, step.by_name) == ("", "张工")
    volume.refresh_from_db()
    assert volume.destroyed_on == TODAY
    assert len(volume.contents) == 1
    assert done()[-2:] == ["archive.destroy", "archive.carry_out_disposal"]
    (logged,) = disclosures(actor("BUREAU"), code=case.beneficiary.file_code)
    assert logged.action == "archive.carry_out_disposal"
    assert SECRET not in str(list(Entry.objects.values_list("before", "after", "object_text")))


def test_one_person_does_not_approve_twice(volume, actor):
    head = actor("HEAD")
    proposed = propose_disposal(actor=head, volume=volume)
    once = approve_disposal(actor=head, entry=proposed)
    with pytest.raises(Forbidden) as refused:
        approve_disposal(actor=head, entry=once)
    assert refused.value.code == "same_person"
    assert CaseDocument.objects.get().body == SECRET


def test_nothing_is_proposed_while_it_must_be_kept(network, actor, system):
    kept = old_volume(network["S001"], system, closed=date(2016, 11, 20))
    with pytest.raises(Conflict) as refused:
        propose_disposal(actor=actor("HEAD"), volume=kept)
    assert refused.value.code == "retention_holds"
    with clock.frozen(TODAY + timedelta(days=1)):
        assert propose_disposal(actor=actor("HEAD"), volume=kept).pk


def test_a_volume_is_on_the_list_once(volume, actor):
    head = actor("HEAD")
    propose_disposal(actor=head, volume=volume)
    with pytest.raises(Conflict) as refused:
        propose_disposal(actor=head, volume=volume)
    assert refused.value.code == "disposal_proposed"


def test_what_is_due_is_proposed_as_a_whole(network, volume, actor, system):
    old_volume(network["S002"], system)
    old_volume(network["S001"], system, closed=date(2020, 1, 1))
    lent = old_volume(network["S001"], system)
    lend_volume(
        actor=actor("HEAD"), volume=lent, borrower="乙", purpose="查阅", lent_on=TODAY,
        due_on=TODAY,
    )  # fmt: skip

    assert propose_due(actor=system) == 2
    assert propose_due(actor=system) == 0


def test_a_case_opened_again_takes_its_volume_off(volume, actor):
    proposed = propose_disposal(actor=actor("HEAD"), volume=volume)
    reopen_case(actor=actor("HEAD"), case=volume.case, reason="复发")

    with pytest.raises(Conflict) as refused:
        approve_disposal(actor=actor("HEAD"), entry=proposed)
    assert refused.value.code == "case_open"
    assert CaseDocument.objects.get().body == SECRET


def test_keeping_longer_settles_the_proposal(volume, actor):
    head = actor("HEAD")
    proposed = propose_disposal(actor=head, volume=volume)
    for until, reason, field in ((TODAY, "诉讼", "until"), (date(2030, 1, 1), " ", "reason")):
        with pytest.raises(Invalid) as refused:
            keep_longer(actor=head, entry=proposed, until=until, reason=reason)
        assert refused.value.errors[0].field == field
    kept = keep_longer(actor=head, entry=proposed, until=date(2030, 1, 1), reason="诉讼未结")

    volume.refresh_from_db()
    assert (kept.state, volume.destroy_after) == ("KEPT", date(2030, 1, 1))
    with pytest.raises(Conflict) as settled:
        approve_disposal(actor=head, entry=kept)
    assert settled.value.code == "disposal_settled"
    with pytest.raises(Conflict):
        propose_disposal(actor=head, volume=volume)


def test_nothing_is_done_with_what_is_destroyed(volume, actor):
    proposed = propose_disposal(actor=actor("WORKER"), volume=volume)
    approve_disposal(actor=actor("HEAD"), entry=proposed)
    approve_disposal(actor=actor("BUREAU"), entry=proposed)
    with pytest.raises(Conflict) as gone:
        propose_disposal(actor=actor("HEAD"), volume=volume)
    assert gone.value.code == "volume_destroyed"


@pytest.mark.parametrize("role", ["WORKER", "SUPERVISOR", "AUDITOR", "TOWNSHIP", "HUB_STAFF"])
def test_who_may_not_approve(volume, actor, role):
    proposed = propose_disposal(actor=actor("HEAD"), volume=volume)
    with pytest.raises(Forbidden):
        approve_disposal(actor=actor(role), entry=proposed)
    with pytest.raises(Forbidden):
        keep_longer(actor=actor(role), entry=proposed, until=date(2030, 1, 1), reason="诉讼")


def test_the_table_itself_wants_two_people(volume, actor):
    head = actor("HEAD")
    proposed = propose_disposal(actor=head, volume=volume)
    me = head.user_uuid
    for values in (
        {"state": "DESTROYED"},
        {"second_by_uuid": me},
        {"first_by_uuid": me, "second_by_uuid": me},
        {"state": "DESTROYED", "destroyed_on": TODAY, "first_by_uuid": me},
        {"state": "KEPT"},
        {"kept_reason": "诉讼"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ArchiveDisposal.objects.filter(pk=proposed.pk).update(**values)
    assert ArchiveVolume.objects.filter(destroyed_on=None).exists()
