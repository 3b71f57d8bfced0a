"""Benefit applications, referrals, the homeless, wishes, carers, funerals and checks of a place."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol

from deploy.demodata.births import is_child, is_elder
from deploy.demodata.persons import make_name, make_phone
from deploy.demodata.times import received
from stations.casework.care_enums import Policy
from stations.casework.domain import bulk_care
from stations.casework.models import Consent
from stations.network.models import Station

Row = dict[str, Any]
Found = tuple[str, str, str, str]  # kind, verdict, findings, measures
WISHES = (
    ("MEETING", "想见在外地的妹妹一面"),
    ("JOURNEY", "想回老家祠堂看一看"),
    ("WILL", "想把房子的事写清楚"),
    ("FAREWELL", "希望后事从简，不给子女添负担"),
)
AGENCIES = ("县人民医院心理科", "市精神卫生中心", "县残疾人就业服务中心", "县法律援助中心")
CHECKS = (
    ("VISIT_CHECK", "SUITABLE", "居住整洁，三餐有保障。", ""),
    ("FAMILY_VISIT", "SUITABLE", "祖母照料用心，孩子按时上学。", ""),
    ("SUPERVISION", "WEAK", "父母长期外出，晚间无人照看。", "请邻里代为照看，每周探访一次。"),
)
# The same of somebody grown.
OF_GROWN = {
    "FAMILY_VISIT": ("FAMILY_VISIT", "SUITABLE", "家人照料用心，按时吃药、就医。", ""),
    "SUPERVISION": ("SUPERVISION", "WEAK", "子女长期外出，晚间无人照看。", CHECKS[2][3]),
}
# Of some elders, beside it: whether anybody harms or neglects them (G3225).
ABUSE = (
    ("ABUSE_RISK", "SUITABLE", "单独与老人交谈，未见外伤，存折自己保管。", ""),
    ("ABUSE_RISK", "WEAK", "老人称养老金由儿子代领不给零用。", "与家属面谈，约定按月交付。"),
)
ABUSE_BETTER = ("ABUSE_RISK", "SUITABLE", "零用按月交付，老人表示满意。", "")
# A weak one, when it is repeated: of a child, of somebody grown.
BETTER = ("SUPERVISION", "SUITABLE", "邻里每晚照看，父母每周视频，作息已有规律。", "")
BETTER_GROWN = ("SUPERVISION", "SUITABLE", "邻里每晚照看，子女每周视频，起居已有规律。", "")
# Of so many persons nobody has looked for so many days.
LEFT, OVERDUE = 0.15, 75


class Place(Protocol):
    """As in ``deploy.demodata.care``."""

    @property
    def station(self) -> Station: ...
    @property
    def persons(self) -> list[Row]: ...
    @property
    def staff(self) -> list[int]: ...
    @property
    def random(self) -> Random: ...
    @property
    def until(self) -> date: ...
    @property
    def level(self) -> str: ...
    def days(self, number: int) -> Iterator[date]: ...
    def person(self, day: date) -> Row | None: ...


def fill_help(place: Place) -> None:
    """A year's help: most of it at the stations, some in the rooms."""
    is_station = place.level == "STATION"
    bulk_care.bulk_insert_applications(_applications(place, 8 if is_station else 2))
    bulk_care.bulk_insert_care_checks(_checks(place, 6 if is_station else 3))
    _fill_carers(place, 3 if is_station else 1)
    if is_station:
        bulk_care.bulk_insert_referrals(_referrals(place))
        bulk_care.bulk_insert_wishes(_wishes(place))
        bulk_care.bulk_insert_funerals(_funerals(place))
        bulk_care.bulk_insert_patrols(_patrols(place))
        _fill_homeless(place)


def _applications(place: Place, number: int) -> Iterator[Row]:
    for day in place.days(number):
        person = place.person(day)
        if person is None:
            continue
        handed_in, decided = day + timedelta(7), day + timedelta(35)
        if decided <= place.until:
            state = "GRANTED" if place.random.random() < 0.8 else "REFUSED"
        else:
            state = "SUBMITTED" if handed_in <= place.until else "HELPED"
        yield _of(place, person, day) | {
            "policy": place.random.choice(Policy.values),
            "state": state,
            "helped_on": day,
            "submitted_on": handed_in if state != "HELPED" else None,
            "decided_on": decided if state in ("GRANTED", "REFUSED") else None,
            "note": "家庭人均收入超过标准。" if state == "REFUSED" else "",
        }


