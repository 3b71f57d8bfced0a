"""Days of workers and volunteers that cannot be, and numbers kept as they are read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kernel.errors import Invalid
from kernel.workdays import clock
from stations.people.domain import (
    add_staff,
    appoint_head,
    assign_staff,
    edit_staff,
    issue_certificate,
    record_attendances,
    record_departure,
    record_leaving,
    record_publicity,
    record_session,
    record_step,
    register_credential,
    register_exam,
    register_volunteer,
)
from stations.people.models import Staff, Volunteer
from tests.conftest import DAY as TODAY
from tests.fixtures.records import (
    LONG_AGO,
    add_worker,
    certify,
    head,
    step,
    train,
    volunteer,
    works,
)

# Of somebody born on 1990-03-07, and the same as it may be typed.
NUMBER, TYPED = "11010119900307002X", "１１０１０１ 19900307 002x"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def wrong(do, **values):
    with pytest.raises(Invalid) as refused:
        do(**values)
    (error,) = refused.value.errors
    return error.field, error.allowed


@pytest.mark.parametrize("on", [date(1, 1, 1), LONG_AGO - timedelta(days=1), LONG_AGO])
def test_nobody_leaves_before_they_came(network, actor, on):
    """Also who works nowhere: no post then says that the day is wrong."""
    given = {"actor": actor("BUREAU"), "staff": add_worker(), "on": on}

    assert wrong(record_leaving, **given) == ("on", f">= {LONG_AGO + timedelta(days=1)}")


def test_nobody_leaves_in_the_future_or_before_their_last_post_ended(network, actor):
    worker, ended = add_worker(), date(2024, 5, 6)
    works(worker, network["S001"], until=ended)
    head(worker, network["S001"], LONG_AGO, until=date(2024, 5, 7))
    given = {"actor": actor("BUREAU"), "staff": worker}

    assert wrong(record_leaving, on=TODAY + timedelta(days=2), **given)[0] == "on"
    assert wrong(record_leaving, on=ended, **given) == ("on", ">= 2024-05-07")
    assert record_leaving(on=date(2024, 5, 7), **given).left_on == date(2024, 5, 7)


def test_a_further_post_begins_within_some_years(network, actor):
    given = {"actor": actor("BUREAU"), "staff": add_worker(), "station": network["S001"]}

    assert wrong(assign_staff, valid_from=date(9999, 12, 31), **given)[0] == "valid_from"


def test_nobody_works_or_helps_before_birth(network, actor):
    given = {
        "actor": actor("HEAD"),
        "station": network["S001"],
        "name": "王小芳",
        "id_number": NUMBER,
    }
    day = date(1990, 3, 6)

    assert wrong(add_staff, joined_on=day, **given)[0] == "joined_on"
    assert wrong(register_volunteer, registered_on=day, **given)[0] == "registered_on"
    assert not Staff.objects.exists()
    assert not Volunteer.objects.exists()


def test_numbers_of_workers_and_volunteers_are_kept_as_they_are_read(network, actor):
    given = {"actor": actor("HEAD"), "station": network["S001"], "name": "王小芳"}
    worker = add_staff(joined_on=TODAY, id_number=TYPED, **given)
    helper = register_volunteer(registered_on=TODAY, id_number=TYPED, **given)
    edited = {"actor": actor("HEAD"), "entry": worker, "name": "王小芳", "channel": "RECRUITED"}
    edit_staff(id_number=TYPED, **edited)

    for kept in (worker, helper):
        kept.refresh_from_db()
        assert kept.id_number == NUMBER


@pytest.mark.parametrize("on", [date(1, 1, 1), LONG_AGO])
def test_a_volunteer_does_not_leave_before_the_registration(network, actor, on):
    given = {"actor": actor("HEAD"), "entry": volunteer(network["S001"]), "reason": "MOVED"}

    assert wrong(record_departure, on=on, **given) == ("on", f"> {LONG_AGO}")


def test_a_certificate_tells_of_no_time_before_the_registration(network, actor):
    helper = volunteer(network["S001"])
    step(helper, "USE", TODAY, hours=2)
    given = {"actor": actor("HEAD"), "entry": helper}

    named = wrong(issue_certificate, first_on=LONG_AGO - timedelta(days=1), **given)
    assert named == ("first_on", f">= {LONG_AGO}")
    assert issue_certificate(first_on=LONG_AGO, **given).services == 1


LEFT = date(2026, 11, 1)
SESSION = {"kind": "EDUCATIONAL", "mode": "GROUP", "site": "ONLINE", "supervisor_name": "周督导"}
ITEM = {"channel": "BOARD", "topic": "POLICY", "title": "政策进村居"}
DATED = {
    "session": ("held_on", record_session, SESSION),
    "publicity": ("published_on", record_publicity, ITEM),
    "exam": ("registered_on", register_exam, {"level": "ASSISTANT"}),
    "head": ("valid_from", appoint_head, {"appointed_by": "BUREAU"}),
}


@pytest.mark.parametrize("what", DATED)
@pytest.mark.parametrize("on", [LEFT, TODAY, LONG_AGO - timedelta(days=1)])
def test_nothing_is_a_workers_on_a_day_without_them(network, actor, what, on):
    field, do, values = DATED[what]
    gone = add_worker(left_on=LEFT)
    works(gone, network["S001"], until=LEFT)
    given = {"actor": actor("BUREAU"), "station": network["S001"], "staff": gone, **values}

    named = wrong(do, **given, **{field: on})
    assert named == (field, f">= {LONG_AGO}, < {LEFT}")
    assert do(**given, **{field: LEFT - timedelta(days=1)}).staff == gone


def test_nobody_attends_a_training_after_leaving(network, actor):
    gone = add_worker(left_on=LEFT)
    works(gone, network["S001"], until=LEFT)
    given = {"actor": actor("BUREAU"), "staff": [gone]}

    late = train(network["S001"], LEFT)
    assert wrong(record_attendances, entry=late, **given)[0] == "staff"
    before = train(network["S001"], LEFT - timedelta(days=1))
    assert record_attendances(entry=before, **given)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 2, 28), date(2027, 2, 27)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2024, 3, 1), date(2027, 2, 28)),
        (date(2024, 12, 31), date(2027, 12, 30)),
    ],
)
def test_a_registration_of_a_leap_day_lasts_three_years(network, actor, first, last):
    worker = add_worker()
    works(worker, network["S001"])
    made = register_credential(actor=actor("HEAD"), entry=certify(worker), registered_on=first)

    assert (made.valid_from, made.valid_until) == (first, last)


def test_a_volunteer_serves_no_longer_than_a_day_has(network, actor):
    helper = volunteer(network["S001"])
    given = {"actor": actor("HEAD"), "volunteer": helper, "step": "USE", "done_on": TODAY}

    assert wrong(record_step, hours=Decimal("24.5"), **given) == ("hours", "<= 24")
    record_step(hours=Decimal("20.5"), **given)
    assert wrong(record_step, hours=Decimal(4), **given) == ("hours", "<= 3.5")
    record_step(hours=Decimal("3.5"), **given)
    assert record_step(hours=None, **given).hours is None
    given |= {"step": "TRAIN"}
    assert record_step(hours=Decimal(40), **given).hours == 40  # a training of several days
