"""Who sees and who changes records of persons served, with another station's rows present."""

from datetime import date

import pytest

from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    Household,
    Need,
    RosterEntry,
    Visit,
    VisitLevelSpan,
)
from tests.fixtures.records import enlist, file_person, need, set_level, visit
from tests.stations.conftest import ROLES

DAY = date(2023, 5, 4)
ALL, OWN, ROOM, NONE = {"S001", "R001", "S002"}, {"S001", "R001"}, {"R001"}, set()
PERSONS = {"BUREAU": ALL, "HEAD": OWN, "WORKER": OWN}
PERSONS_EDIT = {"HEAD": OWN, "WORKER": OWN}
WORK = PERSONS | {"ROOM_STAFF": ROOM}
WORK_EDIT = PERSONS_EDIT | {"ROOM_STAFF": ROOM}
TABLE = [
    *((model, "view", PERSONS) for model in (Household, Beneficiary, RosterEntry, VisitLevelSpan)),
    *((model, "edit", PERSONS_EDIT) for model in (Household, Beneficiary, RosterEntry)),
    (VisitLevelSpan, "edit", PERSONS_EDIT),
    (BeneficiaryCategory, "view", PERSONS),
    (BeneficiaryCategory, "edit", PERSONS_EDIT),
    (Beneficiary, "serve", WORK_EDIT),
    (Visit, "view", WORK),
    (Visit, "edit", WORK_EDIT),
    (Need, "view", WORK),
    (Need, "edit", WORK_EDIT),
]


@pytest.fixture
def records(network):
    """One of each at S001, its room and S002."""
    for code in ("S001", "R001", "S002"):
        station = network[code]
        person = file_person(station)
        Household.objects.create(
            station=station, division_code="510402001001", name="户主", filed_on=DAY
        )
        BeneficiaryCategory.objects.create(
            beneficiary=person, category="illness", source="ROSTER", valid_from=DAY
        )
        enlist(station)
        set_level(person, 3, DAY)
        visit(person, DAY)
        need(person, DAY)


def test_every_role_reaches_exactly_its_rows(records, actor):
    actors = {role: actor(role) for role in ROLES}
    wrong = [
        (model.__name__, action, role, reached)
        for model, action, expected in TABLE
        for role, held in actors.items()
        if (reached := codes(model, held, action)) != expected.get(role, NONE)
    ]
    assert wrong == []


def codes(model, held, action):
    path = "beneficiary__station" if model is BeneficiaryCategory else "station"
    rows = model.objects.restrict(held, action)
    return {code[7:] for code in rows.values_list(f"{path}__code", flat=True)}
