"""Any one of three makes a worker qualified (C51); correcting a worker; reading a number."""

from datetime import date

import pytest

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import edit_staff, reveal_staff
from stations.people.models import Staff
from stations.people.queries.qualification import (
    qualifications_of,
    qualified,
    with_qualification,
)
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, works

ID_NUMBER, OTHER_NUMBER = "510402199902300009", "510402198001010018"
DEGREE = {"education": "BACHELOR", "social_work_degree": True}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def staff(network):
    person = add_worker("王小芳", id_number=ID_NUMBER, id_number_index=index_id_number(ID_NUMBER))
    works(person, network["S001"])
    return person


@pytest.mark.parametrize(
    ("level", "degree", "expected"),
    [
        (None, {}, []),
        ("ASSISTANT", {}, ["CERTIFICATE"]),
        ("SENIOR", {}, ["CERTIFICATE"]),
        ("LOCAL_AIDE", {}, ["LOCAL_CERTIFICATE"]),
        (None, DEGREE, ["DEGREE"]),
        (None, DEGREE | {"education": "COLLEGE"}, ["DEGREE"]),
        (None, DEGREE | {"education": "SCHOOL"}, []),
        (None, DEGREE | {"social_work_degree": False}, []),
        ("WORKER", DEGREE, ["CERTIFICATE", "DEGREE"]),
    ],
)
def test_which_of_the_three_holds(db, county, level, degree, expected):
    person = add_worker(**degree)
    if level:
        certify(person, date(2023, 1, 1), level)

    row = with_qualification(Staff.objects.all(), TODAY).get()
    assert qualifications_of(row) == expected
    assert list(qualified(Staff.objects.all(), TODAY)) == ([person] if expected else [])


def test_a_certificate_counts_from_its_day_while_it_stands(county):
    person = add_worker()
    certify(person, date(2026, 6, 1))
    certify(person, date(2023, 6, 1), withdrawn_at=clock.now())

    assert not qualified(Staff.objects.all(), date(2026, 5, 31)).exists()
    assert qualified(Staff.objects.all(), date(2026, 6, 1)).exists()


def test_a_correction_leaves_what_is_not_given(staff, actor, done):
    edit_staff(
        actor=actor("HEAD"),
        entry=staff,
        name=" 王晓芳 ",
        channel="PURCHASED",
        specialty="ELDERLY",
        major="社会工作",
        **DEGREE,
    )

    staff.refresh_from_db()
    assert (staff.name, staff.id_number, staff.specialty) == ("王晓芳", ID_NUMBER, "ELDERLY")
    assert done() == ["staff.edit"]


def test_corrections_that_are_refused(staff, actor):
    add_worker(id_number=OTHER_NUMBER, id_number_index=index_id_number(OTHER_NUMBER))
    given = {"entry": staff, "name": "王小芳", "channel": "RECRUITED"}
    with pytest.raises(Conflict):
        edit_staff(actor=actor("HEAD"), **given, id_number=OTHER_NUMBER)
    edit_staff(actor=actor("HEAD"), **given, id_number=ID_NUMBER)  # one's own
    for field, wrong in (
        ("education", {"social_work_degree": True}),
        ("education", {"education": "LIFE"}),
        ("specialty", {"specialty": "MAGIC"}),
        ("name", {"name": " "}),
        ("id_number", {"id_number": "123"}),
    ):
        with pytest.raises(Invalid) as refused:
            edit_staff(actor=actor("HEAD"), **(given | wrong))
        assert [error.field for error in refused.value.errors] == [field]
    for role, scope in (("WORKER", None), ("SUPERVISOR", None), ("HEAD", "510402-S002")):
        with pytest.raises(Forbidden):
            edit_staff(actor=actor(role, scope), **given)


def test_a_number_is_read_for_a_reason_that_is_kept(staff, actor):
    shown = reveal_staff(actor=actor("HEAD"), entry=staff, reason="核对社保")

    assert shown == {"id_number": ID_NUMBER, "phone": ""}
    last = Entry.objects.order_by("seq").last()
    assert (last.action, last.after["reason"]) == ("staff.reveal", "核对社保")


@pytest.mark.parametrize("reason", [" ", "长" * 201, "电话13900001234"])
def test_reasons_that_are_refused(staff, actor, reason):
    with pytest.raises(Invalid):
        reveal_staff(actor=actor("HEAD"), entry=staff, reason=reason)


@pytest.mark.parametrize("role", ["WORKER", "TOWNSHIP", "SUPERVISOR", "AUDITOR"])
def test_who_reads_no_number(staff, actor, role):
    with pytest.raises(Forbidden):
        reveal_staff(actor=actor(role), entry=staff, reason="核对社保")
