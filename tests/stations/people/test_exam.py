"""The national exam: who is registered, what came of it, and who is not (M24)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import record_result, register_exam
from stations.people.models import ExamRegistration, Staff
from stations.people.queries.gap import not_registered_for_exam, working
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, works

DAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def staff(network):
    person = add_worker("王小芳")
    works(person, network["S001"])
    return person


@pytest.fixture
def register(network, actor, staff):
    def act(role="HEAD", level="ASSISTANT", day=DAY, person=staff, station="S001"):
        return register_exam(
            actor=actor(role),
            station=network[station],
            staff=person,
            level=level,
            registered_on=day,
        )

    return act


def test_registered_and_passed(register, actor, done):
    exam = register()
    record_result(actor=actor("HEAD"), entry=exam, result="PASSED", result_on=date(2026, 9, 1))

    exam.refresh_from_db()
    assert (exam.year, exam.result, exam.result_received_at.date()) == (2026, "PASSED", TODAY)
    assert done() == ["exam.register", "exam.result"]


def test_once_a_year_and_level(register):
    register()
    with pytest.raises(Conflict):
        register()
    register(day=date(2025, 4, 1))

    assert ExamRegistration.objects.count() == 2


def test_the_table_itself_takes_one_a_year(register, staff):
    exam = register()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamRegistration.objects.create(
            staff=staff, station=exam.station, year=2026, level="ASSISTANT", registered_on=DAY
        )


@pytest.mark.parametrize(
    ("held", "level", "allowed"),
    [
        ("ASSISTANT", "ASSISTANT", False),
        ("WORKER", "ASSISTANT", False),
        ("ASSISTANT", "WORKER", True),
        ("LOCAL_AIDE", "ASSISTANT", True),
    ],
)
def test_only_for_a_higher_level_than_held(register, staff, held, level, allowed):
    certify(staff, date(2023, 1, 1), held)
    if allowed:
        register(level=level)
    else:
        with pytest.raises(Conflict):
            register(level=level)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("registered_on", {"day": date(2026, 11, 21)}),
        ("level", {"level": "LOCAL_AIDE"}),
        ("level", {"level": ""}),
    ],
)
def test_wrong_values(register, field, given):
    with pytest.raises(Invalid) as refused:
        register(**given)
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("role", ["WORKER", "SUPERVISOR", "TOWNSHIP", "AUDITOR"])
def test_who_may_not(register, role):
    with pytest.raises(Forbidden):
        register(role)


def test_no_worker_and_no_station_out_of_reach(register, network):
    stranger = add_worker()
    works(stranger, network["S002"])
    for given in ({"person": stranger}, {"station": "S002"}):
        with pytest.raises(Forbidden):
            register(**given)


def test_results_that_are_refused(register, actor):
    exam, head = register(), actor("HEAD")
    for result, day in (
        ("WAITING", TODAY),
        ("PASSED", date(2026, 3, 31)),
        ("PASSED", date(2026, 11, 21)),
        ("WON", TODAY),
    ):
        with pytest.raises(Invalid):
            record_result(actor=head, entry=exam, result=result, result_on=day)
        exam.refresh_from_db()
    with pytest.raises(Forbidden):
        record_result(actor=actor("WORKER"), entry=exam, result="PASSED", result_on=TODAY)
    record_result(actor=head, entry=exam, result="ABSENT", result_on=TODAY)
    with pytest.raises(Conflict):
        record_result(actor=head, entry=exam, result="PASSED", result_on=TODAY)


def test_the_table_itself_wants_the_day_of_a_result(register):
    exam = register()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamRegistration.objects.filter(pk=exam.pk).update(result="PASSED")


def test_the_uncertified_who_have_not_registered(network, actor, register, staff):
    certified, local, gone, elsewhere = (add_worker() for _ in range(4))
    for person, code in ((certified, "S001"), (local, "R001"), (elsewhere, "S002")):
        works(person, network[code])
    works(gone, network["S001"], until=date(2026, 1, 1))
    certify(certified)
    certify(local, level="LOCAL_AIDE")

    def waiting(role="HEAD", station=network["S001"]):
        return set(not_registered_for_exam(working(actor(role), station, TODAY), TODAY))

    assert waiting() == {staff, local}
    assert waiting("BUREAU", None) == {staff, local, elsewhere}
    exam = register()
    register(person=local, day=date(2025, 4, 1))  # last year's
    assert waiting() == {local}
    withdraw(actor=actor("HEAD"), entry=exam, reason="录错")
    assert waiting() == {staff, local}


def test_a_page_read_before_a_withdrawal_registers_nobody(register, staff):
    Staff.objects.filter(pk=staff.pk).update(withdrawn_at=clock.now())
    with pytest.raises(Conflict):
        register()
    assert not ExamRegistration.objects.exists()


def test_a_page_read_before_the_result_does_not_overwrite_it(register, actor):
    exam = register()
    early = ExamRegistration.objects.get(pk=exam.pk)
    said = {"actor": actor("HEAD"), "result_on": date(2026, 9, 1)}
    record_result(entry=exam, result="PASSED", **said)
    with pytest.raises(Conflict):
        record_result(entry=early, result="FAILED", **said)
    assert ExamRegistration.objects.get().result == "PASSED"
