"""Leads, applications for the service, assessments, strengths, and who left the roster.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.births import is_aged, is_child
from deploy.demodata.care import Place
from deploy.demodata.persons import make_name, make_phone
from deploy.demodata.times import received
from stations.casework.domain import bulk, bulk_outreach
from stations.casework.enums import AlertKind, Urgency
from stations.casework.models import BeneficiaryCategory, DiscoveryLead
from stations.casework.sections import pack
from stations.casework.standards import (
    alert_rule,
    days_until_again,
    guardian_risk,
    risk_score,
    suggested_level,
)
from stations.network.models import Station

Row = dict[str, Any]
LEADS_A_YEAR = {"STATION": 8, "ROOM": 4}
# Who told, how soon, what was told, what was found on the spot.
LEADS = (
    ("VILLAGE", "SOON", "网格员反映老人独居，近期很少出门。", "老人膝关节疼痛，生活基本自理。"),
    ("NEIGHBOUR", "URGENT", "邻居称屋内数日无人应答。", "老人在家卧床，已联系村医上门。"),
    ("CHILD_DIRECTOR", "SOON", "孩子随祖母生活，父母外出务工。", "祖母照料用心，学习无人辅导。"),
    ("SCHOOL", "ORDINARY", "班主任反映学生近期情绪低落。", "家中有人患病，经济压力较大。"),
    ("CLINIC", "SOON", "卫生院反映病人出院后无人照护。", "由邻居代为照看，需要护理指导。"),
    ("DOOR_TO_DOOR", "ORDINARY", "入户摸底发现房屋漏雨。", "屋面已破损，符合危房改造条件。"),
)
ABOUT = (is_aged, is_aged, is_child, is_child)  # of the first four: of whom it was told
# What the screening on the spot found, in the order of the leads above.
SCREENINGS: tuple[dict[str, Any], ...] = (
    {"found_by": "DOOR_TO_DOOR", "body": ["ILL"], "property": ["ENOUGH"], "housing": ["ALONE"]},
    {"found_by": "NEIGHBOURS", "body": ["FRAIL"], "property": ["NEAR"], "housing": ["ALONE"]},
    {"found_by": "DAILY_LIFE", "body": ["WELL"], "property": ["NEAR"], "housing": ["SOUND"]},
    {"body": ["WELL"], "property": ["BURDEN"], "other_state": "家中有人长期患病。"},
    {"body": ["ILL"], "property": ["BURDEN"], "housing": ["SOUND"]},
    {"found_by": "DOOR_TO_DOOR", "property": ["BELOW"], "housing": ["DANGEROUS"]},
)
ENDS = ("FILED", "FILED", "FILED", "NO_NEED", "ELSEWHERE", "DUPLICATE")
# Told so many days before the demo's day, and how far it came; the first has waited too long.
WAITING = ((9, "NEW"), (3, "VERIFIED"), (1, "NEW"))
WISHES = (
    "希望有人定期上门看望。",
    "希望协助申请救助。",
    "希望有人陪同就医。",
    "希望孩子有人辅导作业。",
)
# Level -> answers that ask for it: health, mind, living, care by others.
ANSWERS = {
    1: ("GRAVE", "NONE", "GRAVE", "MARKED"),
    2: ("MARKED", "MARKED", "MARKED", "NONE"),
    3: ("MARKED", "NONE", "MARKED", "NONE"),
    4: ("LIGHT", "LIGHT", "NONE", "NONE"),
    5: ("NONE", "LIGHT", "NONE", "NONE"),
}
RESPECTS = ("health", "mind", "living", "guard")
# Who looks after a child, how well, who is away, how often they call.
CARE = (
    ("GRANDPARENT", "ABLE", "BOTH", "WEEKLY"),
    ("GRANDPARENT", "LIMITED", "BOTH", "MONTHLY"),
    ("RELATIVE", "ABLE", "BOTH", "WEEKLY"),
    ("PARENT", "ABLE", "ONE", "WEEKLY"),
)
OF_CHILD = ("ARTS", "喜欢画画，会剪纸")
TALENTS = (
    ("FARMING", "会种枇杷、会嫁接"),
    ("CRAFT", "会修家电"),
    ("ARTS", "会吹唢呐"),
    ("ORGANISING", "当过村民小组长，善于调解"),
    ("TEACHING", "退休教师，可辅导作业"),
)


def fill_outreach(
    station: Station,
    persons: list[Row],
    levels: Iterable[tuple[int, int]],
    staff: list[int],
    first: int,
    until: date,
) -> None:
    """How a place found its persons, took them in, and how they were found to be."""
    place = Place(station, persons, staff, Random(f"outreach {station.code}"), first, until)
    leads = bulk_outreach.bulk_insert_leads(_leads(place))
    bulk_outreach.bulk_insert_alert_notes(_alert_notes(leads))
    _fill_enrolments(place)
    bulk_outreach.bulk_insert_risks(_risks(place, dict(levels)))
    bulk_outreach.bulk_insert_guardianships(_guardianships(place))
    bulk_outreach.bulk_insert_strengths(_strengths(place))
    bulk.bulk_insert_roster(_left_roster(place))


def _leads(place: Place) -> Iterator[Row]:
    for day in place.days(LEADS_A_YEAR.get(place.level, 0)):
        if day + timedelta(14) <= place.until:
            yield _lead(place, day, place.random.choice(ENDS))
    if place.level == "STATION":
        for days, state in WAITING:
            yield _lead(place, place.until - timedelta(days), state)


def _lead(place: Place, day: date, end: str) -> Row:
    """As far as ``end`` says: a state, or the reason for which no file was opened."""
    random = place.random
    told = random.choice(LEADS)
    source, urgency, situation, findings = told
    person = _meant(place, told, day) if end == "FILED" else None
    state = end if end in ("NEW", "VERIFIED") or person else "DISMISSED"
    verified = None if state == "NEW" else day + timedelta(1)
    name, teller = make_name(random), f"{make_name(random)} {make_phone(random)}"
    return {
        "station_id": place.station.pk,
        "division_code": (person or place.persons[0])["division_code"],
        "told_on": day,
        "source": source,
        "told_by": teller,
        "urgency": urgency,
        "name": person["name"] if person else name,
        "whereabouts": "村委会旁平房",
        "situation": situation,
        "state": state,
        "verified_on": verified,
        "findings": findings if verified else "",
        "screening": pack("SCREENING", SCREENINGS[LEADS.index(told)]) if verified else "",
        "decided_on": day + timedelta(5) if state in ("FILED", "DISMISSED") else None,
        "dismissed_reason": _reason(end) if state == "DISMISSED" else "",
        "beneficiary_id": person["id"] if person else None,
        "received_at": received(day),
    }


def _meant(place: Place, told: tuple[str, str, str, str], day: date) -> Row | None:
    """Somebody on file by the day, of those of whom this is told."""
    person, number = place.person(day), LEADS.index(told)
    if person is None or number >= len(ABOUT) or ABOUT[number](person):
        return person
    fitting = [p for p in place.persons if p["filed_on"] <= day and ABOUT[number](p)]
    return fitting[day.toordinal() % len(fitting)] if fitting else person


def _alert_notes(leads: list[int]) -> Iterator[Row]:
    """Urgent leads that waited for a day were seen to on the phone, and verified."""
    urgent = DiscoveryLead.objects.filter(pk__in=leads, urgency=Urgency.URGENT)
    days = alert_rule(AlertKind.LEAD_WAITING)["days"][Urgency.URGENT]
    for lead in urgent.exclude(decided_on=None):
        since = lead.told_on + timedelta(days)
        yield {
            "station_id": lead.station_id,
            "kind": AlertKind.LEAD_WAITING,
            "subject": lead.uuid,
            "since": since,
            "done_on": since,
            "measure": "已电话联系村干部，请其先行上门，当日核实。",
            "by_name": "演示社工",
            "received_at": received(since),
        }


def _reason(end: str) -> str:
    """Where nobody was on file by the day, the person was not found."""
    return "UNKNOWN" if end == "FILED" else end


def _fill_enrolments(place: Place) -> None:
    """Most persons applied when their file was opened; some paused, some have left again."""
    number = round(len(place.persons) * 0.6)
    rows = [_enrolment(place, person) for person in place.random.sample(place.persons, number)]
    ids = bulk_outreach.bulk_insert_enrolments(rows)
    bulk_outreach.bulk_insert_enrolment_steps(
        step for number, row in zip(ids, rows, strict=True) for step in _steps(number, row)
    )


def _enrolment(place: Place, person: Row) -> Row:
    random, applied = place.random, person["filed_on"]
    chance, left = random.random(), applied + timedelta(random.randint(200, 500))
    exited = left if chance < 0.12 and left <= place.until else None
    state = "EXITED" if exited else "PAUSED" if chance > 0.95 else "ACTIVE"
    return {
        "beneficiary_id": person["id"],
        "station_id": place.station.pk,
        "state": state,
        "wish": random.choice(WISHES),
        "applied_on": applied,
        "exited_on": exited,
        "exit_reason": random.choice(("GOALS_MET", "NO_LONGER_NEEDED")) if exited else "",
        "received_at": received(applied),
    }


def _steps(number: int, row: Row) -> Iterator[Row]:
    applied = row["applied_on"]
    moves = [("APPLY", applied, ""), ("ACCEPT", applied + timedelta(3), "")]
    moves.append(("BEGIN", applied + timedelta(5), ""))
    if row["state"] == "PAUSED":
        moves.append(("PAUSE", applied + timedelta(90), "住院治疗，出院后恢复服务。"))
    if row["exited_on"]:
        moves.append(("EXIT", row["exited_on"], "情况稳定，转为一般关注。"))
    for act, day, reason in moves:
        yield {
            "enrolment_id": number,
            "act": act,
            "done_on": day,
            "reason": reason,
            "by_name": "演示社工",
            "received_at": received(day),
        }


def _risks(place: Place, levels: dict[int, int]) -> Iterator[Row]:
    """The assessment that gave half of the persons their level."""
    for person in place.random.sample(place.persons, len(place.persons) // 2):
        day = person["filed_on"] + timedelta(1)
        level = levels[person["id"]]
        answers = dict(zip(RESPECTS, ANSWERS[level], strict=True))
        suggested = suggested_level(answers, False)
        yield (
            _of(place, person, day)
            | answers
            | {
                "assessed_on": day,
                "note": "入户评估，本人在场。",
                "score": risk_score(answers),
                "suggested": suggested,
                "level": level,
                "reason": "" if level == suggested else "结合实地情况调整。",
            }
        )


def _guardianships(place: Place) -> Iterator[Row]:
    """Of the children left behind, within the time of the next assessment."""
    known = {person["id"]: person for person in place.persons}
    children = BeneficiaryCategory.objects.filter(
        beneficiary_id__in=known, category="left_behind.CHILD"
    ).order_by("beneficiary_id")
    for number in children.values_list("beneficiary_id", flat=True):
        kind, ability, away, contact = place.random.choice(CARE)
        answers = {
            "guardian_kind": kind,
            "ability": ability,
            "parents_away": away,
            "contact": contact,
            "schooling": "AT_SCHOOL",
        }
        result = guardian_risk(answers)
        days = days_until_again(result)
        day = max(place.until - timedelta(place.random.randint(5, days)), known[number]["filed_on"])
        yield (
            _of(place, known[number], day)
            | answers
            | {
                "assessed_on": day,
                "guardian_name": make_name(place.random),
                "has_agreement": away == "BOTH",
                "note": "已与父母电话核实。",
                "result": result,
                "next_on": day + timedelta(days),
            }
        )


def _strengths(place: Place) -> Iterator[Row]:
    for person in place.random.sample(place.persons, len(place.persons) // 6):
        drawn = place.random.choice(TALENTS)
        talent, detail = OF_CHILD if is_child(person) else drawn
        day = person["filed_on"] + timedelta(40)
        if day <= place.until:
            yield _of(place, person, day) | {
                "noted_on": day,
                "talent": talent,
                "detail": detail,
                "would_help": place.random.random() < 0.6,
            }


def _left_roster(place: Place) -> Iterator[Row]:
    """Two whose benefit ended this year; they stay on file."""
    ended = date(place.until.year, 2, 1)
    for person in place.persons[:2] if place.level == "STATION" else []:
        if person["filed_on"] < ended <= place.until:
            yield {
                "station_id": place.station.pk,
                "division_code": person["division_code"],
                "category": "disability",
                "name": person["name"],
                "id_number": person["id_number"],
                "beneficiary_id": person["id"],
                "valid_from": person["filed_on"],
                "valid_to": ended,
                "received_at": received(person["filed_on"]),
            }


def _of(place: Place, person: Row, day: date) -> Row:
    return {
        "beneficiary_id": person["id"],
        "station_id": place.station.pk,
        "received_at": received(day),
    }