def _checks(place: Place, number: int) -> Iterator[Row]:
    """First ones of a person, each repeated when it is due; some of the last are left overdue."""
    chance = Random(f"checks {place.station.code}")  # of its own: the others stay what they are
    begun: set[int] = set()
    for day in place.days(number):
        person = place.person(day)
        if person is None:
            continue
        found, guardian = place.random.choice(CHECKS), make_name(place.random)
        if person["id"] not in begun:
            begun.add(person["id"])
            found = found if is_child(person) else OF_GROWN.get(found[0], found)
            yield from _repeated(place, person, (day, guardian, found), chance)
    yield from _abuse_checks(place, begun, chance)


def _abuse_checks(place: Place, begun: set[int], chance: Random) -> Iterator[Row]:
    """Of one or two elders who were not looked at otherwise, from last year on."""
    elders = [each for each in place.persons if is_elder(each) and each["id"] not in begun]
    chosen = elders[: len(ABUSE) if place.level == "STATION" else 1]
    for number, person in enumerate(chosen):
        day = date(place.until.year - 1, 6, 3) + timedelta(chance.randint(0, 60))
        if person["filed_on"] <= day <= place.until:
            yield from _repeated(place, person, (day, make_name(chance), ABUSE[number]), chance)


def _repeated(
    place: Place, person: Row, first: tuple[date, str, Found], chance: Random
) -> Iterator[Row]:
    """Where care was weak, again after a month, and better by then."""
    day, guardian, found = first
    last = place.until - timedelta(OVERDUE if chance.random() < LEFT else 0)
    while True:
        kind, verdict, findings, measures = found
        due = day + timedelta(30 if measures else 180)
        yield _of(place, person, day) | {
            "kind": kind,
            "checked_on": day,
            "guardian": guardian,
            "verdict": verdict,
            "findings": findings,
            "measures": measures,
            "next_on": due,
        }
        day = due - timedelta(chance.randint(0, 6))  # in the week before
        if day > last:
            return
        found = _better(person, kind) if measures else found


def _better(person: Row, kind: str) -> Found:
    if kind == "ABUSE_RISK":
        return ABUSE_BETTER
    return BETTER if is_child(person) else BETTER_GROWN


def _fill_carers(place: Place, number: int) -> None:
    chosen = place.random.sample(place.persons, min(number, len(place.persons)))
    rows = [
        _of(place, person, person["filed_on"])
        | {
            "name": make_name(place.random),
            "phone": make_phone(place.random),
            "relation": _relation(person, place.random.choice(("SPOUSE", "CHILD", "RELATIVE"))),
            "burden": "夜间起身多，睡眠不足。",
            "valid_from": person["filed_on"],
            "valid_to": None,
        }
        for person in chosen
    ]
    carers = bulk_care.bulk_insert_carers(rows)
    bulk_care.bulk_insert_respites(
        {
            "carer_id": carer,
            "staff_id": place.random.choice(place.staff),
            "given_on": day,
            "hours": place.random.randint(2, 4),
            "note": "志愿者上门陪护，照顾者外出办事。",
            "received_at": received(day, 0),
        }
        for carer, row in zip(carers, rows, strict=True)
        for day in place.days(4)
        if day >= row["valid_from"]
    )


def _relation(person: Row, drawn: str) -> str:
    return "GRANDPARENT" if is_child(person) else drawn


def _referrals(place: Place) -> Iterator[Row]:
    ids = [person["id"] for person in place.persons]
    rows = Consent.objects.filter(beneficiary_id__in=ids, kind="SERVICE", ended_on=None)
    consents = dict(rows.values_list("beneficiary_id", "id"))
    for day in place.days(2):
        person = place.person(day)
        if person is None:
            continue
        answered = day + timedelta(20)
        is_known = answered <= place.until
        yield _of(place, person, day) | {
            "consent_id": consents[person["id"]],
            "receiver": place.random.choice(AGENCIES),
            "reason": "本站不具备所需专业条件。",
            "referred_on": day,
            "outcome": "TAKEN" if is_known else "",
            "feedback": "已建档并安排首次面谈。" if is_known else "",
            "answered_on": answered if is_known else None,
        }


