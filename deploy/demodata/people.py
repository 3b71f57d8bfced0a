"""Staff, credentials, heads, pledges, supervision and volunteers of one station."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from deploy.demodata.persons import make_id_number, make_name, make_phone
from deploy.demodata.plan import StationPlan
from deploy.demodata.times import days_between, received
from kernel.access.models import Membership
from stations.network.models import Station
from stations.people.domain import bulk

KINDS = ("ADMINISTRATIVE", "EDUCATIONAL", "SUPPORTIVE")
HOURS = {"TRAIN": Decimal(2), "USE": Decimal(3)}
CONTENTS = {"TRAIN": "志愿服务基础培训", "USE": "入户陪伴与环境清洁"}
SEATS = {"HEAD": 0, "WORKER": 2}
STEPS = ("RECRUIT", "TRAIN", "USE", "REWARD")


def fill_people(
    station: Station, plan: StationPlan, random: Random, first: int, until: date
) -> list[int]:
    """Years of people at a station from its opening to ``until``; gives the staff's ids."""
    staff = _hire(station, plan, random)
    _appoint(station, staff)
    _certify(station, plan, staff, random, until)
    _supervise(station, plan, staff, random, first, until)
    _engage_volunteers(station, plan, random, first, until)
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
    bulk.bulk_insert_pledges(
        {"staff_id": person, "signed_on": start, "received_at": received(start)}
        for person in signed
    )
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
    per_year = 2 if plan.strength > 0.75 else 1
    trainees = _trainees(station, plan, random, until, per_year)
    for year, persons in trainees.items():
        day = date(year, 9, 25)
        rows += [_credential(person, day, station.pk, random) for person in persons]
    bulk.bulk_insert_credentials(rows)


def _trainees(
    station: Station, plan: StationPlan, random: Random, until: date, per_year: int
) -> dict[int, list[int]]:
    """Community workers whom the station led to the exam; they work in the villages."""
    found = {}
    for year in range(2021, until.year + 1):
        weak_pause = plan.strength < 0.6 and year % 2
        if date(year, 9, 25) > until or weak_pause:
            continue
        found[year] = bulk.bulk_insert_staff(
            {
                "name": make_name(random),
                "id_number": make_id_number(random, station.division_code[:6], 1975, 2000),
                "phone": make_phone(random),
                "channel": "RECRUITED",
                "joined_on": date(year, 1, 10),
                "left_on": None,
                "received_at": received(date(year, 1, 10)),
            }
            for _ in range(per_year)
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


def _supervise(
    station: Station, plan: StationPlan, staff: list[int], random: Random, first: int, until: date
) -> None:
    kinds = KINDS if plan.strength > 0.6 else KINDS[:2]
    start = max(date(first, 1, 5), station.opened_on or plan.opened_on)
    rows = []
    for month_day in days_between(start, until, 30):
        for person in staff:
            if random.random() > plan.strength:
                continue
            held = min(month_day + timedelta(random.randint(0, 20)), until)
            rows.append(
                {
                    "staff_id": person,
                    "station_id": station.pk,
                    "kind": random.choice(kinds),
                    "mode": random.choice(("ON_SITE", "ONLINE", "GROUP")),
                    "held_on": held,
                    "supervisor_name": "督导" + random.choice("甲乙丙"),
                    "received_at": received(held, random.randint(0, 4)),
                }
            )
    bulk.bulk_insert_sessions(rows)


def _engage_volunteers(
    station: Station, plan: StationPlan, random: Random, first: int, until: date
) -> None:
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
                "station_id": station.pk,
                "name": make_name(random),
                "id_number": make_id_number(random, station.division_code[:6], 1950, 2006),
                "phone": make_phone(random),
                "national_number": f"DEMO{random.randint(0, 10**10):011d}",
                "registered_on": day,
                "received_at": received(day, 1),
            }
            for day in days
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
