"""The seeds' own figures, entered as records, give these numbers in these units.

Nanshui (N05, N06, N09, N17): 607 persons on file, 1,293 household visits of a year, 22
household cases, all five levels.
Zhuhai (Z11, Z13): 135 person-times of visits, 340 connected calls, over two calendar years.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from stations.casework.domain.bulk import (
    bulk_insert_beneficiaries,
    bulk_insert_cases,
    bulk_insert_households,
    bulk_insert_levels,
    bulk_insert_visits,
)
from stations.casework.models import Case, VisitLevelSpan
from stations.network.queries.figures import Quantity, Unit, figures

VILLAGE = "510402001001"
FILED = date(2022, 6, 1)


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def file_people(station, persons: int, households: int) -> tuple[list[int], list[int]]:
    """Every person lives in one of the households; the ids of both."""
    shared = {"station_id": station.pk, "division_code": VILLAGE, "filed_on": FILED}
    received = {"received_at": at(FILED)}
    homes = bulk_insert_households(
        {**shared, **received, "name": f"户主{number}"} for number in range(households)
    )
    people = bulk_insert_beneficiaries(
        {
            **shared,
            **received,
            "name": f"居民{number}",
            "household_id": homes[number % households],
        }
        for number in range(persons)
    )
    return homes, people


def insert_visits(station, rows) -> None:
    bulk_insert_visits(
        {
            "station_id": station.pk,
            "beneficiary_id": person,
            "held_at": at(day),
            "received_at": at(day, 9),
            "place": place,
            "result": result,
        }
        for person, day, place, result in rows
    )


def counted(station, year: int) -> dict[str, Quantity]:
    return {figure.key: figure.quantity for figure in figures(station, year)}


def test_nanshui(network):
    station = network["S001"]
    lived_in, people = file_people(station, 607, 400)
    bulk_insert_levels(
        {
            "beneficiary_id": person,
            "station_id": station.pk,
            "level": number % 5 + 1,
            "valid_from": FILED,
            "received_at": at(FILED),
        }
        for number, person in enumerate(people)
    )
    first = date(2023, 1, 3)
    # Each round meets one member of a household a day; the second member met on the same day
    # is another person-time, not another household-time.
    rounds = [
        (people[number % 400], first + timedelta(days=7 * (number // 400)), "HOME", "MET")
        for number in range(1293)
    ]
    second_members = [(people[400 + number], first, "HOME", "MET") for number in range(207)]
    closed_doors = [(people[0], date(2023, 12, 1), "HOME", "NOT_HOME")]
    insert_visits(station, rounds + second_members + closed_doors)
    bulk_insert_cases(
        {
            "station_id": station.pk,
            "beneficiary_id": person,
            "title": "低保家庭关系紧张",
            "unit": "HOUSEHOLD",
            "kind": "ORDINARY",
            "problem": "FAMILY",
            "opened_on": date(2023, 4, 1),
            "received_at": at(date(2023, 4, 1)),
        }
        for person in people[:22]
    )
    found = counted(station, 2023)

    assert found["cases"] == found["household_cases"] == Quantity(22, Unit.PIECE)
    homes = Case.objects.values_list("household_id", flat=True)
    assert sorted(homes) == sorted(lived_in[:22])
    assert found["filed"] == Quantity(607, Unit.PERSON)
    assert found["households"] == Quantity(400, Unit.HOUSEHOLD)
    assert found["household_visits"] == Quantity(1293, Unit.HOUSEHOLD_TIME)
    assert found["visited_households"] == Quantity(400, Unit.HOUSEHOLD)
    assert found["visits"] == Quantity(1500, Unit.PERSON_TIME)
    levels = VisitLevelSpan.objects.filter(station=station).values_list("level", flat=True)
    assert set(levels) == {1, 2, 3, 4, 5}


def test_a_household_reached_is_one_however_often_and_by_no_call(network):
    """户 is not 户次: a year's households, those behind a closed door left out."""
    station = network["S001"]
    _homes, people = file_people(station, 4, 2)
    day = date(2023, 1, 3)
    insert_visits(
        station,
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


def test_zhuhai_over_the_turn_of_the_year(network):
    station = network["S001"]
    _homes, people = file_people(station, 30, 30)
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
    insert_visits(station, visits + calls + unanswered)
    old, new = counted(station, 2024), counted(station, 2025)

    assert old["visits"] + new["visits"] == Quantity(135, Unit.PERSON_TIME)
    assert old["calls"] + new["calls"] == Quantity(340, Unit.CALL)
    assert (old["visits"].value, new["visits"].value) == (60, 75)


@pytest.mark.parametrize("other", [Unit.HOUSEHOLD_TIME.of(1), Unit.PERSON.of(1), 1])
def test_unlike_units_are_not_added_up(other):
    with pytest.raises(TypeError):
        Unit.PERSON_TIME.of(1) + other


def test_like_units_are():
    assert Unit.CALL.of(1) + Unit.CALL.of(2) == Unit.CALL.of(3)
