"""Households, persons served, visits by level, and needs of one station and its rooms."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.births import AGED, with_birth
from deploy.demodata.care import fill_care
from deploy.demodata.cases import fill_cases
from deploy.demodata.corrections import fill_corrections, fill_mistakes
from deploy.demodata.outreach import fill_outreach
from deploy.demodata.persons import make_id_number, make_name, make_phone
from deploy.demodata.plan import StationPlan
from deploy.demodata.times import days_between, moment, received
from stations.casework.custody_rules import kinds_of_minors
from stations.casework.domain import bulk
from stations.casework.roster_sheet import index_household
from stations.casework.sections import pack
from stations.casework.standards import dimension_of
from stations.network.models import Station

# Level -> (days between two visits, how many of 20 persons); 南水 has five levels.
LEVELS = {1: (7, 1), 2: (14, 2), 3: (30, 5), 4: (91, 8), 5: (182, 4)}
CATEGORIES = (
    "assistance.DIBAO",
    "assistance.TEKUN",
    "elder.ALONE",
    "left_behind.ELDER",
    "left_behind.CHILD",
    "child.IN_NEED",
    "disability",
    "illness",
)
# Beside the kind from the roster, of every sixth adult: what the station came upon itself.
MORE_KINDS = (
    "military.VETERAN",
    "resettled.RETIRED_OFFICER",
    "relocated",
    "woman",
    "family.SUPPORT",
    "migrant",
    "youth",
)
# Beside the kind from the roster, of every twelfth adult, in turn.
OF_SERVICE = ("resettled.DISCHARGED", "military.FAMILY")
DISABILITIES = (("LIMBS", "2"), ("SIGHT", "3"), ("HEARING", "2"), ("PSYCHE", "3"))
# Of the visits on the 9th, 18th and 27th of a month: the sections of the note.
SECTIONS = (
    {"living_state": "独自生活，三餐规律。", "mind_need": "希望有人陪聊。"},
    {"potential": "会编竹器，愿意教邻居。", "mutual_help": "愿帮同楼老人买菜。"},
    {"living_state": "屋内整洁，用电安全。", "potential": "擅长书法。"},
)
NEEDS = (
    ("申请临时救助", "MATERIAL", "乡镇（街道）民政办"),
    ("居家适老化改造", "CARE", "县残联"),
    ("康复器具", "REHABILITATION", "县残联"),
    ("学业辅导", "CULTURE", "大学生志愿者"),
    ("就业信息", "WORK", "县人社局"),
    ("心理疏导", "MIND", "驻站社工"),
    ("陪同就医", "CARE", "志愿服务队"),
)
TOGETHER = 4  # every so manieth person lives with the one filed before (N04)
SATURDAY, HOLIDAYS = 5, (1, 2, 7, 8)
AT_SCHOOL = "在校见到本人和班主任，上课专心，与同学相处较好。"
IN_CARE = "在敬老院见到本人，饮食起居有人照料，愿意参加活动。"
GIVEN_UP = timedelta(240)  # a need that nothing came of is closed unmet after so long
UNMET = ("NO_RESOURCE", "NOT_ELIGIBLE", "PERSON_DECLINED")
LACKING = 9  # every so manieth stands on the roster of a kind that the file may lack
IN_VAIN = 23  # every so manieth visit was not the first attempt
NOTES = ("近况平稳，按时服药。", "与邻里来往增多。", "已联系村医复查血压。", "家中煤气已检查。", "")


def fill_casework(
    station: Station, plan: StationPlan, staff: list[int], random: Random, first: int, until: date
) -> None:
    """Files of the station and its rooms and what was done for the persons in them."""
    places = [station, *Station.objects.filter(parent=station).order_by("code")]
    for place in places:
        number = round((26 if place is station else 9) * (0.6 + plan.strength))
        persons = _file_persons(place, number, random, until)
        _list_on_roster(place, persons, plan, random, until)
        fill_mistakes(persons)
        levels = _set_levels(place, persons, random)
        held = _visits(place, plan, levels, staff, random, first, until)
        visits = list(_elsewhere(held, {person["id"]: person["kind"] for person in persons}))
        fill_corrections(visits, bulk.bulk_insert_visits(visits), until)
        bulk.bulk_insert_visits(_in_vain(visits, until))
        bulk.bulk_insert_visits(_planned(place, persons, staff, until))
        bulk.bulk_insert_needs(_needs(place, plan, persons, random, first, until))
        fill_cases(place, persons, staff, first, until)
        fill_care(place, plan.strength, persons, staff, first, until)
        fill_outreach(place, persons, levels, staff, first, until)


def _file_persons(place: Station, number: int, random: Random, until: date) -> list[dict[str, Any]]:
    start = (place.opened_on or date(2021, 6, 1)) + timedelta(20)
    division = _division_of(place)
    names = [make_name(random) for _ in range(number)]
    homes = [
        {
            "station_id": place.pk,
            "division_code": division,
            "name": name,
            "address": f"演示路{random.randint(1, 200)}号",
            "filed_on": start,
            "received_at": received(start, 3),
        }
        for name in names
    ]
    households = _households(homes)
    rows = [
        {
            "station_id": place.pk,
            "household_id": household,
            "division_code": division,
            "name": name,
            "id_number": make_id_number(random, division[:6]),
            "phone": make_phone(random),
            "address": "",
            "filed_on": start,
            "closed_on": None,
            "received_at": received(start, 3),
        }
        for name, household in zip(names, households, strict=True)
    ]
    kinds = [random.choice(CATEGORIES) for _ in rows]
    further = _further_kinds(kinds)
    births = Random(f"births {place.code}")
    rows = [
        with_birth(row, (kind, *further.get(number, ())), births, until)
        for number, (row, kind) in enumerate(zip(rows, kinds, strict=True))
    ]
    ids = bulk.bulk_insert_beneficiaries(rows)
    held = [(person, kind, "ROSTER") for person, kind in zip(ids, kinds, strict=True)]
    held += [(ids[number], kind, "DISCOVERY") for number in further for kind in further[number]]
    bulk.bulk_insert_categories(_kind(person, kind, source, start) for person, kind, source in held)
    return [
        row | {"id": number, "kind": kind}
        for row, number, kind in zip(rows, ids, kinds, strict=True)
    ]


def _further_kinds(kinds: list[str]) -> dict[int, list[str]]:
    """What the station found of some adults, by their place in the list."""
    grown = [number for number, kind in enumerate(kinds) if kind not in kinds_of_minors()]
    found: dict[int, list[str]] = {}
    for turn, number in enumerate(grown[::6]):
        kind = MORE_KINDS[turn % len(MORE_KINDS)]
        if kind == "youth" and kinds[number] in AGED:
            kind = "family.SUPPORT"
        found[number] = [kind]
    for turn, number in enumerate(grown[3::12]):
        found.setdefault(number, []).append(OF_SERVICE[turn % len(OF_SERVICE)])
    return found


def _households(homes: list[dict[str, Any]]) -> list[int]:
    """The household of each person: one's own, or that of the one before."""
    made = iter(bulk.bulk_insert_households(h for n, h in enumerate(homes) if not _joins(n)))
    found: list[int] = []
    for number in range(len(homes)):
        found.append(found[-1] if _joins(number) else next(made))
    return found


