"""Who works in the rooms: an aide each, and the community workers who prepare for the exam.

Their chance is their own, so that the other records stay what they are.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.persons import make_id_number, make_name, make_phone
from deploy.demodata.plan import StationPlan
from deploy.demodata.times import days_between, received
from stations.network.models import Station
from stations.people.domain import bulk

Row = dict[str, Any]
KINDS = ("ADMINISTRATIVE", "EDUCATIONAL", "SUPPORTIVE")
FORMS = (("INDIVIDUAL", "ON_SITE"), ("INDIVIDUAL", "ONLINE"), ("GROUP", "ON_SITE"))
AIDE_AFTER = 400  # days in a room until the aide's certificate


def rooms_of(station: Station) -> list[Station]:
    """The station's rooms, by code."""
    return list(station.children.filter(level="ROOM").order_by("code"))


def fill_rooms(station: Station, plan: StationPlan, first: int, until: date) -> list[int]:
    """An aide a room from its opening on, who pledged and is supervised; gives their ids."""
    random = Random(f"rooms {station.code}")
    rooms = rooms_of(station)
    days = [room.opened_on or plan.opened_on for room in rooms]
    aides = hire(random, station.division_code[:6], days)
    bulk.bulk_insert_assignments(
        _half_post(person, room.pk, day)
        for person, room, day in zip(aides, rooms, days, strict=True)
    )
    pledge(aides, days)
    issued = [day + timedelta(AIDE_AFTER) for day in days]
    bulk.bulk_insert_credentials(
        {
            "staff_id": person,
            "level": "LOCAL_AIDE",
            "number": f"{day.year}DEMOZL{random.randint(0, 999999):06d}",
            "issued_on": day,
            "cultivated_by_id": None,
            "received_at": received(day, 20),
        }
        for person, day in zip(aides, issued, strict=True)
        if day <= until
    )
    start = max(date(first, 1, 5), *days, plan.opened_on)
    supervise(station, plan, aides, random, start, until)
    return aides


def place_trainees(
    station: Station, plan: StationPlan, trainees: dict[int, list[int]], until: date
) -> None:
    """Each year's trainees work in the rooms for that year, and pass the exam in it."""
    random = Random(f"trainees {station.code}")
    rooms = rooms_of(station)
    for year, persons in trainees.items():
        since, gone = trained_from(station, plan, year), date(year + 1, 1, 1)
        open_rooms = [room.pk for room in rooms if room.opened_on and room.opened_on <= since]
        places = open_rooms or [station.pk]
        bulk.bulk_insert_assignments(
            _half_post(person, places[(year + index) % len(places)], since)
            | {"valid_to": gone if gone <= until else None}
            for index, person in enumerate(persons)
        )
        pledge(persons, [since] * len(persons))
        supervise(station, plan, persons, random, since, min(until, gone - timedelta(1)))


def trained_from(station: Station, plan: StationPlan, year: int) -> date:
    """From January on; in the year of the opening from that day on."""
    return max(date(year, 1, 10), station.opened_on or plan.opened_on)


def pass_exams(station: Station, plan: StationPlan, credentials: list[Row]) -> None:
    """Registered in spring; the result comes shortly before the certificate."""
    rows = []
    for credential in credentials:
        year = credential["issued_on"].year
        registered = max(date(year, 4, 10), trained_from(station, plan, year))
        announced = date(year, 9, 20)
        rows.append(
            {
                "staff_id": credential["staff_id"],
                "station_id": station.pk,
                "year": year,
                "level": credential["level"],
                "registered_on": registered,
                "result": "PASSED",
                "result_on": announced,
                "received_at": received(registered, 2),
            }
        )
    bulk.bulk_insert_exams(rows)


def hire(random: Random, county: str, days: list[date], **given: Any) -> list[int]:
    """Workers who joined on these days, one each."""
    return bulk.bulk_insert_staff(
        {
            "name": make_name(random),
            "id_number": make_id_number(random, county, 1975, 2000),
            "phone": make_phone(random),
            "channel": "RECRUITED",
            "joined_on": day,
            "left_on": None,
            "received_at": received(day),
            **given,
        }
        for day in days
    )


def pledge(persons: list[int], days: list[date]) -> None:
    bulk.bulk_insert_pledges(
        {"staff_id": person, "signed_on": day, "received_at": received(day)}
        for person, day in zip(persons, days, strict=True)
    )


def supervise(
    station: Station,
    plan: StationPlan,
    persons: list[int],
    random: Random,
    start: date,
    until: date,
) -> None:
    """A session a month or so with each; a weak station leaves months out and a kind."""
    kinds = KINDS if plan.strength > 0.6 else KINDS[:2]
    rows = []
    for month_day in days_between(start, until, 30):
        for person in persons:
            if random.random() > plan.strength:
                continue
            held = min(month_day + timedelta(random.randint(0, 20)), until)
            rows.append(
                {
                    "staff_id": person,
                    "station_id": station.pk,
                    "kind": random.choice(kinds),
                    **dict(zip(("mode", "site"), random.choice(FORMS), strict=True)),
                    "held_on": held,
                    "supervisor_name": "督导" + random.choice("甲乙丙"),
                    "received_at": received(held, random.randint(0, 4)),
                }
            )
    bulk.bulk_insert_sessions(rows)


def _half_post(person: int, place: int, since: date) -> Row:
    return {
        "staff_id": person,
        "station_id": place,
        "post": "SERVICE",
        "tasks": ["SURVEY", "SERVICE"],
        "full_time": False,
        "share": "0.50",
        "valid_from": since,
        "valid_to": None,
        "received_at": received(since),
    }
