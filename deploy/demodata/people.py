"""Staff, credentials, heads, pledges, supervision and volunteers of one station."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from deploy.demodata.persons import make_id_number, make_name, make_phone
from deploy.demodata.plan import StationPlan
from deploy.demodata.rooms import (
    fill_rooms,
    hire,
    pass_exams,
    place_trainees,
    pledge,
    rooms_of,
    supervise,
    trained_from,
)
from deploy.demodata.times import received
from kernel.access.models import Membership
from stations.network.models import Station
from stations.people.domain import bulk

HOURS = {"TRAIN": Decimal(2), "USE": Decimal(3)}
CONTENTS = {"TRAIN": "志愿服务基础培训", "USE": "入户陪伴与环境清洁"}
SEATS = {"HEAD": 0, "WORKER": 2}
SENIOR_FROM = 0.85  # the strength of a station whose head is a senior social worker
STEPS = ("RECRUIT", "TRAIN", "USE", "REWARD")


def fill_people(
    station: Station, plan: StationPlan, random: Random, first: int, until: date
) -> list[int]:
    """Years of people at a station from its opening to ``until``; gives the staff's ids."""
    staff = _hire(station, plan, random)
    _appoint(station, staff)
    _certify(station, plan, staff, random, until)
    start = max(date(first, 1, 5), station.opened_on or plan.opened_on)
    supervise(station, plan, staff, random, start, until)
    _engage_volunteers(station, plan, random, first, until)
    fill_rooms(station, plan, first, until)
    return staff


def _hire(station: Station, plan: StationPlan, random: Random) -> list[int]:
    number = 3 + round(3 * plan.strength)
    start = station.opened_on or plan.opened_on
    county = station.division_code[:6]
    users = _users_of(station)
    staff = bulk.bulk_insert_staff(
        {
            "name": make_name(random),
            "id_number": make_id_number(random, county, 1975, 2000),
            "phone": make_phone(random),
            "channel": random.choice(("RECRUITED", "PURCHASED")),
            "joined_on": start,
            "left_on": None,
            "received_at": received(start),
            **users.get(index, {}),
        }
        for index in range(number)
    )
    bulk.bulk_insert_assignments(
        {
            "staff_id": person,
            "station_id": station.pk,
            "post": "ADMIN" if index == 1 else "SERVICE",
            "tasks": ["DIVISION", "FILES", "POLICY"] if index == 1 else ["SURVEY", "SERVICE"],
            "full_time": index < number - 1,
            "share": "1.00" if index < number - 1 else "0.50",
            "valid_from": start,
            "valid_to": None,
            "received_at": received(start),
        }
        for index, person in enumerate(staff)
    )
    signed = staff if plan.strength > 0.5 else staff[:-1]
    pledge(signed, [start] * len(signed))
    return staff


def _users_of(station: Station) -> dict[int, dict[str, Any]]:
    """The first to be hired is the head's user, the third (who visits) the resident worker's."""
    held = Membership.objects.filter(scope_code=station.code, role__in=SEATS)
    return {
        SEATS[each.role]: {
            "name": each.user_name,
            "user_uuid": each.user_uuid,
            "user_name": each.user_name,
        }
        for each in held
    }


def _appoint(station: Station, staff: list[int]) -> None:
    start = station.opened_on
    bulk.bulk_insert_heads(
        [
            {
                "staff_id": staff[0],
                "station_id": station.pk,
                "appointed_by": "AGENCY" if station.operation_mode == "PURCHASED" else "BUREAU",
                "valid_from": start,
                "valid_to": None,
                "received_at": received(start),
            }
        ]
    )


def _certify(
    station: Station, plan: StationPlan, staff: list[int], random: Random, until: date
) -> None:
    """Results of the national exam come in autumn; a strong station certifies more each year."""
    holders = staff if plan.strength > 0.6 else staff[:1]
    start = station.opened_on or plan.opened_on
    rows = [
        _credential(person, start - timedelta(400 + 30 * index), None, random)
        for index, person in enumerate(holders[: 2 if plan.strength > 0.6 else 1])
    ]
    if plan.strength > SENIOR_FROM:
        rows[0]["level"] = "SENIOR"
    per_year = 2 if plan.strength > 0.75 else 1
    trainees = _trainees(station, plan, random, until, per_year)
    passed = [
        _credential(person, date(year, 9, 25), station.pk, random)
        for year, persons in trainees.items()
        for person in persons
    ]
    bulk.bulk_insert_credentials(rows + passed)
    place_trainees(station, plan, trainees, until)
    pass_exams(station, plan, passed)


def _trainees(
    station: Station, plan: StationPlan, random: Random, until: date, per_year: int
) -> dict[int, list[int]]:
    """Community workers whom the station led to the exam, in its rooms for the year."""
    found = {}
    for year in range(2021, until.year + 1):
        weak_pause = plan.strength < 0.6 and year % 2
        since = trained_from(station, plan, year)
        if date(year, 9, 25) > until or since >= date(year, 9, 1) or weak_pause:
            continue
        gone = date(year + 1, 1, 1)
        found[year] = hire(
            random,
            station.division_code[:6],
            [since] * per_year,
            left_on=gone if gone <= until else None,
        )
    return found


def _credential(
    person: int, day: date, cultivated_by: int | None, random: Random
) -> dict[str, object]:
    return {
        "staff_id": person,
        "level": random.choice(("ASSISTANT", "ASSISTANT", "WORKER")),
        "number": f"{day.year}DEMO{random.randint(0, 99999999):08d}",
        "issued_on": day,
        "cultivated_by_id": cultivated_by,
        "received_at": received(day, 20),
    }


def _engage_volunteers(
    station: Station, plan: StationPlan, random: Random, first: int, until: date
) -> None:
    # Of four volunteers the rooms register one, each room in its turn.
    rooms = [room.pk for room in rooms_of(station)]
    places = [station.pk] * max(1, 3 * len(rooms)) + rooms
    for year in range(first, until.year + 1):
        start = date(year, 1, 15)
        last = min(date(year, 12, 10), until)
        if start >= last:
            continue
        length = (last - start).days
        number = round(12 + 34 * plan.strength)
        days = sorted(start + timedelta(random.randint(0, length)) for _ in range(number))
        volunteers = bulk.bulk_insert_volunteers(
            {
                "station_id": places[index % len(places)],
                "name": make_name(random),
                "id_number": make_id_number(random, station.division_code[:6], 1950, 2006),
                "phone": make_phone(random),
                "national_number": f"DEMO{random.randint(0, 10**10):011d}",
                "registered_on": day,
                "received_at": received(day, 1),
            }
            for index, day in enumerate(days)
        )
        bulk.bulk_insert_steps(_steps(volunteers, days, plan, random, last))


def _steps(
    volunteers: list[int], days: list[date], plan: StationPlan, random: Random, last: date
) -> list[dict[str, object]]:
    steps = STEPS if plan.strength > 0.7 else STEPS[:3]
    rows = []
    for person, day in zip(volunteers, days, strict=True):
        for index, step in enumerate(steps):
            done = day + timedelta(12 * index)
            often = (1.0, 0.55 + 0.45 * plan.strength, 0.75, 0.2)[index]
            if done <= last and random.random() <= often:
                rows.append(
                    {
                        "volunteer_id": person,
                        "step": step,
                        "done_on": done,
                        "hours": HOURS.get(step),
                        "content": CONTENTS.get(step, ""),
                        "received_at": received(done, 2),
                    }
                )
    return rows
