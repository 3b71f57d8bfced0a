"""Volumes of closed cases: filed by themselves, stored, lent, handed over (C921, C922, X27)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.custody_rules import keep_case
from stations.casework.domain import (
    file_missing,
    file_volume,
    hand_over,
    lend_volume,
    refer_case,
    reopen_case,
    request_closure,
    return_volume,
    sign_closure,
    store_volume,
    withdraw_case,
)
from stations.casework.enums import DocumentKind
from stations.casework.models import ArchiveLoan, ArchiveVolume, Case, CaseDocument
from stations.casework.queries.archive import overdue_loans, papers_of, volumes_in
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import a_case, file_person
from tests.stations.conftest import ROLES

OPENED = date(2026, 5, 4)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def case(network):
    return ready(a_case(file_person(network["S001"]), OPENED))


@pytest.fixture
def volume(case, actor):
    return closed(case, actor)


def ready(case):
    """In the last stage with every document."""
    for kind in DocumentKind:
        CaseDocument.objects.create(
            case=case, kind=kind, body=f"{kind}的内容", written_on=OPENED, signed=True,
            round=case.round,
        )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(stage="CLOSURE")
    return Case.objects.get(pk=case.pk)


def closed(case, actor, on=TODAY):
    request_closure(actor=actor("WORKER"), case=case, closure_reason="GOALS_MET")
    sign_closure(actor=actor("HEAD"), case=case, on=on)
    return ArchiveVolume.objects.get(case=case, round=Case.objects.get(pk=case.pk).round)


def test_signing_the_closure_files_the_volume(case, actor, done):
    volume = closed(case, actor, on=date(2026, 11, 18))

    assert (volume.station, volume.filed_on) == (case.station, TODAY)
    assert volume.number == f"{case.station.code}-2026-0001"
    every = len(DocumentKind)
    assert (volume.pages, len(volume.contents)) == (every, every)
    assert volume.retention_rule == "case.adult"
    assert volume.destroy_after == date(2036, 11, 18)
    assert volume.secrecy == "INTERNAL"
    assert done()[-1] == "archive.file"
    assert all(paper.is_unchanged for paper in papers_of(volume))
    assert {"kind", "written_on", "signed", "digest", "id"} == set(volume.contents[0])


def test_a_case_that_ends_otherwise_is_filed_too(network, actor):
    head = actor("HEAD")
    referred, left = (a_case(file_person(network["S001"]), OPENED) for _ in range(2))
    refer_case(actor=head, case=referred, receiver="市精神卫生中心", reason="需专科", on=TODAY)
    withdraw_case(actor=head, case=left, reason="本人要求", on=TODAY)

    numbers = ArchiveVolume.objects.order_by("number").values_list("number", flat=True)
    assert [number[-4:] for number in numbers] == ["0001", "0002"]


def test_a_closure_that_fails_files_nothing(case, actor):
    request_closure(actor=actor("WORKER"), case=case, closure_reason="GOALS_MET")
    with pytest.raises(Invalid):
        sign_closure(actor=actor("HEAD"), case=case, on=TODAY + WEEK)
    assert not ArchiveVolume.objects.exists()


def test_a_case_opened_again_leaves_a_second_volume(volume, actor):
    case = reopen_case(actor=actor("HEAD"), case=volume.case, reason="问题复发")
    second = closed(ready(case), actor)

    assert (volume.round, second.round) == (1, 2)
    assert second.number.endswith("0002")
    assert not {row["id"] for row in volume.contents} & {row["id"] for row in second.contents}


@pytest.mark.parametrize(
    ("born", "rule", "until"),
    [
        (None, "case.adult", date(2036, 11, 20)),
        (date(1950, 1, 1), "case.adult", date(2036, 11, 20)),
        (date(2008, 11, 20), "case.adult", date(2036, 11, 20)),
        (date(2014, 3, 9), "case.minor", date(2042, 3, 9)),
        (date(2008, 11, 21), "case.minor", date(2036, 11, 21)),
    ],
)
def test_how_long_a_case_is_kept(county, born, rule, until):
    kept = keep_case(TODAY, born)
    assert (kept.rule, kept.until) == (rule, until)


def test_a_minor_s_volume_is_restricted_and_kept_longer(network, actor):
    child = file_child(network["S001"])
    head = actor("HEAD")
    refer_case(
        actor=head, case=a_case(child, OPENED), receiver="县儿童福利院", reason="安置", on=TODAY
    )
    volume = ArchiveVolume.objects.get()
    assert (volume.secrecy, volume.retention_rule) == ("RESTRICTED", "case.minor")
    assert volume.destroy_after == date(2042, 3, 9)


def test_a_changed_purged_or_withdrawn_paper_shows(volume):
    first, second, third = volume.case.documents.all()[:3]
    CaseDocument.objects.filter(pk=first.pk).update(body="另一份内容")
    CaseDocument.objects.filter(pk=second.pk).update(body="")
    CaseDocument.objects.filter(pk=third.pk).update(withdrawn_at=clock.now())

    states = [paper.is_unchanged for paper in papers_of(volume)]
    assert states.count(False) == 3


def test_cases_closed_before_are_filed_once(network, actor, system):
    before = {"closed_on": date(2022, 5, 4), "closure_reason": "GOALS_MET"}
    received = {"closed_received_at": clock.now()}
    for _ in range(2):
        a_case(file_person(network["S001"]), date(2022, 1, 1), **before, **received)
    a_case(file_person(network["S001"]), OPENED)

    assert file_missing(actor=system) == 2
    assert file_missing(actor=system) == 0
    assert set(ArchiveVolume.objects.values_list("destroy_after", flat=True)) == {date(2032, 5, 4)}


def test_an_open_case_and_one_filed_are_not_filed(case, actor, volume):
    with pytest.raises(Conflict) as filed:
        file_volume(actor=actor("HEAD"), case=Case.objects.get(pk=case.pk))
    assert filed.value.code == "volume_filed"
    reopened = reopen_case(actor=actor("HEAD"), case=case, reason="复发")
    with pytest.raises(Conflict) as is_open:
        file_volume(actor=actor("HEAD"), case=reopened)
    assert is_open.value.code == "case_open"


def test_storing_says_where_and_who_may_have_it(volume, actor, done):
    stored = store_volume(
        actor=actor("WORKER"), entry=volume, storage_place="档案室2柜3层", secrecy="STRICT"
    )
    assert (stored.storage_place, stored.secrecy) == ("档案室2柜3层", "STRICT")
    assert done()[-1] == "archive.store"
    for wrong in ({"storage_place": " "}, {"secrecy": "TOP"}):
        with pytest.raises(Invalid) as refused:
            values = {"storage_place": "柜", "secrecy": "STRICT"} | wrong
            store_volume(actor=actor("WORKER"), entry=volume, **values)
        assert refused.value.errors[0].field == next(iter(wrong))


def test_handing_over_happens_once_and_not_while_lent(volume, actor):
    head = actor("HEAD")
    loan = lend(volume, head)
    with pytest.raises(Conflict) as lent:
        hand_over(actor=head, entry=volume, to="县档案馆", on=TODAY)
    assert lent.value.code == "volume_lent"
    return_volume(actor=head, entry=loan, on=TODAY)
    for to, on, field in (("", TODAY, "to"), ("县档案馆", TODAY + WEEK, "on"),
                          ("县档案馆", TODAY - WEEK, "on")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            hand_over(actor=head, entry=volume, to=to, on=on)
        assert refused.value.errors[0].field == field
    handed = hand_over(actor=head, entry=volume, to="县档案馆", on=TODAY)
    assert handed.handed_over_to == "县档案馆"
    with pytest.raises(Conflict):
        hand_over(actor=head, entry=volume, to="县档案馆", on=TODAY)
    with pytest.raises(Conflict) as gone:
        lend(volume, head)
    assert gone.value.code == "handed_over"


def lend(volume, actor, **changes):
    facts = {"borrower": "李督导", "purpose": "案例督导", "lent_on": TODAY, "due_on": TODAY + WEEK}
    return lend_volume(actor=actor, volume=volume, **(facts | changes))


def test_a_loan_runs_until_it_is_back(volume, actor, done):
    worker = actor("WORKER")
    loan = lend(volume, worker)
    with pytest.raises(Conflict) as lent:
        lend(volume, worker)
    assert lent.value.code == "volume_lent"
    assert not overdue_loans(worker, TODAY + WEEK).exists()
    assert list(overdue_loans(worker, TODAY + 2 * WEEK)) == [loan]
    with pytest.raises(Invalid):
        return_volume(actor=worker, entry=loan, on=TODAY - WEEK)

    return_volume(actor=worker, entry=loan, on=TODAY)
    assert not overdue_loans(worker, TODAY + 2 * WEEK).exists()
    with pytest.raises(Conflict):
        return_volume(actor=worker, entry=loan, on=TODAY)
    assert done()[-2:] == ["archive.lend", "archive.return"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"borrower": " "}, "borrower"),
        ({"purpose": ""}, "purpose"),
        ({"lent_on": TODAY + WEEK, "due_on": TODAY + 2 * WEEK}, "lent_on"),
        ({"lent_on": TODAY - WEEK}, "lent_on"),
        ({"due_on": TODAY - WEEK}, "due_on"),
        ({"due_on": TODAY + timedelta(days=31)}, "due_on"),
    ],
)
def test_what_a_loan_may_not_be(volume, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        lend(volume, actor("WORKER"), **changes)
    assert refused.value.errors[0].field == field
    assert not ArchiveLoan.objects.exists()


def test_a_strict_volume_is_lent_by_the_head_only(volume, actor):
    store_volume(actor=actor("WORKER"), entry=volume, storage_place="柜", secrecy="STRICT")
    volume.refresh_from_db()
    with pytest.raises(Forbidden) as refused:
        lend(volume, actor("WORKER"))
    assert refused.value.code == "head_only"
    assert lend(volume, actor("HEAD")).pk


def test_each_role_reaches_exactly_its_volumes(volume, network, actor):
    lend(volume, actor("HEAD"))
    actors = {role: actor(role) for role in ROLES}
    for model in (ArchiveVolume, ArchiveLoan):
        for action, roles in (
            ("view", {"BUREAU", "HEAD", "WORKER"}),
            ("edit", {"HEAD", "WORKER"}),
            ("approve", {"BUREAU", "HEAD"}),
        ):
            found = {r for r, held in actors.items() if model.objects.restrict(held, action)}
            assert found == roles, (model, action)
    assert list(volumes_in(actors["HEAD"], network["S001"])) == [volume]
    other = actor("HEAD", "510402-S002")
    assert not ArchiveVolume.objects.restrict(other, "view").exists()
    with pytest.raises(Forbidden):
        lend(volume, actors["BUREAU"])


@pytest.mark.parametrize(
    "values",
    [
        {"handed_over_on": TODAY},
        {"handed_over_to": "县档案馆"},
        {"destroyed_on": TODAY, "destroyed_received_at": clock.now()},
    ],
)
def test_a_volume_s_impossible_states(volume, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveVolume.objects.filter(pk=volume.pk).update(**values)


def test_a_loan_s_impossible_states(volume, actor):
    loan = lend(volume, actor("HEAD"))
    for values in ({"returned_on": TODAY}, {"due_on": TODAY - WEEK}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ArchiveLoan.objects.filter(pk=loan.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveLoan.objects.create(
            station=loan.station, volume=volume, borrower="乙", purpose="查",
            lent_on=TODAY, due_on=TODAY,
        )  # fmt: skip


def test_one_volume_a_closure(volume):
    with pytest.raises(IntegrityError), transaction.atomic():
        volume.pk, volume.uuid, volume.number = None, Case.objects.first().uuid, "x"
        volume._state.adding = True
        volume.save()
