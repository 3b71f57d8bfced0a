"""Who sees and who changes records of persons served, with another station's rows present."""

from datetime import date

import pytest

from kernel.access.queries import actor_of
from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    Household,
    Need,
    RosterEntry,
    Visit,
    VisitLevelSpan,
)
from stations.casework.queries.record import SOURCES
from stations.casework.queries.work import sees_names
from stations.casework.registers.opening import reads_minors
from stations.casework.registers.parts import reads_plans
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


def test_who_is_of_the_bureau_too_reads_names_masked_everywhere(network, member):
    """Two roles of one person: the list of one place must not open what the other role masks."""
    user = member("BUREAU")
    member("HEAD", scope_code="510402-S001", user=user)
    both, head = actor_of(user), actor_of(member("HEAD", scope_code="510402-S001"))
    assert (sees_names(head), sees_names(both)) == (True, False)
    assert (reads_plans(head), reads_plans(both)) == (True, False)
    assert (reads_minors(head), reads_minors(both)) == (True, False)
    held = visit(file_person(network["S002"], name="欧阳不见"), date(2026, 5, 4))
    line = SOURCES["visit"].describe([held.uuid], both)[held.uuid]
    assert "欧阳不见" not in line.who
