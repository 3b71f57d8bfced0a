"""Services by clause, care plans, protection reports and help of one place.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from deploy.demodata.births import is_child, is_elder
from deploy.demodata.care_help import fill_help
from deploy.demodata.homeless import fill_stories
from deploy.demodata.times import moment, received
from deploy.demodata.veterans import fill_veterans
from stations.casework.catalogue import codes_of
from stations.casework.consent_texts import guardian_age
from stations.casework.domain import bulk, bulk_care
from stations.network.models import Station
from stations.records.identity import age_on

Row = dict[str, Any]
FIELDS = ("PUBLIC", "ASSISTANCE", "ELDER", "CHILD", "AFFAIRS", "RURAL")
# Field -> the types of service that it mostly is, and what is written about one.
KINDS = {
    "PUBLIC": ("RESOURCES", "开展社区宣传，发放资料并现场答疑。"),
    "ASSISTANCE": ("HARDSHIP", "讲解救助政策，协助准备申请材料。"),
    "ELDER": ("CARE", "陪伴聊天并查看居家安全。"),
    "CHILD": ("COUNSELLING", "一对一辅导，鼓励表达情绪。"),
    "AFFAIRS": ("RELATIONS", "与家庭成员分别面谈，商定相处约定。"),
    "RURAL": ("FIT", "组织院坝活动，动员邻里互助。"),
}
# Of the services on some days of the month another type than the field's own (M35).
OTHER_KINDS = {"CHILD": "BEHAVIOUR", "AFFAIRS": "MEDIATION", "RURAL": "FUNCTION"}
# Whom a service of these fields is for.
FOR_WHOM = {"CHILD": is_child, "ELDER": is_elder}
SERVICES_A_YEAR = {"STATION": 60, "ROOM": 14}
PLANS = {"STATION": 9, "ROOM": 3}
GOALS = (
    ("每周走出家门参加一次活动，恢复与邻里的往来。", "每周外出", "次", 0, 3),
    ("按时服药，血压稳定在医生要求的范围内。", "每月漏服", "次", 8, 1),
    ("与在外务工的子女每周视频一次，缓解孤独感。", "每月视频", "次", 0, 4),
    ("掌握一项居家可做的手工，增加家庭收入。", "每月增收", "元", 0, 300),
    ("孩子按时完成作业，重新适应学校生活。", "每周迟到", "次", 4, 0),
    ("与儿媳每周共同做饭一次，减少争吵。", "每周争吵", "次", 5, 1),
)
OF_CHILDREN = (GOALS[4], GOALS[2])
OF_OTHERS = (*GOALS[:4], GOALS[5])
STRATEGY = "前两周每周入户一次建立信任；第三周起链接志愿者陪同；每月与家属通话一次，三个月后检视。"
CONTINGENCY = "如身体不适，改为电话跟进并联系村医；如家属外出，由邻里照看。"
SEEN = (
    ("约九岁女孩，三年级", "手臂有新旧伤痕，不愿回家", "村小学门口"),
    ("约六岁男孩，穿蓝色外套", "深夜独自在街边，称家中无人", "集镇车站"),
    ("约十三岁男孩", "连续一周未到校，邻居反映常被打骂", "居民小组"),
)


# Told in April, August or December: harm to an elder (G3225).
SEEN_OF_ELDER = ("约八十岁女性，独居", "多日无人照料，身上有瘀伤", "村民小组")


@dataclass(frozen=True)
class Place:
    """Where, by whom and over which time the records are made."""

    station: Station
    persons: list[Row]
    staff: list[int]
    random: Random
    first: int
    until: date

    @property
    def level(self) -> str:
        return self.station.level

    def days(self, number: int) -> Iterator[date]:
        """So many days of each year, none to come."""
        for year in range(self.first, self.until.year + 1):
            for _ in range(number):
                day = date(year, 1, 1) + timedelta(self.random.randint(0, 364))
                if self.opened <= day <= self.until:
                    yield day

    @property
    def opened(self) -> date:
        return self.station.opened_on or self.until

    def person(self, day: date) -> Row | None:
        """Somebody on file on a day."""
        known = [person for person in self.persons if person["filed_on"] <= day]
        return self.random.choice(known) if known else None


def fill_care(
    station: Station,
    strength: float,
    persons: list[Row],
    staff: list[int],
    first: int,
    until: date,
) -> None:
    """What the place gave by clause, the plans of its persons, and the help around them."""
    place = Place(station, persons, staff, Random(f"care {station.code}"), first, until)
    bulk.bulk_insert_services(_services(place, strength))
    fill_veterans(place)
    _fill_plans(place)
    bulk_care.bulk_insert_reports(_reports(place))
    fill_help(place)
    fill_stories(place)


def _services(place: Place, strength: float) -> Iterator[Row]:
    """The stronger a station, the more of the clauses it serves."""
    random = place.random
    clauses = [(field, code) for field in FIELDS for code in codes_of(field)]
    served = random.sample(clauses, round(len(clauses) * (0.55 + 0.45 * strength)))
    fits = Random(f"fits {place.station.code}")
    for day in place.days(SERVICES_A_YEAR.get(place.level, 0)):
        field, code = random.choice(served)
        kind, note = KINDS[field]
        person = None if field == "PUBLIC" else _fitting(place, field, day, fits)
        yield {
            "station_id": place.station.pk,
            "beneficiary_id": person["id"] if person else None,
            "staff_id": random.choice(place.staff),
            "served_on": day,
            "service": code,
            "kind": OTHER_KINDS.get(field, kind) if day.day % 4 == 0 else kind,
            "persons_count": 1 if person else random.randint(8, 60),
            "note": note,
            "received_at": received(day, random.choice((0, 0, 1, 3))),
        }


def _fitting(place: Place, field: str, day: date, fits: Random) -> Row | None:
    """Somebody on file, of those whom the field is for."""
    person, suits = place.person(day), FOR_WHOM.get(field)
    if person is None or suits is None or suits(person):
        return person
    meant = [each for each in place.persons if each["filed_on"] <= day and suits(each)]
    return fits.choice(meant) if meant else person


def _fill_plans(place: Place) -> None:
    """Of some persons, and of one more child at a station, to which a guardian agreed."""
    number = min(PLANS.get(place.level, 0), len(place.persons))
    chosen = place.random.sample(place.persons, number)
    _insert_plans(place, chosen)
    others = (each for each in place.persons if is_child(each) and each not in chosen)
    further = [each for each in others if _is_young(each, place.until)]
    own = replace(place, random=Random(f"plans of children {place.station.code}"))
    _insert_plans(own, further[:1] if place.level == "STATION" else [])


def _insert_plans(place: Place, persons: list[Row]) -> None:
    plans = [_plan(place, person) for person in persons]
    made = [plan for plan in plans if plan["begun_on"] <= place.until]
    ids = bulk_care.bulk_insert_plans(made)
    bulk_care.bulk_insert_reviews(
        _review(plan, number)
        for number, plan in zip(ids, made, strict=True)
        if plan["reviewed_on"] is not None
    )
    bulk_care.bulk_insert_indicators(
        _indicator(place, plan, number) for number, plan in zip(ids, made, strict=True)
    )


def _plan(place: Place, person: Row) -> Row:
    """Begun within the demo's years; older ones have been closed."""
    earliest = max(person["filed_on"], date(place.first, 1, 1))
    span = max((place.until - earliest).days, 10)
    begun = earliest + timedelta(place.random.randint(10, span))
    reviewed, closed = begun + timedelta(90), begun + timedelta(180)
    is_over, is_seen = closed <= place.until, reviewed <= place.until
    goal = _fitting_goal(person, place.random.choice(GOALS))[0]
    return {
        "beneficiary_id": person["id"],
        "station_id": place.station.pk,
        "responsible_id": place.random.choice(place.staff),
        "begun_on": begun,
        "goals": goal,
        "strategy": STRATEGY,
        "contingency": CONTINGENCY,
        "roles": "社工统筹，志愿者陪同，家属配合。",
        "agreed_on": begun,
        "agreed_by": "GUARDIAN" if _is_young(person, begun) else "SELF",
        "reviewed_on": reviewed if is_seen else None,
        "review_due_on": closed if is_seen else reviewed,
        "closed_on": closed if is_over else None,
        "outcome": "目标基本实现，转为定期探访。" if is_over else "",
        "received_at": received(begun, 1),
    }


