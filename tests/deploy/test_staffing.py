"""The demo's trainings, registrations, exams and honours fit the rules of the product."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import F

from deploy.demodata import persons
from deploy.demodata.conduct import fill_conduct
from deploy.demodata.people import fill_people
from deploy.demodata.plan import StationPlan
from deploy.demodata.staffing import fill_staffing
from kernel.access.actor import Actor
from kernel.workdays import clock
from stations.people.domain import issue_certificate
from stations.people.models import (
    Assignment,
    Credential,
    CredentialRegistration,
    CultivatedPerson,
    EthicsComplaint,
    ExamRegistration,
    Internship,
    Outfit,
    PublicityItem,
    ServiceCertificate,
    Staff,
    Supervisor,
    Training,
    TrainingAttendance,
    Volunteer,
    VolunteerAppraisal,
    VolunteerAward,
    VolunteerDeparture,
    VolunteerTeamMember,
)
from stations.people.numbers import months_after, numbers
from stations.people.queries.competence import not_competent
from stations.people.queries.cultivation import is_cultivated
from stations.people.queries.education import education_ledgers
from stations.people.queries.qualification import qualified
from stations.people.queries.volunteer import read_service
from stations.people.service_pdf import certificate_pdf

UNTIL = date(2026, 11, 20)


def build(seed: int) -> list[int]:
    from tests.fixtures.counties import COUNTY
    from tests.fixtures.network import make_network

    plan = StationPlan("510402001", 0.8, 1)
    station = make_network(COUNTY)["S001"]
    station.opened_on = date(2024, 2, 1)
    with clock.frozen(UNTIL):
        staff = fill_people(station, plan, Random(seed), 2024, UNTIL)
        fill_staffing(station, plan, staff, 2024, UNTIL)
        fill_conduct(station, plan, staff, 2024, UNTIL)
    return staff


@pytest.fixture
def filled(county: object) -> list[int]:
    return build(1)


def test_a_stations_years_of_staffing(filled: list[int]) -> None:
    for model in (
        CultivatedPerson,
        ExamRegistration,
        Internship,
        VolunteerAppraisal,
        VolunteerAward,
    ):
        assert model.objects.exists(), model
    assert Supervisor.objects.filter(is_senior=True).count() == 2
    assert Training.objects.filter(held_on__year=2025).count() >= 8
    assert VolunteerTeamMember.objects.count() == 24
    enough = numbers().cultivation_hours
    assert not CultivatedPerson.objects.filter(hours__lt=enough).exists()
    assert qualified(Staff.objects.filter(pk__in=filled), UNTIL).exists()
    assert education_ledgers(filled, UNTIL)


def test_rooms_have_an_aide_trainees_and_volunteers(filled: list[int]) -> None:
    in_rooms = Assignment.objects.filter(station__level="ROOM")
    aides = in_rooms.filter(staff__credentials__level="LOCAL_AIDE", valid_to=None)
    assert aides.count() == 1
    assert Volunteer.objects.filter(station__level="ROOM").exists()
    claims = Credential.objects.exclude(cultivated_by=None).select_related("cultivated_by")
    assert claims.count() == 6  # two in each year from 2024 to 2026
    for claim in claims:
        assert in_rooms.filter(staff=claim.staff_id).exists()
        assert is_cultivated(claim, claim.cultivated_by)
        assert claim.staff.exams.get().result == "PASSED"
    assert not Credential.objects.filter(level="SENIOR").exists()


def test_one_of_the_middle_level_waits_for_the_senior_review(
    county: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persons, "_given", set())  # the same draws give the same station
    build(3)  # with somebody of the middle level
    waiting = ExamRegistration.objects.get(result="WAITING")
    held = Credential.objects.filter(staff_id=waiting.staff_id).values_list("level", flat=True)
    assert (waiting.level, waiting.year) == ("SENIOR", UNTIL.year)
    assert "WORKER" in held
    assert "SENIOR" not in held


def test_some_volunteers_have_a_certificate_of_service(filled: list[int], system: Actor) -> None:
    certificates = list(ServiceCertificate.objects.select_related("volunteer__station"))
    assert len(certificates) >= 6
    for row in certificates:
        service = read_service(row.volunteer, row.volunteer.registered_on, row.issued_on)
        assert row.services == len(service["services"]) > 0
        assert row.volunteer.registered_on < row.issued_on <= UNTIL
        assert row.number.startswith(f"{row.volunteer.station.code}-{row.issued_on.year}-")
        assert certificate_pdf(row).startswith(b"%PDF")
    with clock.frozen(UNTIL):
        issued = issue_certificate(actor=system, entry=certificates[0].volunteer)
    assert issued.number not in {row.number for row in certificates}


def test_a_stations_conduct(filled: list[int]) -> None:
    assert PublicityItem.objects.filter(published_on__year=2025).count() >= 12
    assert not PublicityItem.objects.filter(published_on__gt=UNTIL).exists()
    assert Outfit.objects.count() == 2 * len(filled)
    assert not not_competent(Staff.objects.filter(pk__in=filled), UNTIL).exists()
    for complaint in EthicsComplaint.objects.all():
        assert complaint.staff_id in filled[1:]
        assert complaint.state != "OPEN" or complaint.raised_on > UNTIL - timedelta(days=30)
        assert bool(complaint.decision_reason) == bool(complaint.decided_on)


def test_what_is_invented_obeys_the_rules(filled: list[int]) -> None:
    for row in CredentialRegistration.objects.select_related("credential"):
        assert row.registered_on >= row.credential.issued_on
        assert row.valid_until == months_after(row.valid_from, 36) - timedelta(days=1)
    assert not TrainingAttendance.objects.filter(hours__gt=F("training__hours")).exists()
    assert not Training.objects.filter(held_on__gt=UNTIL).exists()
    early = F("volunteer__registered_on")
    assert not VolunteerAward.objects.filter(awarded_on__lt=early).exists()
    assert not VolunteerTeamMember.objects.filter(valid_from__lt=early).exists()


def test_some_volunteers_have_left_and_one_came_back(filled: list[int]) -> None:
    gone = VolunteerDeparture.objects.select_related("volunteer")
    assert {row.valid_to is None for row in gone} == {True, False}
    assert not gone.filter(valid_from__gt=UNTIL).exists()
    for row in gone:
        assert not row.volunteer.steps.filter(done_on__gte=row.valid_from).exists()
        assert not row.volunteer.teams.filter(valid_to=None).exists()
    assert VolunteerTeamMember.objects.exclude(left_with=None).exists()
