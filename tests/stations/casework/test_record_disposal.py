"""Visits, needs and consents whose years are over: listed, signed by two, emptied (X27)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.domain import approve_records, keep_records, propose_records
from stations.casework.domain.keeping import keep_archives
from stations.casework.domain.record_disposal import due_records
from stations.casework.models import Consent, Need, RecordDisposal, Visit
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import a_record_disposal, a_volume
from tests.fixtures.records import a_case, agree, file_person, need, noon, visit

OLD, CLOSED, LATELY = date(2022, 5, 4), date(2022, 6, 1), date(2025, 5, 4)
S001, STATION = "510402-S001", {"scope_kind": "STATION"}
BEFORE = date(2023, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def closed_file(station, **given):
    """With a visit, a need and a withdrawn consent whose years are over."""
    person = file_person(station, **({"closed_on": CLOSED} | given))
    visit(person, OLD, note="谈到家事")
    need(person, OLD, summary="需要轮椅")
    agree(
        person, ended_on=OLD, ended_received_at=noon(OLD), ended_reason="已搬走",
    )  # fmt: skip
    return person


@pytest.fixture
def person(network):
    return closed_file(network["S001"])


def numbers():
    return {kind: due_records(kind, BEFORE).count() for kind in ("VISIT", "NEED", "CONSENT")}


ALL = {"VISIT": 1, "NEED": 1, "CONSENT": 1}
NONE = dict.fromkeys(ALL, 0)


def test_each_kind_is_due_when_its_years_are_over(person):
    visit(person, LATELY, note="近况")
    assert numbers() == ALL


def closed_case(person):
    ended = {"closed_on": CLOSED, "closure_reason": "MOVED", "closed_received_at": noon(CLOSED)}
    return a_case(person, OLD, **ended)


def keep_case(person):
    a_volume(closed_case(person), destroy_after=date(2032, 6, 1))


KEEPS = {
    "an open file": lambda person: type(person).objects.filter(pk=person.pk).update(closed_on=None),
    "a duty": lambda person: agree(person, given_by="DUTY", duty="社会救助暂行办法", kind="IMAGE"),
    "an open case": a_case,
    "a kept volume": keep_case,
    "childhood": lambda person: type(person).objects.filter(pk=person.pk).update(
        born_on=date(2012, 1, 1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", KEEPS)
def test_nothing_is_due_while_something_keeps_it(person, why):
    KEEPS[why](person)
    assert numbers() == NONE


def test_a_destroyed_volume_lets_them_go(person):
    a_volume(closed_case(person), destroyed_on=TODAY, destroyed_received_at=noon(TODAY))
    assert numbers() == ALL


def test_the_years_are_data(person, system, monkeypatch):
    monkeypatch.setitem(read_data("retention")["visit"], "years", 10)
    with pytest.raises(Conflict) as refused:
        propose_records(actor=system, station=person.station, kind="VISIT")
    assert refused.value.code == "none_due"


def test_two_people_sign_and_the_texts_are_gone(person, actor):
    line = propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    assert (line.records, line.records_before) == (1, BEFORE)
    head = actor("HEAD")
    once = approve_records(actor=head, entry=line)
    with pytest.raises(Forbidden) as same:
        approve_records(actor=head, entry=once)
    assert same.value.code == "same_person"
    assert Visit.objects.get().note == "谈到家事"

    gone = approve_records(actor=actor("BUREAU"), entry=once)
    assert (gone.state, gone.records, gone.destroyed_on) == ("DESTROYED", 1, TODAY)
    kept = Visit.objects.get()
    assert (kept.note, kept.result, kept.held_at.date()) == ("", "MET", OLD)
    assert Need.objects.get().summary == "需要轮椅"
    assert Entry.objects.filter(action="records.carry_out_disposal").count() == 1
    assert "谈到家事" not in str(list(Entry.objects.values_list("before", "after")))


def test_needs_and_consents_lose_their_words_and_keep_their_days(person, actor):
    for kind in ("NEED", "CONSENT"):
        line = propose_records(actor=actor("WORKER"), station=person.station, kind=kind)
        approve_records(
            actor=actor("BUREAU"), entry=approve_records(actor=actor("HEAD"), entry=line)
        )
    assert (Need.objects.get().summary, Need.objects.get().raised_on) == ("", OLD)
    consent = Consent.objects.get()
    assert (consent.ended_reason, consent.ended_on, consent.text_version) == ("", OLD, "1")


def test_what_was_opened_again_meanwhile_stays(person, actor):
    line = propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    once = approve_records(actor=actor("HEAD"), entry=line)
    type(person).objects.filter(pk=person.pk).update(closed_on=None)
    gone = approve_records(actor=actor("BUREAU"), entry=once)
    assert gone.records == 0
    assert Visit.objects.get().note == "谈到家事"


def test_the_list_fills_by_itself_once_a_place_and_kind(person, network, system):
    closed_file(network["S001"])
    closed_file(network["S002"])
    assert keep_archives(actor=system).kinds == 6
    assert keep_archives(actor=system).kinds == 0
    found = dict(
        RecordDisposal.objects.filter(kind="VISIT").values_list("station__code", "records")
    )
    assert found == {"510402-S001": 2, "510402-S002": 1}


def test_it_takes_as_many_queries_for_one_as_for_many(person, network, django_assert_num_queries):
    """A count and the county's own years, a kind."""
    with django_assert_num_queries(6):
        numbers()
    for _ in range(5):
        closed_file(network["S001"])
    with django_assert_num_queries(6):
        assert numbers() == dict.fromkeys(ALL, 6)


def test_what_is_kept_for_longer_comes_back_after_its_day(person, actor, system):
    line = propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    until = TODAY + timedelta(days=30)
    with pytest.raises(Invalid):
        keep_records(actor=actor("HEAD"), entry=line, until=until, reason=" ")
    keep_records(actor=actor("HEAD"), entry=line, until=until, reason="诉讼需要")
    keep_archives(actor=system)
    assert not RecordDisposal.objects.filter(kind="VISIT", state="PROPOSED").exists()
    with clock.frozen(until + timedelta(days=1)):
        keep_archives(actor=system)
    assert RecordDisposal.objects.filter(kind="VISIT", state="PROPOSED").exists()


@pytest.mark.parametrize("kind", ["CASE", ""])
def test_an_unknown_kind_is_refused(person, actor, kind):
    with pytest.raises(Invalid) as refused:
        propose_records(actor=actor("WORKER"), station=person.station, kind=kind)
    assert refused.value.errors[0].field == "kind"


def test_a_place_has_one_line_of_a_kind(person, actor):
    propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    with pytest.raises(Conflict) as refused:
        propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    assert refused.value.code == "disposal_proposed"
    with pytest.raises(IntegrityError), transaction.atomic():
        a_record_disposal(person.station, TODAY)


def test_it_waits_on_the_desk_and_the_page_says_what_stays(person, actor, visitor):
    line = propose_records(actor=actor("WORKER"), station=person.station, kind="VISIT")
    head = visitor("HEAD", S001, **STATION)

    def page(name, *ids):
        return reverse(f"casework:record-disposals-{name}", "config.urls_county", [S001, *ids])

    assert page("one", line.uuid) in head.get("/").content.decode()
    asked = head.get(page("new")).content.decode()
    assert "不成年" in asked or "of age" in asked or "成年" in asked
    assert head.post(page("approve", line.uuid), {"sure": "on"}).status_code == 302
    assert RecordDisposal.objects.get().state == "APPROVED_ONCE"