def _joins(number: int) -> bool:
    return number % TOGETHER == TOGETHER - 1


def _kind(person: int, kind: str, source: str, since: date) -> dict[str, Any]:
    disability, grade = (
        DISABILITIES[person % len(DISABILITIES)] if kind == "disability" else ("", "")
    )
    return {
        "beneficiary_id": person,
        "category": kind,
        "disability_kind": disability,
        "disability_grade": grade,
        "source": source,
        "valid_from": since,
        "valid_to": None,
        "received_at": received(since, 3),
    }


def _division_of(place: Station) -> str:
    """A station's files are of its first village, a room's of its own."""
    if place.level == "ROOM":
        return place.division_code
    codes = place.areas.order_by("-division_code").values_list("division_code", flat=True)
    return codes[0]


def _list_on_roster(
    place: Station,
    persons: list[dict[str, Any]],
    plan: StationPlan,
    random: Random,
    until: date,
) -> None:
    """The official roster: those filed, now and then of a kind that their file lacks, and some
    whom the station has not filed yet."""
    start = place.opened_on or date(2021, 6, 1)
    unfiled = round(len(persons) * 0.5 * (1 - plan.strength))
    rows = [
        _entry(place, start, person["name"], person["id_number"], person["id"], random)
        | ({"category": person["kind"]} if number % LACKING else {})
        for number, person in enumerate(persons)
    ]
    county = place.division_code[:6]
    others = [
        _entry(place, start, make_name(random), make_id_number(random, county), None, random)
        for _ in range(unfiled)
    ]
    births = Random(f"roster births {place.code}")
    for other in others:  # the roster has numbers, no days of birth
        other["id_number"] = with_birth(other, [other["category"]], births, until)["id_number"]
    bulk.bulk_insert_roster([*rows, *_living_together(others)])