def _review(plan: Row, number: int) -> Row:
    """The one look at the plan, as it was due."""
    return {
        "plan_id": number,
        "reviewed_on": plan["reviewed_on"],
        "note": "按计划推进，本人配合。",
        "due_on": plan["reviewed_on"],
        "next_due_on": plan["review_due_on"],
        "received_at": received(plan["reviewed_on"], 1),
    }


def _fitting_goal(person: Row, goal: tuple[Any, ...]) -> tuple[Any, ...]:
    """The goal, unless it is of somebody of another age."""
    own = OF_CHILDREN if is_child(person) else OF_OTHERS
    return goal if goal in own else own[person["id"] % len(own)]


def _is_young(person: Row, day: date) -> bool:
    """Whether a guardian has to agree (X07)."""
    return age_on(person["born_on"], day) < guardian_age()


def _indicator(place: Place, plan: Row, number: int) -> Row:
    goal, measure, unit, baseline, target = next(each for each in GOALS if each[0] == plan["goals"])
    judged = plan["closed_on"]
    met = place.random.random() < 0.75
    short = (baseline + target) // 2
    return {
        "plan_id": number,
        "goal": goal,
        "measure": measure,
        "unit": unit,
        "baseline": baseline,
        "target": target,
        "reached": (target if met else short) if judged else None,
        "evidence": "走访记录与活动签到表。" if judged else "",
        "person_view": "本人表示比以前开朗，愿意继续参加。" if judged else "",
        "judged_on": judged,
        "met": bool(judged) and met,
        "received_at": received(plan["begun_on"], 1),
    }


def _reports(place: Place) -> Iterator[Row]:
    """One a year at a station; told at once, answered within days."""
    random = place.random
    for day in place.days(1 if place.level == "STATION" else 0):
        of_child = random.choice(SEEN)
        child, seen, where = of_child if day.month % 4 else SEEN_OF_ELDER
        noticed = moment(day, random.randint(0, 400))
        answered = day + timedelta(random.randint(1, 5))
        yield {
            "uuid": UUID(int=random.getrandbits(128), version=4),
            "station_id": place.station.pk,
            "subject": "CHILD" if day.month % 4 else "ELDER",
            "child": child,
            "seen": seen,
            "place": where,
            "noticed_at": noticed,
            "authority": random.choice(("POLICE", "CIVIL_AFFAIRS", "EDUCATION")),
            "channel": random.choice(("PHONE", "WRITING")),
            "reported_at": noticed + timedelta(minutes=random.randint(5, 120)),
            "reporter_uuid": UUID(int=random.getrandbits(128), version=4),
            "reporter_name": "演示社工",
            "received_at": noticed + timedelta(minutes=150),
            "answered_on": answered if answered <= place.until else None,
            "answer": "已受理，联合村（社区）上门核查并落实照护。"
            if answered <= place.until
            else "",
        }
