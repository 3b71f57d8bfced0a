"""The seeds' own figures, entered by the product's own acts, give these numbers in these units.

Nanshui (N05, N06, N09, N17): 607 persons on file, 1,293 household visits of a year, 22
household cases, all five levels.
Zhuhai (Z11, Z13): 135 person-times of visits, 340 connected calls, over two calendar years.

Beside them stands what must not be counted: of another station, of another year, withdrawn, planned
only, of files that were closed, visits that met nobody and calls that nobody answered.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from kernel.workdays import clock
from stations.casework.domain import add_household, file_beneficiary, open_case, set_visit_level
from stations.casework.domain.arrival import Received, SentVisit, put_visits
from stations.casework.models import Household, VisitLevelSpan
from stations.network.queries.figures import Quantity, Unit, figures
from tests.fixtures.records import a_case, file_person, plan_for, visit

VILLAGE = "510402001001"
FILED = date(2022, 6, 1)
LONG_AFTER = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def entered_late():
    with clock.frozen(LONG_AFTER):
        yield


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def head(actor):
    return actor("HEAD")


def file_people(head, station, persons: int, households: int):
    """Every person lives in one of the households; both."""
    where = {"actor": head, "station": station, "division_code": VILLAGE, "filed_on": FILED}
    homes = [add_household(name=f"户主{number}", **where) for number in range(households)]
    people = [
        file_beneficiary(name=f"居民{number}", household=homes[number % households], **where)
        for number in range(persons)
    ]
    return homes, people


def send_visits(head, rows, together: int = 50) -> None:
    """As a phone sends them."""
    sent = [
        SentVisit(uuid4(), person.uuid, at(day), place, result, (), "", "")
        for person, day, place, result in rows
    ]
    for number in range(0, len(sent), together):
        batch = sent[number : number + together]
        assert all(isinstance(each, Received) for each in put_visits(actor=head, sent=batch))


def add_what_does_not_count(network, *years: int) -> None:
    """Of each year, to be left out by every figure asked here."""
    gone = {"withdrawn_at": clock.now()}
    station, other = network["S001"], network["S002"]
    file_person(station, date(2021, 6, 1), closed_on=date(2021, 12, 1))
    file_person(station, FILED, **gone)
    file_person(station, date(2025, 12, 31))
    for year in (*years, years[0] - 1, years[-1] + 1):
        day, is_asked = date(year, 5, 4), year in years
        stranger = file_person(other, FILED, household=home_of(other))
        visit(stranger, day)
        visit(stranger, day, place="PHONE")
        a_case(stranger, day, unit="HOUSEHOLD")
        person = file_person(station, FILED, household=home_of(station, **gone), **gone)
        plan_for(person, day)
        for given in (gone, {"result": "NOT_HOME"}, {"result": "REFUSED"}):
            visit(person, day, **given)
            visit(person, day, place="PHONE", **given)
        a_case(person, day, unit="HOUSEHOLD", **gone)
        if not is_asked:
            visit(person, day)
            visit(person, day, place="PHONE")
            a_case(person, day, unit="HOUSEHOLD")


def home_of(station, **given):
    return Household.objects.create(
        station=station, name="别家", division_code=VILLAGE, filed_on=FILED, **given
    )


def counted(station, year: int) -> dict[str, Quantity]:
    return {figure.key: figure.quantity for figure in figures(station, year)}


def test_nanshui(network, head):
    station = network["S001"]
    lived_in, people = file_people(head, station, 607, 400)
    for number, person in enumerate(people):
        level = {"level": number % 5 + 1, "valid_from": FILED}
        set_visit_level(actor=head, beneficiary=person, **level)
    first = date(2023, 1, 3)
    # Each round meets one member of a household a day; the second member met on the same day
    # is another person-time, not another household-time.
    rounds = [
        (people[number % 400], first + timedelta(days=7 * (number // 400)), "HOME", "MET")
        for number in range(1293)
    ]
    second_members = [(people[400 + number], first, "HOME", "MET") for number in range(207)]
    closed_doors = [(people[0], date(2023, 12, 1), "HOME", "NOT_HOME")]
    send_visits(head, rounds + second_members + closed_doors)
    case = {"title": "低保家庭关系紧张", "problem": "FAMILY", "opened_on": date(2023, 4, 1)}
    opened = [
        open_case(actor=head, beneficiary=person, unit="HOUSEHOLD", **case)
        for person in people[:22]
    ]
    add_what_does_not_count(network, 2023)
    found = counted(station, 2023)

    assert found["cases"] == found["household_cases"] == Quantity(22, Unit.PIECE)
    assert [each.household for each in opened] == lived_in[:22]
    assert found["filed"] == Quantity(607, Unit.PERSON)
    assert found["households"] == Quantity(400, Unit.HOUSEHOLD)
    assert found["household_visits"] == Quantity(1293, Unit.HOUSEHOLD_TIME)
    assert found["visited_households"] == Quantity(400, Unit.HOUSEHOLD)
    assert found["visits"] == Quantity(1500, Unit.PERSON_TIME)
    levels = VisitLevelSpan.objects.filter(station=station).values_list("level", flat=True)
    assert Counter(levels) == {1: 122, 2: 122, 3: 121, 4: 121, 5: 121}


def test_a_household_reached_is_one_however_often_and_by_no_call(network, head):
    """户 is not 户次: a year's households, those behind a closed door left out."""
    station = network["S001"]
    _homes, people = file_people(head, station, 4, 2)
    day = date(2023, 1, 3)
    send_visits(
        head,
        [
            (people[0], day, "HOME", "MET"),
            (people[2], day + timedelta(days=7), "HOME", "MET"),  # the same household
            (people[1], day, "HOME", "NOT_HOME"),
            (people[1], day, "PHONE", "MET"),
            (people[1], date(2024, 1, 3), "HOME", "MET"),
        ],
    )
    found = counted(station, 2023)

    assert found["visited_households"] == Quantity(1, Unit.HOUSEHOLD)
    assert found["household_visits"] == Quantity(2, Unit.HOUSEHOLD_TIME)
    with pytest.raises(TypeError):
        found["visited_households"] + found["household_visits"]


