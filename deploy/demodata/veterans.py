"""Services to veterans, to who is resettled and to their families, and around a martyrs' day.

What the standard for veterans (DB5101/T 100-2021) asks of a hospital or a home (its 6.1 and 6.2:
V6.1.2a to V6.1.2h, V6.2a to V6.2i) is given at a site in one. The network of annex 1 has none, so
no station of the demo gives those; all else of the code list is given. No chance in it, so that
the other records stay what they are.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from deploy.demodata.times import received
from stations.casework.domain import bulk
from stations.casework.models import BeneficiaryCategory
from stations.network.models import Station

Row = dict[str, Any]
Given = tuple[str, str, str]  # service, type of service, note
# In February and August, what those of a kind most often need: sections 6.3, 6.4 and 6.6.
USUAL: dict[str, tuple[Given, ...]] = {
    "military.VETERAN": (("V6.3c", "RESOURCES", "告知就业创业政策，联系退役军人服务站推荐岗位。"),),
    "resettled.RETIRED_OFFICER": (
        ("V6.4b", "CARE", "上门问候，听老人讲述服役经历，提醒按时体检。"),
    ),
    "resettled.DISCHARGED": (
        ("V3.2a", "HARDSHIP", "了解退役后生产生活困难，协助申请生活补助和种苗。"),
        ("V3.2b", "RESOURCES", "对接镇内企业岗位，陪同面试并回访到岗情况。"),
    ),
    "military.FAMILY": (("V6.6a", "CARE", "入户慰问，倾听对家人服役在外的牵挂。"),),
}
# In May and November, in turn.
OTHERS: dict[str, tuple[Given, ...]] = {
    "military.VETERAN": (
        ("V6.3a", "FIT", "讨论退役后的角色变化，协助规划日常生活。"),
        ("V6.3b", "RELATIONS", "介绍加入退役军人互助小组，结识同乡战友。"),
        ("V6.3d", "RESOURCES", "整理其参与抢险救灾事迹，在宣传栏刊出。"),
    ),
    "resettled.RETIRED_OFFICER": (
        ("V6.4a", "FIT", "陪同熟悉社区设施，商量退休后的安排。"),
        ("V6.4c", "RELATIONS", "与子女面谈，商定轮流看望的安排。"),
        ("V6.4d", "RESOURCES", "引荐加入书法社，结对邻里志愿者。"),
        ("V6.4e", "RESOURCES", "解读医疗待遇政策，讲解慢病用药常识。"),
        ("V6.4f", "FUNCTION", "邀请参与院坝议事，为孩子讲传统故事。"),
    ),
    "resettled.DISCHARGED": (
        ("V6.3a", "FIT", "讨论退役后的角色变化，协助规划日常生活。"),
        ("V6.3b", "RELATIONS", "介绍加入退役军人互助小组，结识同乡战友。"),
        ("V6.3d", "RESOURCES", "邀请参加国防教育宣讲，讲述服役经历。"),
    ),
    "military.FAMILY": (
        ("V6.6b", "RESOURCES", "解读军属优待政策，协助办理优待证。"),
        ("V6.6c", "RELATIONS", "与婆媳分别面谈，缓和分担家务的矛盾。"),
        ("V6.6d", "RESOURCES", "组织军属互助小组，节日结伴走动。"),
    ),
}
TIMES: tuple[tuple[tuple[int, ...], dict[str, tuple[Given, ...]]], ...] = (
    ((2, 8), USUAL),
    ((5, 11), OTHERS),
)
# Around 清明 and the martyrs' day, at a station for whoever comes: month, day, what, how many.
MEMORIALS: tuple[tuple[int, int, Given, int], ...] = (
    (3, 28, ("V6.5b", "RESOURCES", "走访村中老人，收集烈士遗物照片与口述史料。"), 6),
    (4, 3, ("V6.5c", "FUNCTION", "组织学生和居民到烈士陵园祭扫，讲解事迹。"), 45),
    (9, 25, ("V6.5d", "RESOURCES", "在集镇设点解答烈士褒扬和优待政策。"), 20),
    (9, 29, ("V6.5a", "CARE", "看望村中烈士亲属，陪同整理遗像遗物。"), 2),
)
MEMORIAL_AT = "STATION"


class Place(Protocol):
    """As in ``deploy.demodata.care``."""

    @property
    def station(self) -> Station: ...
    @property
    def persons(self) -> list[Row]: ...
    @property
    def staff(self) -> list[int]: ...
    @property
    def first(self) -> int: ...
    @property
    def until(self) -> date: ...
    @property
    def opened(self) -> date: ...
    @property
    def level(self) -> str: ...


def fill_veterans(place: Place) -> None:
    """What a place gave under the standard for veterans."""
    bulk.bulk_insert_services(_to_persons(place))
    if place.level == MEMORIAL_AT:
        bulk.bulk_insert_services(_memorials(place))


def _to_persons(place: Place) -> Iterator[Row]:
    """To each of a kind, from a month after the opening on."""
    kinds = BeneficiaryCategory.objects.filter(
        beneficiary_id__in=[person["id"] for person in place.persons], category__in=USUAL
    )
    known = list(kinds.order_by("id").values_list("beneficiary_id", "category"))
    for months, given in TIMES:
        for number, (person, kind) in enumerate(known):
            for turn, day in enumerate(_days(place, months, person)):
                if place.opened + timedelta(30) <= day <= place.until:
                    chosen = _next(given[kind], number + turn)
                    yield _service(place, person, day, chosen, 1)


def _days(place: Place, months: Sequence[int], person: int) -> Iterator[date]:
    for year in range(place.first, place.until.year + 1):
        for month in months:
            yield date(year, month, 1 + person % 27)


def _next(given: tuple[Given, ...], turn: int) -> Given:
    return given[turn % len(given)]


def _memorials(place: Place) -> Iterator[Row]:
    for year in range(place.first, place.until.year + 1):
        for month, number, given, persons in MEMORIALS:
            day = date(year, month, number)
            if place.opened <= day <= place.until:
                yield _service(place, None, day, given, persons)


def _service(place: Place, person: int | None, day: date, given: Given, persons: int) -> Row:
    service, kind, note = given
    return {
        "station_id": place.station.pk,
        "beneficiary_id": person,
        "staff_id": place.staff[(person or day.toordinal()) % len(place.staff)],
        "served_on": day,
        "service": service,
        "kind": kind,
        "persons_count": persons,
        "note": note,
        "received_at": received(day, 0),
    }
