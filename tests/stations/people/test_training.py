"""Trainings, who attended, and the ledger of continuing education (M37-M40, C913a, X18)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import (
    record_attendances,
    record_headcount,
    record_training,
    register_credential,
)
from stations.people.models import Training, TrainingAttendance, TrainingHeadcount
from stations.people.queries.cultivation import hours_trained_here, is_cultivated
from stations.people.queries.education import education_ledgers
from stations.people.queries.staff import recent_workers
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, train, works
from tests.fixtures.staffing import sits_exam

HUB = "510402-H001"
DAY = date(2026, 5, 4)
GIVEN = {
    "title": "个案工作方法",
    "kind": "PROFESSIONAL",
    "grade": "CERTIFIED",
    "audience": "CERTIFIED",
    "topic": "PRACTICE",
    "held_on": DAY,
    "hours": Decimal(8),
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def staff(network):
    person = add_worker("王小芳")
    works(person, network["S001"])
    return person


def test_a_training_with_those_who_attended(network, actor, staff, done):
    head = actor("HEAD")
    training = record_training(
        actor=head, station=network["S001"], **GIVEN, place=" 三楼会议室 ", trainer="李教授"
    )
    attended = attend(
        actor=head, entry=training, staff=staff, hours=Decimal(6), certificate_number=" PX-1 "
    )
    record_headcount(actor=head, entry=training, audience="COMMUNITY_WORKER", persons=24)

    assert (training.place, attended.certificate_number) == ("三楼会议室", "PX-1")
    assert done() == ["training.record", "training.attend", "training.count"]


def test_all_hours_unless_fewer_are_given(network, actor, staff):
    training = train(network["S001"], DAY, hours=Decimal(8))

    assert attend(actor=actor("HEAD"), entry=training, staff=staff).hours == 8


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", " "),
        ("kind", "FUN"),
        ("grade", "TOP"),
        ("audience", "ALL"),
        ("topic", "COOKING"),
        ("held_on", date(2026, 11, 21)),
        ("hours", Decimal(0)),
        ("hours", Decimal(201)),
    ],
)
def test_wrong_values_are_named(network, actor, field, given):
    with pytest.raises(Invalid) as refused:
        record_training(actor=actor("HEAD"), station=network["S001"], **(GIVEN | {field: given}))

    assert [error.field for error in refused.value.errors] == [field]
    assert Training.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "may"),
    [
        *((role, True) for role in ("BUREAU", "HUB_STAFF", "HEAD", "AGENCY", "SUPERVISOR")),
        *((role, False) for role in ("WORKER", "ROOM_STAFF", "TOWNSHIP", "AUDITOR", "PURCHASER")),
    ],
)
def test_who_enters_trainings(network, actor, role, may):
    if may:
        record_training(actor=actor(role), station=network["S001"], **GIVEN)
    else:
        with pytest.raises(Forbidden):
            record_training(actor=actor(role), station=network["S001"], **GIVEN)
    assert Training.objects.count() == may


def test_nobody_trains_at_another_station(network, actor, staff):
    training = train(network["S002"], DAY)
    for act in (
        lambda: record_training(actor=actor("HEAD"), station=network["S002"], **GIVEN),
        lambda: attend(actor=actor("HEAD"), entry=training, staff=staff),
        lambda: record_headcount(actor=actor("HEAD"), entry=training, audience="OTHER", persons=1),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_worker_out_of_sight_is_not_put_on_the_list(network, actor):
    stranger = add_worker()
    works(stranger, network["S002"])
    with pytest.raises(Forbidden):
        attend(actor=actor("HEAD"), entry=train(network["S001"], DAY), staff=stranger)


def test_what_attendance_refuses(network, actor, staff):
    head, training = actor("HEAD"), train(network["S001"], DAY, hours=Decimal(8))
    with pytest.raises(Invalid) as refused:
        attend(actor=head, entry=training, staff=staff, hours=Decimal("8.5"))
    assert [error.field for error in refused.value.errors] == ["hours"]
    first = attend(actor=head, entry=training, staff=staff)
    with pytest.raises(Conflict):
        attend(actor=head, entry=training, staff=staff)
    withdraw(actor=head, entry=first, reason="录错")
    attend(actor=head, entry=training, staff=staff)
    withdraw(actor=head, entry=training, reason="没有举办")
    with pytest.raises(Conflict):
        attend(actor=head, entry=training, staff=staff)

    assert TrainingAttendance.objects.count() == 2


def test_what_the_count_of_others_refuses(network, actor):
    head, training = actor("HEAD"), train(network["S001"], DAY)
    for given in ({"audience": "OTHER", "persons": 0}, {"audience": "CATS", "persons": 1}):
        with pytest.raises(Invalid):
            record_headcount(actor=head, entry=training, **given)
    record_headcount(actor=head, entry=training, audience="OTHER", persons=3)
    with pytest.raises(Conflict):
        record_headcount(actor=head, entry=training, audience="OTHER", persons=4)

    assert TrainingHeadcount.objects.get().persons == 3


def test_the_table_itself_takes_nobody_twice(network, staff):
    training = train(network["S001"], DAY, staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingAttendance.objects.create(training=training, staff=staff, hours=1)


def test_the_ledger_counts_the_running_period(network, actor, staff, django_assert_num_queries):
    register_credential(
        actor=actor("HEAD"), entry=certify(staff, date(2024, 1, 1)), registered_on=date(2024, 6, 1)
    )
    train(network["S001"], date(2024, 5, 31), staff, hours=Decimal(10))  # before the period
    train(network["S001"], date(2024, 6, 1), staff, hours=Decimal("7.5"))
    train(network["S002"], TODAY, staff, hours=Decimal(8))
    withdrawn = train(network["S001"], DAY, staff, hours=Decimal(100))
    withdraw(actor=actor("HEAD"), entry=withdrawn, reason="没有举办")

    with django_assert_num_queries(1):
        ledger = education_ledgers([staff.pk], TODAY)[staff.pk]

    assert (ledger.hours, ledger.required, ledger.missing) == (Decimal("15.5"), 72, Decimal("56.5"))
    assert (ledger.first_on, ledger.last_on) == (date(2024, 6, 1), date(2027, 5, 31))


def test_the_higher_certificate_asks_for_more(network, actor, staff):
    for level, day in (("WORKER", date(2024, 2, 1)), ("ASSISTANT", date(2023, 12, 1))):
        register_credential(
            actor=actor("HEAD"), entry=certify(staff, day, level), registered_on=DAY
        )

    assert education_ledgers([staff.pk], TODAY)[staff.pk].required == 90


def test_no_ledger_without_a_running_registration(staff):
    certify(staff, date(2024, 2, 1))

    assert education_ledgers([staff.pk], TODAY) == {}


def test_no_hours_are_no_hours(network, actor, staff):
    register_credential(
        actor=actor("HEAD"), entry=certify(staff, date(2024, 2, 1)), registered_on=DAY
    )

    assert education_ledgers([staff.pk], TODAY)[staff.pk].hours == 0


def test_twenty_hours_at_the_station_are_cultivation(network):
    person = add_worker()
    works(person, network["S002"])
    train(network["S001"], date(2025, 5, 4), person, hours=Decimal(12))
    train(network["S001"], date(2025, 5, 3), person, hours=Decimal(50))  # too long ago
    train(network["S002"], DAY, person, hours=Decimal(50))  # elsewhere

    assert hours_trained_here(person.pk, network["S001"], DAY) == 12
    passed = certify(person, DAY)
    assert not is_cultivated(passed, network["S001"])
    train(network["R001"], date(2026, 5, 3), person, hours=Decimal(8))
    assert is_cultivated(passed, network["S001"])
    assert is_cultivated(passed, network["R001"])  # the room's station trained


@pytest.mark.parametrize(
    ("until", "cultivated"), [(None, True), (date(2025, 5, 5), True), (date(2025, 5, 4), False)]
)
def test_working_there_in_the_year_before_is_cultivation(network, until, cultivated):
    person = add_worker()
    works(person, network["S001"], until=until)

    assert is_cultivated(certify(person, DAY), network["S001"]) == cultivated


def test_the_year_ends_with_the_exam_not_with_the_certificate(network):
    person = add_worker()
    works(person, network["S001"], until=date(2025, 3, 1))
    passed = certify(person, DAY)
    assert not is_cultivated(passed, network["S001"])

    sits_exam(person, network["S001"], date(2026, 2, 1))
    assert is_cultivated(passed, network["S001"])


def attend(*, actor, entry, staff, **given):
    return record_attendances(actor=actor, entry=entry, staff=[staff], **given)[0]


def test_several_at_once_or_none(network, actor, staff):
    head, training = actor("HEAD"), train(network["S001"], DAY)
    second = add_worker()
    works(second, network["R001"])
    with pytest.raises(Invalid) as refused:
        record_attendances(
            actor=head, entry=training, staff=[staff, second], certificate_number="PX-1"
        )
    assert [error.field for error in refused.value.errors] == ["certificate_number"]
    attend(actor=head, entry=training, staff=second)
    with pytest.raises(Conflict):
        record_attendances(actor=head, entry=training, staff=[staff, second])
    assert TrainingAttendance.objects.count() == 1


def test_the_hub_trains_workers_of_any_station(network, actor, visitor):
    held = train(network["H001"], DAY, hours=Decimal(8))
    workers = [add_worker(name) for name in ("白一", "陈二")]
    for person, code in zip(workers, ("R001", "S002"), strict=True):
        works(person, network[code])
        register_credential(
            actor=actor("BUREAU", ""),
            entry=certify(person, date(2026, 1, 1)),
            registered_on=date(2026, 2, 1),
        )
    address = reverse("people:trainings-attend", "config.urls_county", [HUB, held.uuid])
    hub = visitor("HUB_STAFF", "")
    page = hub.get(address).content.decode()
    hub.post(address, {"staff": [str(person.uuid) for person in workers]})

    assert "白一" in page
    assert "陈二" in page
    ledgers = education_ledgers([person.pk for person in workers], TODAY)
    assert [ledgers[person.pk].hours for person in workers] == [8, 8]


def test_a_station_offers_its_own_people_only(network, actor):
    own, other = add_worker(), add_worker()
    works(own, network["R001"])
    works(other, network["S002"])

    assert list(recent_workers(actor("HEAD"), network["S001"])) == [own]
    assert list(recent_workers(actor("BUREAU", ""), network["S001"])) == [own]
    assert set(recent_workers(actor("BUREAU", ""), network["H001"])) == {own, other}
