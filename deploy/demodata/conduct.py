"""How a station shows itself: publicity, uniforms and badges, and complaints about its people.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.plan import StationPlan
from deploy.demodata.times import days_between, received
from stations.network.models import Station
from stations.people.domain import bulk

Row = dict[str, Any]
# Topic and headline: what a station's boards, posts and talks are about in a year.
PIECES = (
    ("VALUES", "助人自助：社会工作是什么"),
    ("VALUES", "国际社工日：走进社工站"),
    ("KNOWLEDGE", "社会工作者职业水平考试问答"),
    ("METHODS", "一个个案的六个步骤"),
    ("METHODS", "小组工作怎样帮助照顾者"),
    ("POLICY", "临时救助政策一图读懂"),
    ("POLICY", "高龄津贴申领指南"),
    ("SERVICES", "社工站本月服务预告"),
    ("SERVICES", "志愿者招募公告"),
)
CHANNELS = ("BOARD", "BOARD", "ONLINE", "ONLINE", "PRINT", "EVENT", "HOME", "MEDIA")
COMPLAINTS = (
    ("RESIDENT", "反映工作人员接待时不耐烦，让其改天再来。", "核实属实，已批评教育并当面致歉。"),
    ("FAMILY", "反映工作人员在群里谈论其家庭情况。", "核实属实，已停止该做法并组织保密培训。"),
    ("RECIPIENT", "反映约定的探访没有来也没有电话。", "经查已提前电话告知，双方沟通后谅解。"),
)


def fill_conduct(
    station: Station, plan: StationPlan, staff: list[int], first: int, until: date
) -> None:
    """What a station told the public, gave its workers to wear, and was blamed for."""
    random = Random(f"conduct {station.code}")
    start = max(date(first, 1, 15), station.opened_on or plan.opened_on)
    bulk.bulk_insert_publicity(_publicity(station, plan, staff, random, start, until))
    bulk.bulk_insert_outfits(_outfits(station, plan, staff))
    bulk.bulk_insert_competence_checks(_checks(station, plan, staff))
    bulk.bulk_insert_complaints(_complaints(station, plan, staff, random, start, until))


def _publicity(
    station: Station,
    plan: StationPlan,
    staff: list[int],
    random: Random,
    start: date,
    until: date,
) -> Iterator[Row]:
    """Every two weeks at a strong station, every two months at a weak one."""
    for day in days_between(start, until, round(75 - 60 * plan.strength)):
        topic, title = random.choice(PIECES)
        yield {
            "station_id": station.pk,
            "staff_id": random.choice(staff),
            "published_on": day,
            "channel": random.choice(CHANNELS),
            "topic": topic,
            "title": title,
            "link": "",
            "received_at": received(day, 1),
        }


def _outfits(station: Station, plan: StationPlan, staff: list[int]) -> Iterator[Row]:
    """Badges for all from the opening; uniforms where the station is in a position to."""
    day = station.opened_on or plan.opened_on
    kinds = ("BADGE", "UNIFORM") if plan.strength > 0.6 else ("BADGE",)
    for number, person in enumerate(staff, 1):
        for kind in kinds:
            yield {
                "staff_id": person,
                "kind": kind,
                "number": f"{station.code[7:]}-{number:02d}" if kind == "BADGE" else "",
                "valid_from": day,
                "valid_to": None,
                "received_at": received(day, 2),
            }


def _checks(station: Station, plan: StationPlan, staff: list[int]) -> Iterator[Row]:
    """The checklist a month after the opening; a weak station's last worker lacks something."""
    day = (station.opened_on or plan.opened_on) + timedelta(30)
    for person in staff:
        lacks = plan.strength < 0.6 and person == staff[-1]
        yield {
            "staff_id": person,
            "checked_on": day,
            "found": ["LAW", "ETHICS"] if lacks else ["LAW", "METHODS", "ETHICS"],
            "checked_by": "督导甲",
            "received_at": received(day, 2),
        }


def _complaints(
    station: Station,
    plan: StationPlan,
    staff: list[int],
    random: Random,
    start: date,
    until: date,
) -> Iterator[Row]:
    """One every other year or so, decided within weeks; upheld at the weaker stations."""
    for year in range(start.year, until.year + 1):
        day = date(year, 3, 1) + timedelta(random.randint(0, 240))
        source, summary, reason = random.choice(COMPLAINTS)
        upheld = source != "RECIPIENT" and random.random() > plan.strength
        if random.random() < 0.5 or not start <= day <= until:
            continue
        decided = day + timedelta(random.randint(8, 30))
        known = decided <= until
        yield {
            "station_id": station.pk,
            "staff_id": random.choice(staff[1:]),
            "raised_on": day,
            "source": source,
            "summary": summary,
            "upheld_on": decided if known and upheld else None,
            "dismissed_on": decided if known and not upheld else None,
            "decision_reason": _reason(reason, upheld) if known else "",
            "received_at": received(day, 1),
        }


def _reason(found: str, upheld: bool) -> str:
    return found if upheld else "经走访核实，所述情况不属实或已与投诉人说明。"
