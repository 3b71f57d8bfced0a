"""Who has resources, what was linked, groups and networks, activities, proposals of a station.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.care import Place
from deploy.demodata.persons import make_name, make_phone
from deploy.demodata.times import received
from stations.casework.models import (
    Beneficiary,
    BenefitApplication,
    Case,
    Need,
    ProtectionReport,
    Visit,
)
from stations.community.domain import bulk
from stations.network.models import Station
from stations.people.models import Volunteer

Row = dict[str, Any]
# Name after the place's own, kind, of this place, what it can give.
PARTIES = (
    ("民政办公室", "GOVERNMENT", True, "救助政策办理、临时救助金"),
    ("卫生院", "GOVERNMENT", True, "义诊、慢病随访"),
    ("派出所", "GOVERNMENT", True, "走失寻人、调查取证"),
    ("惠民超市", "MERCHANT", True, "米面粮油、爱心折扣"),
    ("农业科技有限公司", "ENTERPRISE", True, "就业岗位、技能培训"),
    ("社会工作服务中心", "AGENCY", False, "心理辅导、个案督导"),
    ("舞蹈协会", "COMMUNITY_ORG", True, "文艺演出、场地"),
    ("银龄互助志愿服务队", "VOLUNTEER_TEAM", True, "陪护、家电维修"),
    ("慈善基金会", "FOUNDATION", False, "助学金、大病救助"),
    ("农林职业学院", "SCHOOL", False, "种植技术、大学生志愿者"),
)
# Which party, kind, source, purpose, what, yuan, what it brought.
LINKS = (
    (0, "FINANCIAL", "DEPARTMENT", "LIVING", "协助申请临时救助金", 1200, "SERVED"),
    (1, "HUMAN", "DEPARTMENT", "MEDICAL", "卫生院上门量血压、复核用药", None, "SERVED"),
    (3, "MATERIAL", "COMMUNITY", "LIVING", "米、油、棉被各一份", 300, "SERVED"),
    (4, "ORGANISATIONAL", "COMMUNITY", "WORK", "枇杷园季节性岗位", None, "JOB"),
    (5, "HUMAN", "DEPARTMENT", "MIND", "心理辅导三次", None, "SERVED"),
    (6, "CULTURAL", "COMMUNITY", "CULTURE", "邀请参加重阳演出", None, "SERVED"),
    (7, "HUMAN", "COMMUNITY", "CARE", "志愿者每周陪同买菜一次", None, "SERVED"),
    (8, "FINANCIAL", "DEPARTMENT", "STUDY", "一学年助学金", 2000, "SERVED"),
    (9, "HUMAN", "DEPARTMENT", "WORK", "嫁接技术培训两天", None, "SKILL"),
    (9, "ORGANISATIONAL", "DEPARTMENT", "WORK", "小额养殖项目指导", 5000, "BUSINESS"),
    (None, "HUMAN", "NEIGHBOURS", "CARE", "隔壁住户早晚各看望一次", None, "SERVED"),
    (None, "FINANCIAL", "FAMILY", "LIVING", "外出子女按月寄生活费", 500, ""),
)
POLICE = 2  # of PARTIES: what is linked for a report
LINKS_A_YEAR = {"STATION": 24, "ROOM": 6}
SERVED = (("need", Need), ("case", Case), ("visit", Visit), ("application", BenefitApplication))
# Kind, name, purpose, audience, built anew; group work ends after its sessions.
GROUPS = (
    ("WORK", "长者防跌倒小组", "独居老人担心跌倒，不敢出门", "ELDERS", True),
    ("WORK", "情绪小管家小组", "留守儿童不会表达思念和生气", "CHILDREN", True),
    ("INFORMAL", "照顾者互助会", "照顾者相互分担、交流照护办法", "CARERS", True),
    ("INFORMAL", "邻里守望圈", "邻居轮流看望独居老人", "RESIDENTS", False),
    ("FORMAL", "残疾人就业支持网络", "残联、企业和家庭一起稳住岗位", "DISABLED", True),
)
SESSIONS = (
    "相互认识，订立约定",
    "说说我们的难处",
    "一起想办法",
    "练习与示范",
    "在家里试一试",
    "分享与告别",
)
ACTIVITIES = (
    ("低保政策集中宣讲会", "CONDITIONS", "GATHERED", "ASSISTED", "村委会会议室"),
    ("临时救助怎么申请", "PROCEDURE", "OUTDOOR", "RESIDENTS", "集镇农贸市场"),
    ("救助待遇都有哪些", "CONTENT", "DOORSTEP", "ELDERS", ""),
    ("低保动态管理讲解", "STANDARD", "GATHERED", "ASSISTED", "文化院坝"),
    ("医保缴费政策进村", "POLICY", "OUTDOOR", "RESIDENTS", "村口小广场"),
    ("院坝环境整治行动", "COLLECTIVE", "", "RESIDENTS", "安置点院坝"),
    ("新老邻居包饺子", "FUSION", "", "RELOCATED", "安置点活动室"),
    ("爱老社区倡导日", "CARING", "", "ELDERS", "社区广场"),
    ("防溺水与应急演练", "EMERGENCY", "", "CHILDREN", "村小学"),
    ("重阳节邻里宴", "FESTIVAL", "", "ELDERS", "文化院坝"),
)
ACTIVITIES_A_YEAR = {"STATION": 21, "ROOM": 5}
PROPOSALS = (
    (
        "独居老人夜间呼叫",
        "一年走访记录显示，跌倒多发生在夜间，且三成独居老人身边没有电话。",
        "建议为高龄独居老人配一键呼叫设备，由村（社区）值守。",
        "县民政局",
    ),
    (
        "临时救助办理时限",
        "协办的申请中，从递交到批复平均三十五天，遇急难时过长。",
        "建议急难型救助先行给付，手续后补。",
        "乡镇（街道）民政办公室",
    ),
)


def fill_links(station: Station, staff: list[int], first: int, until: date) -> None:
    """A station's and its rooms' links, groups and activities; proposals of the station."""
    places = [station, *Station.objects.filter(parent=station).order_by("code")]
    for each in places:
        columns = ("id", "filed_on")
        persons = list(Beneficiary.objects.filter(station=each).order_by("id").values(*columns))
        place = Place(each, persons, staff, Random(f"links {each.code}"), first, until)
        parties = bulk.bulk_insert_parties(_parties(place))
        bulk.bulk_insert_links(_links(place, parties))
        bulk.bulk_insert_station_activities(_activities(place))
        _fill_groups(place)
    top = Place(station, [], staff, Random(f"proposals {station.code}"), first, until)
    bulk.bulk_insert_advocacy(_proposals(top))


def _parties(place: Place) -> Iterator[Row]:
    random, since = place.random, place.opened
    for name, kind, is_local, offers in PARTIES:
        yield {
            "station_id": place.station.pk,
            "name": f"{place.station.name[:4]}{name}",
            "kind": kind,
            "since": since,
            "is_local": is_local,
            "is_active": True,
            "offers": offers,
            "contact": make_name(random),
            "phone": make_phone(random),
            "received_at": received(since),
        }


def _links(place: Place, parties: list[int]) -> Iterator[Row]:
    """Some on their own, most for something: a need, a case, a visit, an application; the last
    is still waited for."""
    random = place.random
    for day in place.days(LINKS_A_YEAR.get(place.level, 0)):
        yield _link(place, parties, random.choice(LINKS), day) | _serves(place, day)
    if place.level == "STATION":
        yield _link(place, parties, place.random.choice(LINKS), place.until)
    for report in ProtectionReport.objects.filter(station=place.station).order_by("id"):
        asked = ("ORGANISATIONAL", "DEPARTMENT", "INVESTIGATION", "请派出所到场核实", None, "")
        yield _link(place, parties, (POLICE, *asked), report.reported_at.date()) | {
            "report_id": report.pk
        }


def _link(place: Place, parties: list[int], chosen: tuple[Any, ...], day: date) -> Row:
    index, kind, source, purpose, what, value, outcome = chosen
    random, settled = place.random, day + timedelta(place.random.randint(1, 20))
    state = "ASKED" if settled > place.until else random.choice(("GIVEN",) * 6 + ("NOT_POSSIBLE",))
    outcome = outcome if state == "GIVEN" else ""
    return {
        "station_id": place.station.pk,
        "party_id": None if index is None else parties[index],
        "kind": kind,
        "source": source,
        "purpose": purpose,
        "what": what,
        "linked_on": day,
        "state": state,
        "settled_on": None if state == "ASKED" else settled,
        "value": value if state == "GIVEN" else None,
        "outcome": outcome,
        "persons_count": 1 if outcome else 0,
        "received_at": received(day, 1),
    }


def _serves(place: Place, day: date) -> Row:
    """What of a person it is for, if there is one by that day."""
    person = place.person(day)
    if person is None or place.random.random() < 0.1:
        return {}
    name, model = place.random.choice(SERVED)
    rows = model.objects.filter(beneficiary_id=person["id"], received_at__date__lte=day)
    found = rows.order_by("-id").values_list("id", flat=True).first()
    return {"beneficiary_id": person["id"], **({f"{name}_id": found} if found else {})}


def _activities(place: Place) -> Iterator[Row]:
    random = place.random
    for day in place.days(ACTIVITIES_A_YEAR.get(place.level, 0)):
        title, topic, manner, audience, where = random.choice(ACTIVITIES)
        yield {
            "station_id": place.station.pk,
            "title": title,
            "topic": topic,
            "held_on": day,
            "attendance": random.randint(3, 6) if manner == "DOORSTEP" else random.randint(15, 80),
            "manner": manner,
            "audience": audience,
            "place": where,
            "joint_work": random.random() < 0.6,
            "received_at": received(day, random.choice((0, 1, 2))),
        }


def _fill_groups(place: Place) -> None:
    """A station has all five a year, a room its neighbours."""
    chosen = GROUPS if place.level == "STATION" else GROUPS[3:4]
    rows = [
        row
        for year in range(place.first, place.until.year + 1)
        for row in _groups(place, chosen, year)
    ]
    groups = list(zip(bulk.bulk_insert_groups(rows), rows, strict=True))
    bulk.bulk_insert_members(
        row for group, about in groups for row in _members(place, group, about)
    )
    bulk.bulk_insert_meetings(
        row for group, about in groups for row in _meetings(place, group, about)
    )


def _groups(place: Place, chosen: tuple[tuple[Any, ...], ...], year: int) -> Iterator[Row]:
    """Group work begins anew each year and ends; a network begins in the first and goes on."""
    for kind, title, purpose, audience, is_new in chosen:
        begun = date(year, 3, 1) + timedelta(place.random.randint(0, 120))
        over = begun + timedelta(7 * len(SESSIONS))
        is_work = kind == "WORK"
        if begun < place.opened or begun > place.until or not (is_work or year == place.first):
            continue
        yield {
            "station_id": place.station.pk,
            "kind": kind,
            "title": f"{title}（{year}）" if is_work else title,
            "purpose": purpose,
            "audience": audience,
            "is_new": is_new,
            "staff_id": place.random.choice(place.staff),
            "valid_from": begun,
            "valid_to": over if is_work and over <= place.until else None,
            "received_at": received(begun, 1),
        }


def _members(place: Place, group: int, about: Row) -> Iterator[Row]:
    """Persons on file, a volunteer, and carers by name."""
    begun, random = about["valid_from"], place.random
    known = [person["id"] for person in place.persons if person["filed_on"] <= begun]
    volunteers = Volunteer.objects.filter(station=place.station, registered_on__lte=begun)
    helper = volunteers.order_by("id").values_list("id", flat=True).first()
    who: list[Row] = [{"name": make_name(random)} for _ in range(4)]
    if about["audience"] != "CARERS":
        who = [{"beneficiary_id": each} for each in random.sample(known, min(6, len(known)))]
    if helper:
        who.append({"volunteer_id": helper})
    for each in who:
        yield {
            "group_id": group,
            "valid_from": begun,
            "valid_to": about["valid_to"],
            "received_at": received(begun, 1),
            **each,
        }


def _meetings(place: Place, group: int, about: Row) -> Iterator[Row]:
    """Group work each week; a network each month."""
    is_work = about["kind"] == "WORK"
    day, number = about["valid_from"], 0
    while day <= place.until and (number < len(SESSIONS) or not is_work):
        yield {
            "group_id": group,
            "held_on": day,
            "topic": SESSIONS[number] if is_work else "月度碰头，互通近况",
            "attendance": place.random.randint(4, 9),
            "received_at": received(day, 1),
        }
        day, number = day + timedelta(7 if is_work else 30), number + 1


def _proposals(place: Place) -> Iterator[Row]:
    for day in place.days(1):
        title, finding, proposal, addressee = place.random.choice(PROPOSALS)
        answered = day + timedelta(40)
        is_answered = answered <= place.until
        yield {
            "station_id": place.station.pk,
            "title": title,
            "finding": finding,
            "proposal": proposal,
            "addressee": addressee,
            "proposed_on": day,
            "result": place.random.choice(("ADOPTED", "PARTLY", "NOTED")) if is_answered else "",
            "answer": "已纳入下一年度工作安排研究。" if is_answered else "",
            "answered_on": answered if is_answered else None,
            "received_at": received(day, 2),
        }