def test_zhuhai_over_the_turn_of_the_year(network, head):
    station = network["S001"]
    _homes, people = file_people(head, station, 30, 30)
    first = date(2024, 11, 15)
    visits = [
        (people[number % 30], first + timedelta(days=number // 30 * 25), "HOME", "MET")
        for number in range(135)
    ]
    calls = [
        (people[number % 30], first + timedelta(days=number // 30 * 10), "PHONE", "MET")
        for number in range(340)
    ]
    unanswered = [(people[0], first, "PHONE", "NOT_HOME"), (people[1], first, "PHONE", "REFUSED")]
    send_visits(head, visits + calls + unanswered)
    add_what_does_not_count(network, 2024, 2025)
    old, new = counted(station, 2024), counted(station, 2025)

    assert old["visits"] + new["visits"] == Quantity(135, Unit.PERSON_TIME)
    assert old["calls"] + new["calls"] == Quantity(340, Unit.CALL)
    assert (old["visits"].value, new["visits"].value) == (60, 75)


@pytest.mark.parametrize("unit", Unit)
def test_a_unit_is_added_to_its_own_kind_and_to_nothing_else(unit):
    assert unit.of(1) + unit.of(2) == unit.of(3)
    for other in (*(each.of(1) for each in Unit if each is not unit), 1, "1", None):
        with pytest.raises(TypeError):
            unit.of(1) + other
        with pytest.raises(TypeError):
            other + unit.of(1)
    with pytest.raises(TypeError):  # it begins with a bare 0
        sum([unit.of(1), unit.of(2)])