def _wishes(place: Place) -> Iterator[Row]:
    for day in place.days(2):
        person = place.person(day)
        if person is None:
            continue
        person = _grown(place, person, day)
        kind, wish = place.random.choice(WISHES)
        settled = day + timedelta(25)
        is_settled = settled <= place.until
        yield _of(place, person, day) | {
            "kind": kind,
            "wish": wish,
            "voiced_on": day,
            "outcome": "FULFILLED" if is_settled else "",
            "settled_on": settled if is_settled else None,
            "note": "志愿者与家属一同完成。" if is_settled else "",
        }


def _grown(place: Place, person: Row, day: date) -> Row:
    """The person, or the first grown one in the place of a child."""
    known = (each for each in place.persons if each["filed_on"] <= day and not is_child(each))
    return next(known, person) if is_child(person) else person


def _funerals(place: Place) -> Iterator[Row]:
    for day in place.days(2):
        done = day + timedelta(6)
        is_done = done <= place.until
        yield {
            "station_id": place.station.pk,
            "deceased_name": make_name(place.random),
            "asked_by": f"其子，{make_phone(place.random)}",
            "asked_on": day,
            "need": place.random.choice(("ADVICE", "CONTACT", "SUBSIDY")),
            "provider": "县殡仪服务中心" if is_done else "",
            "burial": place.random.choice(("GRAVE", "WALL", "TREE")) if is_done else "",
            "done_on": done if is_done else None,
            "received_at": received(day, 0),
        }


def _patrols(place: Place) -> Iterator[Row]:
    for day in place.days(12):
        met = place.random.choice((0, 0, 0, 1, 2))
        yield {
            "station_id": place.station.pk,
            "patrolled_on": day,
            "route": place.random.choice(("集镇主街至车站", "河堤公园一线", "农贸市场周边")),
            "patrollers": place.random.randint(2, 4),
            "met": met,
            "helped": min(met, 1),
            "received_at": received(day, 0),
        }


def _fill_homeless(place: Place) -> None:
    rows = []
    for day in place.days(1):
        ended = day + timedelta(4)
        is_over = ended <= place.until
        found_by = place.random.choice(("PATROL", "POLICE", "PUBLIC"))
        name = make_name(place.random) if place.random.random() < 0.5 else ""
        filed = _file_of(place, day) if name else None
        rows.append(
            {
                "station_id": place.station.pk,
                "met_on": day,
                "found_by": found_by,
                "name": filed["name"] if filed else name,
                "beneficiary_id": filed["id"] if filed else None,
                "looks": "中年男子，灰色外套，背蓝色编织袋",
                "place": "集镇车站候车棚",
                "outcome": "AID_STATION" if is_over else "",
                "ended_on": ended if is_over else None,
                "received_at": received(day, 0),
            }
        )
    aids = bulk_care.bulk_insert_homeless_aids(rows)
    bulk_care.bulk_insert_mislinks(_mislinks(place, zip(aids, rows, strict=True)))
    bulk_care.bulk_insert_homeless_steps(
        {
            "aid_id": aid,
            "kind": kind,
            "done_on": row["met_on"],
            "note": "提供热食，联系县救助管理站。",
            "received_at": row["received_at"],
        }
        for aid, row in zip(aids, rows, strict=True)
        for kind in ("SUPPLIES", "REFERRAL")
    )


def _mislinks(place: Place, aids: Iterable[tuple[int, Row]]) -> Iterator[Row]:
    """Somebody of the same village was first taken for the one that was met."""
    for aid, row in aids:
        others = (person for person in place.persons if person["filed_on"] <= row["met_on"])
        other = next((each for each in others if each["id"] != row["beneficiary_id"]), None)
        if other is not None:
            yield {
                "aid_id": aid,
                "beneficiary_id": other["id"],
                "reason": "同村同姓，核对证件后更正。",
                "by_name": "演示站长",
                "received_at": row["received_at"],
            }


def _file_of(place: Place, day: date) -> Row | None:
    """Somebody on file by the day, who turned out to be the one that was met."""
    known = (person for person in place.persons if person["filed_on"] <= day)
    return next((person for person in known if not is_child(person)), None)


def _of(place: Place, person: Row, day: date) -> Row:
    return {
        "beneficiary_id": person["id"],
        "station_id": place.station.pk,
        "received_at": received(day, 1),
    }