def _living_together(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Two by two in one household, as the list names its head."""
    for number, row in enumerate(rows):
        head = rows[number - number % 2]["name"]
        index = index_household(row["division_code"], head)
        yield row | {"household_head": head, "household_index": index}


def _entry(
    place: Station, start: date, name: str, number: str, person: int | None, random: Random
) -> dict[str, Any]:
    return {
        "station_id": place.pk,
        "division_code": _division_of(place),
        "category": random.choice(CATEGORIES[:2]),
        "name": name,
        "id_number": number,
        "beneficiary_id": person,
        "valid_from": start,
        "valid_to": None,
        "received_at": received(start),
    }


def _set_levels(
    place: Station, persons: list[dict[str, Any]], random: Random
) -> list[tuple[int, int]]:
    pool = [level for level, (_, share) in LEVELS.items() for _ in range(share)]
    levels = [(person["id"], random.choice(pool)) for person in persons]
    start = (place.opened_on or date(2021, 6, 1)) + timedelta(21)
    bulk.bulk_insert_levels(
        {
            "beneficiary_id": person,
            "station_id": place.pk,
            "level": level,
            "reason": "建档评估",
            "valid_from": start,
            "valid_to": None,
            "received_at": received(start, 1),
        }
        for person, level in levels
    )
    return levels


def _visits(
    place: Station,
    plan: StationPlan,
    levels: list[tuple[int, int]],
    staff: list[int],
    random: Random,
    first: int,
    until: date,
) -> Iterator[dict[str, Any]]:
    """One visit a slot, as often kept as the station is strong."""
    done = 0.55 + 0.44 * plan.strength
    start = (place.opened_on or date(2021, 6, 1)) + timedelta(21)
    for person, level in levels:
        interval = LEVELS[level][0]
        for due in days_between(start, until, interval):
            held = due + timedelta(random.randint(0, max(1, interval // 3)))
            if due.year < first or held > until or random.random() > done:
                continue
            late = 0 if random.random() < 0.9 else random.randint(1, 6)
            refused = random.random() < 0.02
            yield {
                "beneficiary_id": person,
                "station_id": place.pk,
                "staff_id": random.choice(staff),
                "planned_on": due,
                "held_at": moment(held, random.randint(0, 500)),
                "place": "HOME" if level < 4 or random.random() < 0.6 else "PHONE",
                "result": "REFUSED" if refused else "MET",
                **_company(random.random()),
                "note": random.choice(NOTES),
                "sections": _sections(held),
                "received_at": received(held, late),
            }


def _elsewhere(visits: Iterator[dict[str, Any]], kinds: dict[int, str]) -> Iterator[dict[str, Any]]:
    """Children are met at school too, some without family where they are cared for."""
    for visit in visits:
        person, kind, day = (
            visit["beneficiary_id"],
            kinds[visit["beneficiary_id"]],
            visit["held_at"],
        )
        if visit["place"] != "HOME" or visit["result"] != "MET":
            yield visit
        elif kind in kinds_of_minors() and day.weekday() < SATURDAY and day.month not in HOLIDAYS:
            yield visit | {"place": "SCHOOL", "note": AT_SCHOOL, "sections": ""}
        elif kind == "assistance.TEKUN" and person % 2:
            yield visit | {"place": "INSTITUTION", "note": IN_CARE}
        else:
            yield visit


def _in_vain(visits: list[dict[str, Any]], until: date) -> Iterator[dict[str, Any]]:
    """Nobody was there, the day before somebody was."""
    for visit in visits[::IN_VAIN]:
        held = visit["held_at"] - timedelta(1)
        yield visit | {
            "held_at": held,
            "result": "NOT_HOME",
            "note": "敲门无人应答，邻居说外出走亲戚，改日再来。",
            "sections": "",
            "received_at": held + timedelta(hours=3),
        }


def _company(draw: float) -> dict[str, Any]:
    """Volunteers along on some visits, people of the bureau or the township on fewer, or both."""
    volunteers = draw < 0.15
    codes = ["VOLUNTEER"] * volunteers + ["PURCHASER"] * (0.13 <= draw < 0.18)
    return {"joint_with": codes, "joint_work": volunteers}


def _planned(
    place: Station, persons: list[dict[str, Any]], staff: list[int], until: date
) -> Iterator[dict[str, Any]]:
    """What is planned for the days to come."""
    for number, person in enumerate(persons[3::11]):
        yield {
            "beneficiary_id": person["id"],
            "station_id": place.pk,
            "staff_id": staff[2 % len(staff)],
            "planned_on": until + timedelta(1 + 2 * number),
            "place": "PHONE" if number % 3 == 2 else "HOME",
            "received_at": received(until, 0),
        }


def _sections(held: date) -> str:
    return pack("VISIT", SECTIONS[held.month % len(SECTIONS)]) if held.day % 9 == 0 else ""


def _needs(
    place: Station,
    plan: StationPlan,
    persons: list[dict[str, Any]],
    random: Random,
    first: int,
    until: date,
) -> Iterator[dict[str, Any]]:
    for year in range(first, until.year + 1):
        for person in persons:
            raised = date(year, 1, 8) + timedelta(random.randint(0, 300))
            if random.random() > 0.45 or raised > until:
                continue
            closed = raised + timedelta(random.randint(5, 60))
            handed = raised + timedelta(3)
            solved = random.random() < 0.45 + 0.52 * plan.strength and closed <= until
            summary, kind, helper = random.choice(NEEDS)
            # Of those that are open, one in three waits for somebody to take it on.
            matched = handed <= until and (solved or raised.day % 3 > 0)
            given_up = not solved and raised + GIVEN_UP <= until
            yield {
                "beneficiary_id": person["id"],
                "station_id": place.pk,
                "matched_on": handed if matched else None,
                "matched_to": helper if matched else "",
                "summary": summary,
                "kind": kind,
                "dimension": dimension_of(kind),
                "raised_on": raised,
                "closed_on": closed if solved else raised + GIVEN_UP if given_up else None,
                "confirmed_by_person": solved,
                "unmet_reason": UNMET[raised.day % len(UNMET)] if given_up else "",
                "received_at": received(raised, 1),
            }
