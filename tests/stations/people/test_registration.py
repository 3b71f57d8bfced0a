"""Registering certificates: from when to when, the state of a day, and what is waiting (X18)."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import register_credential
from stations.people.models import Credential, CredentialRegistration
from stations.people.numbers import months_after, numbers
from stations.people.queries.registration import registration_alerts, with_registration
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, works

ISSUED = date(2023, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def credential(network):
    staff = add_worker("王小芳")
    works(staff, network["S001"])
    return certify(staff, ISSUED)


def register(actor, credential, day):
    return register_credential(actor=actor, entry=credential, registered_on=day)


def state(credential, on):
    return with_registration(Credential.objects.filter(pk=credential.pk), on).get()


def test_the_registration_lasts_three_years(credential, actor, done):
    made = register(actor("HEAD"), credential, date(2023, 9, 1))

    assert (made.valid_from, made.valid_until) == (date(2023, 9, 1), date(2026, 8, 31))
    assert done() == ["credential.register"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 8, 31), "UNREGISTERED"),
        (date(2023, 9, 1), "REGISTERED"),
        (date(2026, 6, 1), "REGISTERED"),
        (date(2026, 6, 2), "DUE"),
        (date(2026, 8, 31), "DUE"),
        (date(2026, 9, 1), "LAPSED"),
    ],
)
def test_the_state_of_a_day(credential, actor, on, expected):
    register(actor("HEAD"), credential, date(2023, 9, 1))

    assert state(credential, on).registration_state == expected


def test_a_local_aide_has_no_state_and_is_not_registered(network, actor):
    staff = add_worker()
    works(staff, network["S001"])
    local = certify(staff, ISSUED, "LOCAL_AIDE")

    assert state(local, TODAY).registration_state == ""
    with pytest.raises(Conflict):
        register(actor("HEAD"), local, TODAY)


def test_a_withdrawn_registration_counts_no_more(credential, actor):
    made = register(actor("HEAD"), credential, date(2023, 9, 1))
    withdraw(actor=actor("HEAD"), entry=made, reason="录错")

    assert state(credential, TODAY).registration_state == "UNREGISTERED"
    register(actor("HEAD"), credential, date(2023, 9, 1))


def test_a_renewal_goes_on_where_the_former_ends(credential, actor):
    register(actor("HEAD"), credential, date(2023, 9, 1))
    with pytest.raises(Conflict, match="2026"):
        register(actor("HEAD"), credential, date(2026, 6, 1))
    renewed = register(actor("HEAD"), credential, date(2026, 6, 2))

    assert (renewed.valid_from, renewed.valid_until) == (date(2026, 9, 1), date(2029, 8, 31))
    assert state(credential, date(2026, 6, 2)).registration_state == "REGISTERED"


def test_a_lapsed_one_begins_anew(credential, actor):
    register(actor("HEAD"), credential, date(2023, 9, 1))

    assert register(actor("HEAD"), credential, date(2026, 10, 1)).valid_from == date(2026, 10, 1)


@pytest.mark.parametrize("day", [date(2023, 5, 3), date(2026, 11, 21)])
def test_days_that_cannot_be(credential, actor, day):
    with pytest.raises(Invalid) as refused:
        register(actor("HEAD"), credential, day)

    assert [error.field for error in refused.value.errors] == ["registered_on"]
    assert CredentialRegistration.objects.count() == 0


def test_not_before_the_last_registration(credential, actor):
    register(actor("HEAD"), credential, date(2023, 9, 1))
    with pytest.raises(Invalid):
        register(actor("HEAD"), credential, date(2023, 8, 1))


@pytest.mark.parametrize(
    ("role", "scope"),
    [("WORKER", None), ("TOWNSHIP", None), ("SUPERVISOR", None), ("HEAD", "510402-S002")],
)
def test_who_may_not(credential, actor, role, scope):
    with pytest.raises(Forbidden):
        register(actor(role, scope), credential, TODAY)


def test_withdrawn_certificates_are_not_registered(credential, actor):
    withdraw(actor=actor("HEAD"), entry=credential, reason="录错")
    with pytest.raises(Conflict):
        register(actor("HEAD"), credential, TODAY)


def test_a_page_read_before_a_withdrawal_registers_nothing(credential, actor):
    Credential.objects.filter(pk=credential.pk).update(withdrawn_at=clock.now())
    with pytest.raises(Conflict):
        register(actor("HEAD"), credential, TODAY)
    assert not CredentialRegistration.objects.exists()


def test_alerts_of_a_station_and_of_the_county(network, actor, django_assert_num_queries):
    lapsed, fresh, running, elsewhere = (
        certify(staff_at(network[code]), day)
        for code, day in (
            ("S001", ISSUED),
            ("R001", date(2026, 10, 1)),
            ("S001", ISSUED),
            ("S002", ISSUED),
        )
    )
    register(actor("BUREAU"), lapsed, date(2023, 6, 1))
    register(actor("BUREAU"), running, date(2024, 5, 1))
    head, bureau = actor("HEAD"), actor("BUREAU")

    with django_assert_num_queries(1):
        here = registration_alerts(head, network["S001"], TODAY)
    assert [(row.credential_uuid, row.state, row.due_on, row.overdue) for row in here] == [
        (lapsed.uuid, "LAPSED", date(2026, 5, 31), True),
        (fresh.uuid, "UNREGISTERED", date(2027, 10, 1), False),
    ]
    found = {row.credential_uuid for row in registration_alerts(bureau, None, TODAY)}
    assert found == {lapsed.uuid, fresh.uuid, elsewhere.uuid}


def test_only_the_highest_certificate_of_a_worker_waits(network, actor):
    staff = staff_at(network["S001"])
    certify(staff, ISSUED)
    higher = certify(staff, date(2025, 10, 1), "WORKER")
    certify(staff, ISSUED, "LOCAL_AIDE")

    rows = registration_alerts(actor("HEAD"), network["S001"], TODAY)
    assert [row.credential_uuid for row in rows] == [higher.uuid]


def test_who_has_left_waits_no_more(network, actor):
    staff = add_worker()
    works(staff, network["S001"], until=date(2026, 1, 1))
    certify(staff, ISSUED)

    assert registration_alerts(actor("HEAD"), network["S001"], TODAY) == []


def test_the_numbers_are_those_of_the_file():
    found = numbers()

    assert (found.registration_months, found.renewal_notice_days) == (36, 90)
    assert found.education_hours == {"ASSISTANT": 72, "WORKER": 90, "SENIOR": 90}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_last_day(day, months, expected):
    assert months_after(day, months) == expected


def staff_at(station):
    staff = add_worker()
    works(staff, station)
    return staff
