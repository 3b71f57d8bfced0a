"""What was entered by mistake is taken back: nothing counts it, it stays readable, and nothing is
taken back under what hangs on it."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    file_beneficiary,
    file_missing,
    set_visit_level,
    void_level,
    void_person,
    void_record,
    void_volume,
)
from stations.casework.models import (
    BeneficiaryCategory,
    Case,
    Consent,
    RosterEntry,
    VisitLevelSpan,
)
from stations.casework.queries.due import persons_due
from stations.casework.queries.person import persons
from stations.network.queries.figures import figures
from stations.records.domain import withdraw
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_capability_check
from tests.fixtures.custody import a_disposal, a_loan, a_volume, an_opening, file_child
from tests.fixtures.records import (
    a_case,
    agree,
    belongs,
    enlist,
    file_person,
    need,
    set_level,
    visit,
)

CODE, WHY = "510402-S001", "登错了人"
SINCE = date(2026, 1, 5)
NUMBER = "510402195001011236"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="李秀英")


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def counted(station):
    return {each.key: each.quantity.value for each in figures(station, TODAY.year)}


def test_a_file_goes_with_its_kinds_and_levels_and_leaves_every_list(person, actor, network):
    head = actor("HEAD")
    belongs(person, "disability")
    set_level(person, 3, SINCE)
    an_opening(person)
    person.id_number_index = index_id_number(NUMBER)
    person.save()
    listed = enlist(network["S001"], beneficiary=person, id_number_index=person.id_number_index)
    before = counted(network["S001"])["filed"]
    void_person(actor=head, entry=person, reason=WHY)

    person.refresh_from_db()
    assert (person.withdrawn_reason, person.withdrawn_by_name) == (WHY, head.name)
    assert counted(network["S001"])["filed"] == before - 1
    assert not persons(head).filter(pk=person.pk).exists()
    assert persons_due(head, TODAY, 365) == []
    for model in (BeneficiaryCategory, VisitLevelSpan):
        assert {each.withdrawn_reason for each in model.objects.all()} == {WHY}
    assert RosterEntry.objects.get(pk=listed.pk).beneficiary is None
    assert Entry.objects.filter(action="beneficiary.void", object_uuid=person.uuid).exists()
    anew = file_beneficiary(
        actor=head,
        station=network["S001"],
        division_code=person.division_code,
        name="李秀英",
        id_number=NUMBER,
        filed_on=TODAY,
    )
    assert RosterEntry.objects.get(pk=listed.pk).beneficiary == anew


def test_what_hangs_on_a_file_is_named(person, actor):
    head = actor("HEAD")
    made = [visit(person, SINCE), visit(person, SINCE), need(person, SINCE), agree(person)]
    case = a_case(person, SINCE)
    with pytest.raises(Conflict) as refused:
        void_person(actor=head, entry=person, reason=WHY)

    assert refused.value.code == "records_stand"
    assert {each.field: each.given for each in refused.value.errors} == {
        "casework.visit": 2,
        "casework.need": 1,
        "casework.consent": 1,
        "casework.case": 1,
    }
    assert "探访 2" in refused.value.detail
    for entry in made:
        withdraw(actor=head, entry=entry, reason=WHY)
    void_record(actor=head, entry=case, reason=WHY)
    void_person(actor=head, entry=person, reason=WHY)


def test_what_hangs_on_a_file_is_named_in_the_reader_s_language(person, actor):
    visit(person, SINCE)
    agree(person)
    with translation.override("en"), pytest.raises(Conflict) as refused:
        void_person(actor=actor("HEAD"), entry=person, reason=WHY)

    assert "Visits 1" in refused.value.detail
    assert not re.search("[\u3001\u4e00-\u9fff]", refused.value.detail)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_a_reason_is_needed(person, actor, reason):
    with pytest.raises(Invalid):
        void_person(actor=actor("HEAD"), entry=person, reason=reason)
    person.refresh_from_db()
    assert person.withdrawn_at is None


def test_it_happens_once_and_never_to_who_was_erased(person, actor):
    head = actor("HEAD")
    person.erased_at = clock.now()
    person.save()
    with pytest.raises(Conflict):
        void_person(actor=head, entry=person, reason=WHY)
    person.erased_at = None
    person.save()
    void_person(actor=head, entry=person, reason=WHY)
    with pytest.raises(Conflict):
        void_person(actor=head, entry=person, reason="又一次")


def test_who_takes_back_a_file(network, person, actor):
    """Head and bureau; of a minor's file that is closed to it, not the bureau."""
    for role in ("WORKER", "ROOM_STAFF", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"):
        with pytest.raises(Forbidden):
            void_person(actor=actor(role), entry=person, reason=WHY)
    with pytest.raises(Forbidden):
        void_person(actor=actor("HEAD", "510402-S002"), entry=person, reason=WHY)
    child = file_child(network["S001"])
    with pytest.raises(Forbidden):
        void_person(actor=actor("BUREAU"), entry=child, reason=WHY)
    set_level(person, 3, SINCE)
    void_person(actor=actor("BUREAU"), entry=person, reason=WHY)
    assert VisitLevelSpan.objects.get().withdrawn_reason == WHY


def test_who_takes_back_what_is_in_a_file(network, person, actor):
    kind, level, consent, case = (
        belongs(person, "disability"),
        set_level(person, 3, SINCE),
        agree(person),
        a_case(person, SINCE),
    )
    acts = (
        (void_record, kind),
        (void_level, level),
        (void_record, consent),
        (void_record, case),
    )
    for do, entry in acts:
        for other in (actor("BUREAU"), actor("ROOM_STAFF"), actor("HEAD", "510402-S002")):
            with pytest.raises(Forbidden):
                do(actor=other, entry=entry, reason=WHY)
        do(actor=actor("WORKER"), entry=entry, reason=WHY)
        with pytest.raises(Conflict):
            do(actor=actor("WORKER"), entry=entry, reason=WHY)


def test_of_a_level_set_by_mistake_the_one_before_goes_on(person, actor):
    head = actor("HEAD")
    former = set_visit_level(actor=head, beneficiary=person, level=3, valid_from=SINCE)
    wrong = set_visit_level(actor=head, beneficiary=person, level=1, valid_from=date(2026, 5, 4))
    last = set_visit_level(actor=head, beneficiary=person, level=2, valid_from=date(2026, 6, 1))
    void_level(actor=head, entry=wrong, reason=WHY)
    former.refresh_from_db()
    assert former.valid_to == date(2026, 6, 1)
    assert persons_due(head, TODAY, 365)[0].level == 2
    void_level(actor=head, entry=last, reason=WHY)

    former.refresh_from_db()
    assert (former.valid_to, former.ended_received_at) == (None, None)
    assert persons_due(head, TODAY, 365)[0].level == 3
    void_level(actor=head, entry=former, reason=WHY)
    assert persons_due(head, TODAY, 365) == []


def test_a_case_goes_with_its_papers_but_not_under_its_volume(network, person, actor):
    head, case = actor("HEAD"), a_case(person, SINCE)
    case.documents.create(kind="PLAN", body="计划", written_on=SINCE)
    a_capability_check(case)
    before = counted(network["S001"])["cases"]
    void_record(actor=head, entry=case, reason=WHY)
    assert counted(network["S001"])["cases"] == before - 1
    assert not Case.objects.filter(withdrawn_at=None).exists()

    archived = a_case(person, SINCE)
    a_volume(archived)
    with pytest.raises(Conflict, match="个案卷宗 1"):
        void_record(actor=head, entry=archived, reason=WHY)


def test_a_closed_case_goes_once_its_volumes_are_taken_back(network, person, actor, system):
    worker, closed = actor("WORKER"), {"closure_reason": "GOALS_MET"}
    case = a_case(person, SINCE, round=2, closed_on=TODAY, closed_received_at=clock.now(), **closed)
    first, second = a_volume(case, round=1), a_volume(case)
    out = a_loan(second, TODAY)
    with pytest.raises(Conflict) as refused:
        void_volume(actor=worker, entry=second, reason=WHY)
    assert refused.value.code == "volume_lent"
    out.returned_on, out.returned_received_at = TODAY, clock.now()
    out.save()
    listed = a_disposal(first, TODAY)
    with pytest.raises(Conflict) as refused:
        void_volume(actor=worker, entry=first, reason=WHY)
    assert refused.value.code == "disposal_proposed"
    listed.state, listed.kept_reason = "KEPT", "仍有用"
    listed.save()
    for other in (actor("BUREAU"), actor("SUPERVISOR"), actor("HEAD", "510402-S002")):
        with pytest.raises(Forbidden):
            void_volume(actor=other, entry=first, reason=WHY)
    with pytest.raises(Invalid):
        void_volume(actor=worker, entry=first, reason=" ")
    void_volume(actor=worker, entry=first, reason=WHY)
    with pytest.raises(Conflict, match="个案卷宗 1"):
        void_record(actor=worker, entry=case, reason=WHY)
    voided = void_volume(actor=worker, entry=second, reason=WHY)
    assert (voided.withdrawn_reason, voided.withdrawn_by_name) == (WHY, worker.name)
    with pytest.raises(Conflict):
        void_volume(actor=worker, entry=second, reason=WHY)
    assert file_missing(actor=system) == 0  # the night files none anew
    void_record(actor=worker, entry=case, reason=WHY)

    assert counted(network["S001"])["cases"] == 0
    assert Entry.objects.filter(action="archivevolume.void").count() == 2


def test_a_destroyed_volume_stays(person, actor):
    gone = {"destroyed_on": TODAY, "destroyed_received_at": clock.now()}
    volume = a_volume(a_case(person, SINCE), **gone)
    with pytest.raises(Conflict) as refused:
        void_volume(actor=actor("HEAD"), entry=volume, reason=WHY)
    assert refused.value.code == "volume_destroyed"


def test_the_page_of_a_volume_takes_it_back_and_the_case_s_leads_there(person, visitor):
    worker, case = visitor("WORKER", CODE), a_case(person, SINCE)
    volume = a_volume(case)
    one, form = (url(f"archive-volumes-{name}", CODE, volume.uuid) for name in ("one", "void"))
    assert one in worker.get(url("case", CODE, case.uuid)).content.decode()
    page = worker.get(one).content.decode()
    assert (form in page, url("case", CODE, case.uuid) in page) == (True, True)
    assert worker.post(form, {"reason": ""}).status_code == 422
    assert worker.post(form, {"reason": WHY}).status_code == 302
    page = worker.get(one).content.decode()
    assert WHY in page
    assert not any(url(f"archive-volumes-{act}", CODE, volume.uuid) in page
                   for act in ("void", "store", "hand-over"))  # fmt: skip
    assert "误归档" in worker.get(url("case", CODE, case.uuid)).content.decode()
    assert worker.post(url("case-void", CODE, case.uuid), {"reason": WHY}).status_code == 302
    shown = visitor("SUPERVISOR", CODE).get(url("case", CODE, case.uuid)).content.decode()
    assert (volume.number in shown, one in shown) == (True, False)


def test_pages_take_back_and_still_show_it(network, person, visitor):
    head, worker = visitor("HEAD", CODE), visitor("WORKER", CODE)
    one = url("person", CODE, person.uuid)
    kind, level = belongs(person, "disability"), set_level(person, 3, SINCE)
    consent, made = agree(person), visit(person, SINCE)
    page = worker.get(one).content.decode()
    parts = {"kind": kind, "level": level, "consent": consent}
    addresses = {
        name: url("part-void", CODE, person.uuid, name, entry.uuid) for name, entry in parts.items()
    }
    assert all(address in page for address in addresses.values())
    assert url("person-void", CODE, person.uuid) not in page
    for address in addresses.values():
        assert worker.post(address, {"reason": ""}).status_code == 422
        assert worker.post(address, {"reason": WHY}).status_code == 302
    page = worker.get(one).content.decode()
    assert page.count(WHY) == 3
    assert not any(address in page for address in addresses.values())

    form = url("person-void", CODE, person.uuid)
    refused = head.post(form, {"reason": WHY})
    assert (refused.status_code, "探访 1" in refused.content.decode()) == (422, True)
    made.withdrawn_at = clock.now()
    made.save()
    assert head.post(form, {"reason": WHY}).status_code == 302
    page = head.get(one).content.decode()
    assert WHY in page
    assert "更正档案" not in page
    assert head.get(url("person-edit", CODE, person.uuid)).status_code == 404
    assert str(person.uuid) not in head.get(url("persons", CODE)).content.decode()


def test_the_page_of_a_case_taken_back_offers_nothing_more(person, visitor):
    head, case = visitor("HEAD", CODE), a_case(person, SINCE)
    one = url("case", CODE, case.uuid)
    form = url("case-void", CODE, case.uuid)
    assert form in head.get(one).content.decode()
    assert head.post(form, {"reason": WHY}).status_code == 302

    page = head.get(one).content.decode()
    assert WHY in page
    for words in ("refer/", "withdraw/", "document/", form):
        assert f"{case.uuid}/{words}" not in page
    assert head.post(f"{one}advance/", {"to": "ASSESSMENT"}).status_code == 404
    assert str(case.uuid) not in head.get(url("cases", CODE)).content.decode()


def test_consents_taken_back_are_no_consents(person, actor):
    consent = agree(person)
    void_record(actor=actor("WORKER"), entry=consent, reason=WHY)

    assert Consent.objects.get().withdrawn_reason == WHY
    assert Entry.objects.filter(action="consent.void").count() == 1
