"""Consents of the persons served, and cases on their way through the six stages.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.births import is_aged, is_child
from deploy.demodata.times import received
from kernel.access.models import Membership
from stations.casework.custody_rules import add_months
from stations.casework.domain import bulk, bulk_care
from stations.casework.sections import pack
from stations.network.models import Station

# Stage, and what is written in it before the next begins (stations/casework/data/gates.yaml).
STAGES = (
    ("INTAKE", "AGREEMENT", "双方已就服务内容、保密与退出约定一致。"),
    ("ASSESSMENT", "ASSESSMENT_REPORT", "生活照料与情绪支持不足，家庭支持网络薄弱，按轻重排序。"),
    ("PLAN", "PLAN", "三个月内每周探访一次，链接助餐与康复资源，目标可量化。"),
    ("INTERVENTION", "PROCESS_RECORD", "陪同就医并协助申请临时救助，本人情绪好转。"),
    ("EVALUATION", "EVALUATION_REPORT", "四项指标达成三项，本人与家属表示满意。"),
    ("CLOSURE", "CLOSURE_FORM", "目标基本达成，转为定期探访。"),
)
TITLES = (
    ("特困老人入住养老院", "CARE"),
    ("青少年厌学", "SCHOOL"),
    ("残疾人就业困难", "WORK"),
    ("低保家庭关系紧张", "FAMILY"),
    ("重病后情绪低落", "MIND"),
)
# Instead of one of the first three that does not fit the person.
OF_CHILDREN, OF_ELDERS, OF_DISABLED = TITLES[1], TITLES[0], TITLES[2]
OF_OTHERS = ("失业后家庭收入中断", "WORK")
# What the assessment found by problem: needs in their turn, each with its cause (C82).
ASSESSED = {
    "CARE": (("三餐和起居无人照料", "独居，子女在外务工"), ("少有人说话", "行动不便，很少出门")),
    "SCHOOL": (("不愿到校", "与同学冲突后怕被嘲笑"), ("作业无人辅导", "由祖辈照看，识字不多")),
    "WORK": (("没有稳定收入", "用人单位不了解其所能"), ("缺少一技之长", "多年没有机会参加培训")),
    "FAMILY": (("家人争吵频繁", "家务和开支没有约定"), ("老人被冷落", "儿女各有怨言，少有往来")),
    "MIND": (("情绪低落", "患病后担心拖累家人"), ("不愿复诊", "路远，无人陪同")),
}
# What the papers with sections say beside their text, or instead of it.
INTAKE = {
    "came_by": "VILLAGE",
    "own_words": "希望有人帮忙想办法，也想有人说说话。",
    "background": "与家人同住，邻里偶尔照应。",
    "needs_found": "生活照料、情绪支持。",
    "urgency": "WEEK",
}
CRISIS = {
    "dangers": "情绪低落，独处时有消极言语。",
    "safety": "家属轮流陪伴，妥善保管药品和农药。",
    "called": "家属、村医、村委会值班人员",
    "look_again": "H24",
}
SECTIONS = {
    "PROCESS_RECORD": {
        "works": ["RESOURCES", "SOLVING", "ABILITY"],
        "techniques": ["NETWORK_INFORMAL", "CBT_REFRAME"],
        "linked": "县医院义诊、临时救助、邻里志愿者",
    },
}
LIFE_REVIEW = {
    "working_life": "年轻时参加过三线建设。",
    "pride": "带出过十几名徒弟。",
    "message": "希望儿孙平平安安。",
}
# In the last stage: days after its first one, what happened, by whom and why.
SENT_BACK: tuple[tuple[int, str, dict[str, str]], ...] = (
    (3, "REQUEST", {}),
    (5, "SEND_BACK", {"by_name": "演示站长", "reason": "请补充家属对服务的意见后再申请。"}),
)
ASKED: tuple[tuple[int, str, dict[str, str]], ...] = ((3, "REQUEST", {}),)
# Before a closure, so many days: asked for, by every fourth taken back for a day.
BEFORE_CLOSURE: tuple[tuple[int, str, dict[str, str]], ...] = ((2, "REQUEST", {}),)
TAKEN_BACK: tuple[tuple[int, str, dict[str, str]], ...] = (
    *BEFORE_CLOSURE,
    (1, "TAKE_BACK", {"reason": "结案表漏填服务成效，补齐后再申请。"}),
    (0, "REQUEST", {}),
)
HESITANT = 4
GOALS_MET = "GOALS_MET"
DAYS_A_STAGE = 14
UNKNOWN = (1, 2, 3, 4)  # of a household's case opened in these months nobody knows the household
CASES_A_YEAR = {"STATION": 5}  # rooms find needs, stations take cases


@dataclass(frozen=True)
class Ending:
    """How a case ended that did not go its whole way."""

    act: str
    closure_reason: str
    reason: str
    receiver: str = ""
    after: int = 21  # days from the opening


# Of the year before the demo's: one each; the last is of an adult.
ENDINGS = (
    Ending("REFER", "REFERRED", "需要专科治疗，超出本站能力。", "市精神卫生中心"),
    Ending("WITHDRAW", "WITHDRAWN", "本人搬到外县与子女同住，不再需要服务。"),
)
DECLINED = Ending(
    "DECLINE", "DECLINED", "要求代为催收欠款，不属于社会工作服务，已说明并告知可依法起诉。", after=4
)
NOT_OURS = ("要求代为催收民间借款", "OTHER")
# What the check of the station's own means came to.
CHECKED = {
    "ACCEPT": "本站有持证社工和服务场地，可以承接。",
    "DECLINE": "所求事项不在本站服务范围，也无可转介的机构。",
}
IMAGES = 3  # of so many persons one agrees to photos, when a group first meets
IMAGES_AGAIN = 23  # months


@dataclass(frozen=True)
class Course:
    """A case from its first day; ``done`` stages lie behind it by the day of the demo."""

    person: dict[str, Any]
    title: str
    problem: str
    opened: date
    until: date
    ending: Ending | None = None

    @property
    def done(self) -> int:
        return min((self.until - self.opened).days // DAYS_A_STAGE, len(STAGES))

    @property
    def closed(self) -> date | None:
        if self.ending:
            return self.until
        return self.day(len(STAGES)) if self.done == len(STAGES) else None

    @property
    def waits(self) -> bool:
        """Whether its closure waits for a signature; of the others it was sent back."""
        return self.done == len(STAGES) - 1 and self.person["id"] % 2 == 1

    def day(self, stage: int) -> date:
        """The first day of a stage."""
        return self.opened + timedelta(DAYS_A_STAGE * stage)


def fill_cases(
    place: Station, persons: list[dict[str, Any]], staff: list[int], first: int, until: date
) -> None:
    """Every person agrees to the service and to sensitive data; some have a case a year."""
    bulk.bulk_insert_consents(
        {
            "beneficiary_id": person["id"],
            "kind": kind,
            "text_version": "1",
            "given_by": "SELF",
            "valid_from": person["filed_on"],
            "received_at": person["received_at"],
        }
        for person in persons
        for kind in ("SERVICE", "SENSITIVE_DATA")
    )
    bulk.bulk_insert_consents(_images(persons, until))
    random = Random(f"cases {place.code}")
    courses = [
        *_courses(place, persons, random, first, until),
        *_ended_early(place, persons, until),
    ]
    insert_courses(place, courses, staff, random)


def insert_courses(
    place: Station, courses: list[Course], staff: list[int], random: Random
) -> list[int]:
    """The cases with all that was written on their way; gives their ids."""
    asker = _worker_of(place)
    ids = bulk.bulk_insert_cases(
        _case(place, course, random.choice(staff), asker) for course in courses
    )
    known = list(zip(ids, courses, strict=True))
    hesitant = {case for case, course in known if course.closed and not course.ending}
    hesitant = set(sorted(hesitant)[::HESITANT])
    bulk_care.bulk_insert_checks(row for pair in known for row in _checks(*pair))
    bulk_care.bulk_insert_case_needs(row for pair in known for row in _assessed(*pair))
    bulk.bulk_insert_documents(row for pair in known for row in _documents(*pair))
    bulk.bulk_insert_steps(row for pair in known for row in _steps(*pair, pair[0] in hesitant))
    bulk.bulk_insert_follow_ups(row for pair in known for row in _follow_ups(*pair))
    return ids


def _images(persons: list[dict[str, Any]], until: date) -> Iterator[dict[str, Any]]:
    """Asked for anew before it lapses (consent.yaml), so that none has been waiting for years."""
    for person in persons[::IMAGES]:
        given = person["filed_on"] + timedelta(30)
        while given <= until:
            yield {
                "beneficiary_id": person["id"],
                "kind": "IMAGE",
                "text_version": "1",
                "given_by": "SELF",
                "valid_from": given,
                "received_at": received(given, 0),
            }
            given = add_months(given, IMAGES_AGAIN)


def _courses(
    place: Station, persons: list[dict[str, Any]], random: Random, first: int, until: date
) -> Iterator[Course]:
    number = min(CASES_A_YEAR.get(place.level, 0), len(persons))
    for year in range(first, until.year + 1):
        for person in random.sample(persons, number):
            opened = date(year, 1, 5) + timedelta(random.randint(0, 330))
            if person["filed_on"] <= opened <= until:
                title = random.choice(TITLES)
                yield Course(person, *_fitting(person, title), opened, until)


def _fitting(person: dict[str, Any], title: tuple[str, str]) -> tuple[str, str]:
    """The title, unless it is of somebody of another kind."""
    if title not in (OF_CHILDREN, OF_ELDERS, OF_DISABLED):
        return title
    if is_child(person):
        return OF_CHILDREN
    if is_aged(person):
        return OF_ELDERS
    return OF_DISABLED if person["kind"] == "disability" else OF_OTHERS


def _ended_early(place: Station, persons: list[dict[str, Any]], until: date) -> Iterator[Course]:
    """A case referred, one that its person left, and one that was not taken on."""
    opened = date(until.year - 1, 9, 1)
    own = [person for person in persons if person["filed_on"] <= opened]
    if place.level in CASES_A_YEAR and len(own) > len(ENDINGS):
        for number, ending in enumerate(ENDINGS):
            title = TITLES[-1 - number]
            yield Course(own[number], *title, opened, opened + timedelta(ending.after), ending)
        grown = [person for person in own[len(ENDINGS) :] if not is_child(person)]
        for person in grown[:1]:
            yield Course(person, *NOT_OURS, opened, opened + timedelta(DECLINED.after), DECLINED)


def _worker_of(place: Station) -> Membership | None:
    """Who asks for closures; the head, another person, signs them."""
    return Membership.objects.filter(scope_code=place.code, role="WORKER").first()


def _case(
    place: Station, course: Course, responsible: int, asker: Membership | None
) -> dict[str, Any]:
    closed, ending = course.closed, course.ending
    is_household = course.problem == "FAMILY"
    unknown = {"household_id": None} if is_household and course.opened.month in UNKNOWN else {}
    asked = asker if course.waits else None
    return {
        "closure_requested_by_uuid": asked.user_uuid if asked else None,
        "closure_requested_by_name": asked.user_name if asked else "",
        "receiver": ending.receiver if ending else "",
        "station_id": place.pk,
        "beneficiary_id": course.person["id"],
        "responsible_id": responsible,
        "title": course.title,
        "unit": "HOUSEHOLD" if is_household else "PERSON",
        **unknown,
        "kind": "CRISIS" if is_crisis(course) else "ORDINARY",
        "problem": course.problem,
        "stage": STAGES[min(course.done, len(STAGES) - 1)][0],
        "opened_on": course.opened,
        "closed_on": closed,
        "closure_reason": ending.closure_reason if ending else GOALS_MET * bool(closed or asked),
        "received_at": received(course.opened, 0),
    }


def _checks(case: int, course: Course) -> Iterator[dict[str, Any]]:
    """Each case was taken on before its second stage; the newest still wait for it."""
    declined = course.ending == DECLINED
    if course.done or declined:
        outcome = "DECLINE" if declined else "ACCEPT"
        yield {
            "case_id": case,
            "checked_on": course.opened,
            "outcome": outcome,
            "grounds": CHECKED[outcome],
            "by_name": "演示社工",
            "received_at": received(course.opened, 0),
        }


def _assessed(case: int, course: Course) -> Iterator[dict[str, Any]]:
    """What was found before the assessment was written down."""
    found = course.day(1) + timedelta(5)
    known = ASSESSED[course.problem] if course.done > 1 else ()
    for rank, (need, cause) in enumerate(known, start=1):
        yield {
            "case_id": case,
            "rank": rank,
            "need": need,
            "cause": cause,
            "found_on": found,
            "received_at": received(found, 0),
        }


def is_crisis(course: Course) -> bool:
    return course.problem == "MIND"


def _documents(case: int, course: Course) -> Iterator[dict[str, Any]]:
    first = INTAKE | {"problem_found": course.title}
    yield _document(case, "INTAKE_FORM", "", course.opened, first)
    if is_crisis(course):
        yield _document(case, "CRISIS_PLAN", "", course.opened, CRISIS)
    for number, (_stage, kind, body) in enumerate(STAGES[: course.done]):
        day = course.day(number + 1) - timedelta(2)
        yield _document(case, kind, body, day, SECTIONS.get(kind, {}))
        if kind == "PROCESS_RECORD" and course.problem == "CARE":
            yield _document(case, "LIFE_REVIEW", "", day, LIFE_REVIEW)


def _document(
    case: int, kind: str, body: str, day: date, sections: dict[str, Any]
) -> dict[str, Any]:
    return {
        "case_id": case,
        "kind": kind,
        "body": body,
        "sections": pack(kind, sections),
        "written_on": day,
        "signed": kind == "AGREEMENT",
        "received_at": received(day, 0),
    }


def _steps(case: int, course: Course, hesitant: bool) -> Iterator[dict[str, Any]]:
    yield _step(case, "OPEN", "", STAGES[0][0], course.opened)
    for number in range(1, min(course.done, len(STAGES) - 1) + 1):
        before, after = STAGES[number - 1][0], STAGES[number][0]
        yield _step(case, "ADVANCE", before, after, course.day(number))
    last = STAGES[-1][0]
    if course.done == len(STAGES) - 1:
        for days, act, more in ASKED if course.waits else SENT_BACK:
            if (day := course.day(course.done) + timedelta(days)) <= course.until:
                yield _step(case, act, last, last, day) | more
    if course.ending or course.closed:
        yield from _end(case, course, TAKEN_BACK if hesitant else BEFORE_CLOSURE)


def _end(
    case: int, course: Course, asked: tuple[tuple[int, str, dict[str, str]], ...]
) -> Iterator[dict[str, Any]]:
    """The ways to the end of a case that is closed."""
    if course.ending:
        at = STAGES[course.done][0]
        ended = {"closure_reason": course.ending.closure_reason, "reason": course.ending.reason}
        step = _step(case, course.ending.act, at, at, course.until)
        yield step | ended | {"closed_on": course.until}
        return
    last, closed = STAGES[-1][0], course.closed
    assert closed is not None
    for days, act, more in asked:
        yield _step(case, act, last, last, closed - timedelta(days)) | more
    ending = {"closed_on": closed, "closure_reason": GOALS_MET, "by_name": "演示站长"}
    yield _step(case, "SIGN", last, last, closed) | ending


def _step(case: int, act: str, before: str, after: str, day: date) -> dict[str, Any]:
    return {
        "case_id": case,
        "act": act,
        "from_stage": before,
        "to_stage": after,
        "by_name": "演示社工",
        "received_at": received(day, 0),
    }


def _follow_ups(case: int, course: Course) -> Iterator[dict[str, Any]]:
    if course.closed is None or course.ending:
        return
    due = course.closed + timedelta(90)
    done = due if due <= course.until else None
    yield {
        "case_id": case,
        "due_on": due,
        "done_on": done,
        "note": "家庭关系平稳，无需重启个案。" if done else "",
        "received_at": received(course.closed, 0),
    }
