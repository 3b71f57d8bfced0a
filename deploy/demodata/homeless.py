"""Stories of persons without a home: what was done for each, and how the help ended (G3218).

Their chance is their own, so that the other records stay what they are.
"""

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple, Protocol

from deploy.demodata.persons import make_id_number, make_name
from deploy.demodata.times import received
from stations.casework.domain import bulk_care
from stations.network.models import Station

Row = dict[str, Any]
HOMES = ("513401", "530302", "520222")  # counties from which they came


class Story(NamedTuple):
    """How somebody was met, looked, was helped (kind, days after, note) and how it ended."""

    found_by: str
    looks: str
    place: str
    steps: tuple[tuple[str, int, str], ...]
    outcome: str
    after: int

    @property
    def is_named(self) -> bool:
        return any(kind == "IDENTITY" for kind, _days, _note in self.steps)


TALKED = "倒水安坐，耐心询问来处和身体状况。"
STORIES = (
    Story(
        "POLICE",
        "六十岁上下女性，花布上衣，方言难懂",
        "派出所值班室",
        (
            ("COUNSELLING", 0, TALKED),
            ("SUPPLIES", 0, "安排热食和换洗衣物。"),
            ("IDENTITY", 1, "派出所比对，身份已核实。"),
            ("FAMILY_SEARCH", 2, "联系户籍地村委会，找到其女儿。"),
        ),
        "FAMILY",
        4,
    ),
    Story(
        "RECEPTION",
        "四十岁上下男性，工装，携铺盖卷",
        "社工站接待室",
        (
            ("COUNSELLING", 0, "务工未领到工钱，身上无钱，情绪低落。"),
            ("IDENTITY", 0, "出示身份证，身份已核实。"),
            ("SUPPLIES", 1, "协助申请临时救助，借住集体宿舍。"),
        ),
        "SETTLED",
        15,
    ),
    Story(
        "PATROL",
        "五十岁上下男性，蓄须，军绿大衣",
        "河堤公园凉亭",
        (("COUNSELLING", 0, TALKED), ("SUPPLIES", 0, "留下棉被和食物，告知求助电话。")),
        "REFUSED",
        0,
    ),
    Story(
        "PUBLIC",
        "三十岁上下男性，沉默，背黑色双肩包",
        "农贸市场门口",
        (("SUPPLIES", 0, "送去热食。"), ("FAMILY_SEARCH", 1, "发布寻亲信息，暂无回音。")),
        "LEFT",
        3,
    ),
    Story(
        "RECEPTION",
        "七十岁上下男性，拄拐，行走不便",
        "社工站接待室",
        (("COUNSELLING", 0, TALKED), ("REFERRAL", 0, "联系县救助管理站接走。")),
        "AID_STATION",
        1,
    ),
)


class Place(Protocol):
    """As in ``deploy.demodata.care``."""

    @property
    def station(self) -> Station: ...
    @property
    def first(self) -> int: ...
    @property
    def until(self) -> date: ...
    @property
    def opened(self) -> date: ...
    @property
    def level(self) -> str: ...


def fill_stories(place: Place) -> None:
    """One of each ending at a station, spread over the demo's years."""
    if place.level != "STATION":
        return
    chance = Random(f"homeless {place.station.code}")
    start = max(place.opened, date(place.first, 1, 10))
    apart = (place.until - start).days // (len(STORIES) + 1)
    told = [
        (story, start + timedelta(apart * number + chance.randint(0, max(apart // 2, 1))))
        for number, story in enumerate(STORIES)
    ]
    known = [(story, day) for story, day in told if day + timedelta(story.after) <= place.until]
    aids = bulk_care.bulk_insert_homeless_aids(
        _aid(place, story, day, chance) for story, day in known
    )
    bulk_care.bulk_insert_homeless_steps(
        row
        for aid, (story, day) in zip(aids, known, strict=True)
        for row in _steps(aid, story, day)
    )


def _aid(place: Place, story: Story, day: date, chance: Random) -> Row:
    named = (
        {
            "name": make_name(chance),
            "id_number": make_id_number(chance, chance.choice(HOMES), 1950, 1985),
        }
        if story.is_named
        else {}
    )
    return {
        "station_id": place.station.pk,
        "met_on": day,
        "found_by": story.found_by,
        "looks": story.looks,
        "place": story.place,
        "outcome": story.outcome,
        "ended_on": day + timedelta(story.after),
        "received_at": received(day, 0),
        **named,
    }


def _steps(aid: int, story: Story, day: date) -> list[Row]:
    return [
        {
            "aid_id": aid,
            "kind": kind,
            "done_on": day + timedelta(days),
            "note": note,
            "received_at": received(day + timedelta(days), 0),
        }
        for kind, days, note in story.steps
    ]
