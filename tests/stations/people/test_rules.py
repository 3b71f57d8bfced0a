"""Who sees and who changes which records about people, with another station's rows present."""

from datetime import date

import pytest

from stations.people.models import (
    Assignment,
    CompetenceCheck,
    Credential,
    CredentialRegistration,
    CultivatedPerson,
    EthicsComplaint,
    EthicsPledge,
    ExamRegistration,
    HeadAppointment,
    Internship,
    Outfit,
    PublicityItem,
    ServiceCertificate,
    Staff,
    SupervisionSession,
    Supervisor,
    Training,
    TrainingAttendance,
    TrainingHeadcount,
    Volunteer,
    VolunteerAppraisal,
    VolunteerAward,
    VolunteerDeparture,
    VolunteerStep,
    VolunteerTeam,
    VolunteerTeamMember,
)
from tests.fixtures.records import add_worker, supervise, uphold, volunteer, works
from tests.fixtures.staffing import staffing_records, volunteer_records
from tests.stations.conftest import ROLES

DAY = date(2023, 5, 4)
ALL, OWN, NONE = {"S001", "S002"}, {"S001"}, set()
VIEW = {
    **dict.fromkeys(("BUREAU", "HUB_STAFF", "AUDITOR"), ALL),
    **dict.fromkeys(("HEAD", "WORKER", "TOWNSHIP", "SUPERVISOR", "AGENCY"), OWN),
}
COUNTY_AND_HEAD = {"BUREAU": ALL, "HUB_STAFF": ALL, "HEAD": OWN}
PEOPLE_EDIT = COUNTY_AND_HEAD | {"AGENCY": OWN}
HEAD_EDIT = {"BUREAU": ALL, "HUB_STAFF": ALL, "AGENCY": OWN}
TRAINING_EDIT = PEOPLE_EDIT | {"SUPERVISOR": OWN}
VOLUNTEER_EDIT = COUNTY_AND_HEAD | {"WORKER": OWN}
COMPLAINT_VIEW = {key: VIEW[key] for key in VIEW if key not in ("WORKER", "SUPERVISOR")}
TABLE = [
    (Staff, "assignments__station", "view", VIEW),
    (Staff, "assignments__station", "edit", PEOPLE_EDIT),
    (Assignment, "station", "view", VIEW),
    (Assignment, "station", "edit", PEOPLE_EDIT),
    (Credential, "staff__assignments__station", "view", VIEW),
    (Credential, "staff__assignments__station", "edit", PEOPLE_EDIT),
    (EthicsPledge, "staff__assignments__station", "view", VIEW),
    (EthicsPledge, "staff__assignments__station", "edit", PEOPLE_EDIT),
    (HeadAppointment, "station", "view", VIEW),
    (HeadAppointment, "station", "edit", HEAD_EDIT),
    (SupervisionSession, "station", "view", VIEW),
    (SupervisionSession, "station", "edit", COUNTY_AND_HEAD | {"SUPERVISOR": OWN}),
    (Volunteer, "station", "view", VIEW),
    (Volunteer, "station", "edit", VOLUNTEER_EDIT),
    (VolunteerStep, "volunteer__station", "view", VIEW),
    (VolunteerStep, "volunteer__station", "edit", VOLUNTEER_EDIT),
    *(
        row
        for model, path, edit in (
            (CredentialRegistration, "credential__staff__assignments__station", PEOPLE_EDIT),
            (CompetenceCheck, "staff__assignments__station", PEOPLE_EDIT),
            (CultivatedPerson, "station", PEOPLE_EDIT),
            (ExamRegistration, "staff__assignments__station", PEOPLE_EDIT),
            (Internship, "station", PEOPLE_EDIT),
            (Outfit, "staff__assignments__station", PEOPLE_EDIT),
            (PublicityItem, "station", VOLUNTEER_EDIT),
            (Supervisor, "station", PEOPLE_EDIT),
            (Training, "station", TRAINING_EDIT),
            (TrainingAttendance, "training__station", TRAINING_EDIT),
            (TrainingHeadcount, "training__station", TRAINING_EDIT),
            (VolunteerAward, "volunteer__station", VOLUNTEER_EDIT),
            (VolunteerAppraisal, "volunteer__station", VOLUNTEER_EDIT),
            (VolunteerDeparture, "volunteer__station", VOLUNTEER_EDIT),
            (VolunteerTeam, "station", VOLUNTEER_EDIT),
            (VolunteerTeamMember, "team__station", VOLUNTEER_EDIT),
        )
        for row in ((model, path, "view", VIEW), (model, path, "edit", edit))
    ),
    (Staff, "assignments__station", "reveal", PEOPLE_EDIT),
    (CultivatedPerson, "station", "reveal", PEOPLE_EDIT),
    (ServiceCertificate, "volunteer__station", "view", VOLUNTEER_EDIT),
    (ServiceCertificate, "volunteer__station", "edit", VOLUNTEER_EDIT),
    (EthicsComplaint, "station", "view", COMPLAINT_VIEW),
    (EthicsComplaint, "station", "edit", {"BUREAU": ALL}),
    (EthicsComplaint, "station", "decide", {"BUREAU": ALL}),
]


@pytest.fixture
def records(network):
    """One of each at S001 and at S002."""
    for code in ("S001", "S002"):
        station = network[code]
        worker = add_worker()
        works(worker, station)
        staffing_records(worker, station)
        supervise(worker, station, DAY)
        uphold(station, DAY)
        volunteer_records(volunteer(station))


def test_every_role_reaches_exactly_its_rows(records, actor):
    actors = {role: actor(role) for role in ROLES}
    wrong = [
        (model.__name__, action, role, reached)
        for model, path, action, expected in TABLE
        for role, held in actors.items()
        if (reached := codes(model, path, held, action)) != expected.get(role, NONE)
    ]
    assert wrong == []


def test_the_room_sees_its_own(network, actor):
    there = add_worker()
    works(there, network["R001"])
    works(add_worker(), network["S001"])

    assert list(Staff.objects.restrict(actor("ROOM_STAFF"), "view")) == [there]


def test_a_person_at_two_stations_is_one_row(network, actor):
    both = add_worker()
    works(both, network["S001"])
    works(both, network["R001"])

    assert list(Staff.objects.restrict(actor("HEAD"), "view")) == [both]


def test_staff_without_a_place_are_the_countys(network, actor):
    unassigned = add_worker()

    assert list(Staff.objects.restrict(actor("BUREAU"), "view")) == [unassigned]
    assert list(Staff.objects.restrict(actor("HEAD"), "view")) == []


def codes(model, path, held, action):
    rows = model.objects.restrict(held, action)
    return {code[7:] for code in rows.values_list(f"{path}__code", flat=True)}
