"""Awards, judgements and the certificate of service of volunteers (X17, C716)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import (
    appraise_volunteer,
    award_volunteer,
    issue_certificate,
    record_step,
)
from stations.people.models import ServiceCertificate, VolunteerAward
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import step, volunteer

SINCE, DAY = date(2025, 1, 1), date(2026, 5, 4)
AWARD = {"kind": "STAR", "title": "三星志愿者", "awarded_on": DAY}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return volunteer(
        network["S001"],
        SINCE,
        name="李志愿",
        id_number="510402198001010018",
        national_number="5104000001",
    )


def test_an_award_is_also_a_step(person, actor, done):
    award_volunteer(actor=actor("WORKER"), entry=person, given_by="街道办", **AWARD)

    assert VolunteerAward.objects.get().given_by == "街道办"
    assert [(row.step, row.done_on, row.content) for row in person.steps.all()] == [
        ("REWARD", DAY, "三星志愿者")
    ]
    assert done() == ["volunteer.award", "volunteer.step"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("kind", {"kind": "MEDAL"}),
        ("title", {"title": " "}),
        ("awarded_on", {"awarded_on": date(2024, 12, 31)}),
        ("awarded_on", {"awarded_on": date(2026, 11, 21)}),
    ],
)
def test_awards_that_are_refused(person, actor, field, given):
    with pytest.raises(Invalid) as refused:
        award_volunteer(actor=actor("WORKER"), entry=person, **(AWARD | given))
    assert [error.field for error in refused.value.errors] == [field]
    assert person.steps.count() == 0


def test_a_judgement_of_the_service(person, actor):
    made = appraise_volunteer(
        actor=actor("HEAD"), entry=person, result="GOOD", appraised_on=DAY, note="热心"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM people_volunteerappraisal")
        assert "热心" not in str(cursor.fetchone()[0])
    assert made.result == "GOOD"
    for given in (
        {"result": "BAD", "appraised_on": DAY},
        {"result": "GOOD", "appraised_on": date(2024, 12, 31)},
    ):
        with pytest.raises(Invalid):
            appraise_volunteer(actor=actor("HEAD"), entry=person, **given)


def test_a_service_has_hours_and_content(person, actor):
    made = record_step(
        actor=actor("WORKER"),
        volunteer=person,
        step="USE",
        done_on=DAY,
        hours=Decimal("2.5"),
        content=" 陪伴独居老人 ",
    )
    assert (made.hours, made.content) == (Decimal("2.5"), "陪伴独居老人")
    for hours in (Decimal(0), Decimal(201)):
        with pytest.raises(Invalid):
            record_step(
                actor=actor("WORKER"), volunteer=person, step="USE", done_on=DAY, hours=hours
            )


def test_the_certificate_says_what_was_done_in_the_time(person, actor, done):
    step(person, "USE", date(2025, 12, 31), hours=Decimal(9))  # before the time
    step(person, "USE", DAY, hours=Decimal("2.5"), content="陪伴独居老人")
    step(person, "USE", DAY, hours=None)
    step(person, "USE", DAY, hours=Decimal(50), withdrawn_at=clock.now())
    step(person, "TRAIN", date(2026, 3, 1), hours=Decimal(4), content="急救培训")
    award_volunteer(actor=actor("WORKER"), entry=person, **AWARD)

    made = issue_certificate(actor=actor("WORKER"), entry=person, first_on=date(2026, 1, 1))
    said = json.loads(made.content)

    assert (made.number, made.services, made.hours) == ("510402-S001-2026-0001", 2, Decimal("2.5"))
    assert (said["name"], said["national_number"], said["hours"]) == (
        *("李志愿", "5104000001"),
        "2.5",
    )
    assert "19800101" not in said["id_number"]
    assert said["services"][0] == ["2026-05-04", "陪伴独居老人", "2.5"]
    assert said["trainings"] == [["2026-03-01", "急救培训", "4.0"]]
    assert said["awards"] == [["2026-05-04", "三星志愿者", ""]]
    assert done()[-1] == "volunteer.certificate"


def test_numbers_count_up_in_a_station_and_year_and_never_come_again(network, person, actor):
    step(person, "USE", DAY)
    elsewhere = volunteer(network["S002"], SINCE)
    step(elsewhere, "USE", DAY)
    first = issue_certificate(actor=actor("BUREAU"), entry=person)
    withdraw(actor=actor("BUREAU"), entry=first, reason="姓名有误")
    second = issue_certificate(actor=actor("BUREAU"), entry=person)
    other = issue_certificate(actor=actor("BUREAU"), entry=elsewhere)

    assert [row.number[-12:] for row in (second, other)] == ["01-2026-0002", "02-2026-0001"]


def test_what_a_certificate_needs(person, actor):
    with pytest.raises(Conflict):
        issue_certificate(actor=actor("WORKER"), entry=person)
    step(person, "USE", DAY)
    for given in (
        {"first_on": TODAY, "last_on": DAY},
        {"last_on": date(2026, 11, 21)},
    ):
        with pytest.raises(Invalid):
            issue_certificate(actor=actor("WORKER"), entry=person, **given)
    withdraw(actor=actor("WORKER"), entry=person, reason="重复")
    person.refresh_from_db()
    with pytest.raises(Conflict):
        issue_certificate(actor=actor("WORKER"), entry=person)
    assert ServiceCertificate.objects.count() == 0


def test_the_name_lies_encrypted_and_in_no_trail(person, actor):
    step(person, "USE", DAY)
    issue_certificate(actor=actor("WORKER"), entry=person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM people_servicecertificate")
        assert "李志愿" not in str(cursor.fetchone()[0])

    assert not [entry for entry in Entry.objects.all() if "李志愿" in str(vars(entry))]


@pytest.mark.parametrize(
    ("role", "scope"), [("TOWNSHIP", None), ("AGENCY", None), ("HEAD", "510402-S002")]
)
def test_who_may_not(person, actor, role, scope):
    step(person, "USE", DAY)
    held = actor(role, scope)
    for act in (
        lambda: award_volunteer(actor=held, entry=person, **AWARD),
        lambda: appraise_volunteer(actor=held, entry=person, result="GOOD", appraised_on=DAY),
        lambda: issue_certificate(actor=held, entry=person),
    ):
        with pytest.raises(Forbidden):
            act()


def test_certificates_are_seen_by_those_who_keep_the_volunteers(person, actor):
    step(person, "USE", DAY)
    issue_certificate(actor=actor("WORKER"), entry=person)
    seen = {
        role: ServiceCertificate.objects.restrict(actor(role), "view").count()
        for role in ("BUREAU", "HEAD", "WORKER", "TOWNSHIP", "AGENCY", "AUDITOR")
    }

    assert seen == {"BUREAU": 1, "HEAD": 1, "WORKER": 1, "TOWNSHIP": 0, "AGENCY": 0, "AUDITOR": 0}
