"""What one county no longer has to keep: old files and cases, on the destruction list or past it.

A county whose own rule keeps an adult's case for three years. Its oldest station has cases of its
first year and files that were closed in its second one: by the rule, and by the product's own
three years for visits and needs, they may be destroyed. By the domain's own verbs, each on its day,
by whoever would do it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.births import with_birth
from deploy.demodata.cases import Course, insert_courses
from deploy.demodata.closing import member_at
from deploy.demodata.persons import make_id_number, make_name, make_phone
from deploy.demodata.times import days_between, moment, received
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.workdays.clock import frozen
from stations.casework.custody_enums import RecordKind, RuleTopic
from stations.casework.data_file import read_data
from stations.casework.domain import (
    approve_disposal,
    approve_records,
    bulk,
    keep_longer,
    propose_disposal,
    propose_records,
)
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.domain.disposal import due_volumes
from stations.casework.enums import FileEnd
from stations.casework.minors import minors
from stations.casework.models import ArchiveVolume, Beneficiary
from stations.casework.standards import dimension_of
from stations.network.models import Station

Row = dict[str, Any]
COUNTY = "510411"
DECISION = "局务会纪要〔2021〕第12号：成年人个案卷宗自结案之日起保管三年"
OWN_YEARS = {"case_adult_years": 3}
RULED_AFTER = 10  # days after the hub was opened
OLD_CASES = (("特困老人入住养老院", "CARE"), ("重病后情绪低落", "MIND")) * 2
CASES_FROM, CASES_APART = 30, 12  # days after the files were opened
SERVED = 300  # days of a file that was closed since
KINDS = ("assistance.DIBAO", "elder.ALONE", "disability")
VISITED, NEEDED = "近况平稳，代购药品一次。", ("申请临时救助", "MATERIAL", "乡镇（街道）民政办")
KEPT, KEPT_FOR = "拟选入全市优秀案例汇编，再保管一年。", 365
# Days before the demo's end: proposed, approved by the head, by the bureau; each of the volumes
# comes as far as its row says, and the last one is kept for longer instead.
VOLUMES = ((60, 52, 45), (34, 27), (8,), (60,))
KEPT_ON = 50
RECORDS = ((RecordKind.VISIT, (40, 33, 26)), (RecordKind.NEED, (8,)))


def fill_old(system: Actor, station: Station, staff: list[int], until: date) -> None:
    """The county's rule, the cases and the files; before volumes are filed."""
    hub = Station.objects.get(level="HUB")
    with frozen((hub.opened_on or until) + timedelta(RULED_AFTER)):
        content = _years() | OWN_YEARS
        set_county_rule(
            actor=system, station=hub, topic=RuleTopic.RETENTION, decision=DECISION, **content
        )
    random = Random(f"old {station.code}")
    _fill_cases(station, staff, random)
    _fill_files(station, staff, random, until)


def fill_disposals(station: Station, until: date) -> None:
    """What is on the list of the station; after volumes are filed."""
    worker, head = member_at(station, Role.WORKER), member_at(station, Role.HEAD)
    bureau = member_at(station, Role.BUREAU)
    if worker is None or head is None or bureau is None:
        return
    signers = (head, bureau)
    due = due_volumes(until - timedelta(max(VOLUMES[0]))).filter(station=station)
    for volume, days in zip(list(due), VOLUMES, strict=False):
        _list_volume(worker, signers, volume, [until - timedelta(day) for day in days])
    _keep_last(bureau, station, until)
    for kind, days in RECORDS:
        _list_records(worker, signers, station, kind, [until - timedelta(day) for day in days])


def _years() -> dict[str, int]:
    """The product's own years, by the keys of a county's rule."""
    bounds = read_data("county_rules")["retention"]
    rules = read_data("retention")
    own = {f"{kind}_{name}": value for kind, rule in rules.items() for name, value in rule.items()}
    return {key: own[key] for key in bounds}


def _fill_cases(station: Station, staff: list[int], random: Random) -> None:
    adults = Beneficiary.objects.filter(station=station, closed_on=None).exclude(minors())
    columns = ("id", "filed_on")
    courses = []
    rows = zip(adults.order_by("id").values(*columns), OLD_CASES, strict=False)
    for number, (person, title) in enumerate(rows):
        opened = person["filed_on"] + timedelta(CASES_FROM + CASES_APART * number)
        done = opened + timedelta(365)  # all stages, and the look after the closure
        courses.append(Course(person, *title, opened, done))
    insert_courses(station, courses, staff, random)


def _fill_files(station: Station, staff: list[int], random: Random, until: date) -> None:
    """Persons of the first year who moved away in the second one."""
    filed = (station.opened_on or until) + timedelta(30)
    closed = filed + timedelta(SERVED)
    rows = list(_files(station, random, filed, closed, until))
    homes = bulk.bulk_insert_households(
        {
            **{key: row[key] for key in ("station_id", "division_code", "filed_on", "received_at")},
            "name": row["name"],
            "address": f"演示路{random.randint(1, 200)}号",
        }
        for row in rows
    )
    ids = bulk.bulk_insert_beneficiaries(
        row | {"household_id": home} for row, home in zip(rows, homes, strict=True)
    )
    span = {"valid_from": filed, "valid_to": closed, "received_at": received(filed, 3)}
    bulk.bulk_insert_categories(
        {"beneficiary_id": person, "category": kind, "source": "ROSTER", **span}
        for person, kind in zip(ids, KINDS, strict=True)
    )
    bulk.bulk_insert_levels(
        {"beneficiary_id": each, "station_id": station.pk, "level": 3, "reason": "建档评估", **span}
        for each in ids
    )
    bulk.bulk_insert_consents(_consents(ids, filed))
    bulk.bulk_insert_visits(_visits(station, ids, staff, random, filed, closed))
    bulk.bulk_insert_needs(_needs(station, ids, filed))


def _files(
    station: Station, random: Random, filed: date, closed: date, until: date
) -> Iterator[Row]:
    areas = station.areas.order_by("-division_code").values_list("division_code", flat=True)
    for kind in KINDS:
        row = {
            "station_id": station.pk,
            "division_code": areas[0],
            "name": make_name(random),
            "id_number": make_id_number(random, station.division_code[:6]),
            "phone": make_phone(random),
            "address": "",
            "filed_on": filed,
            "closed_on": closed,
            "closed_reason": FileEnd.MOVED,
            "received_at": received(filed, 3),
        }
        yield with_birth(row, [kind], random, until)


def _consents(ids: list[int], filed: date) -> Iterator[Row]:
    for person in ids:
        for kind in ("SERVICE", "SENSITIVE_DATA"):
            yield {
                "beneficiary_id": person,
                "kind": kind,
                "text_version": "1",
                "given_by": "SELF",
                "valid_from": filed,
                "received_at": received(filed, 3),
            }


def _visits(
    station: Station, ids: list[int], staff: list[int], random: Random, filed: date, closed: date
) -> Iterator[Row]:
    for person in ids:
        for day in days_between(filed + timedelta(7), closed - timedelta(1), 30):
            yield {
                "beneficiary_id": person,
                "station_id": station.pk,
                "staff_id": random.choice(staff),
                "planned_on": day,
                "held_at": moment(day, random.randint(0, 480)),
                "place": "HOME",
                "result": "MET",
                "note": VISITED,
                "received_at": received(day),
            }


def _needs(station: Station, ids: list[int], filed: date) -> Iterator[Row]:
    summary, kind, helper = NEEDED
    for person in ids:
        raised = filed + timedelta(20 + person % 30)
        yield {
            "beneficiary_id": person,
            "station_id": station.pk,
            "summary": summary,
            "kind": kind,
            "dimension": dimension_of(kind),
            "raised_on": raised,
            "matched_on": raised + timedelta(3),
            "matched_to": helper,
            "closed_on": raised + timedelta(30),
            "confirmed_by_person": True,
            "received_at": received(raised, 1),
        }


def _list_volume(
    worker: Actor, signers: tuple[Actor, ...], volume: ArchiveVolume, days: list[date]
) -> None:
    with frozen(days[0]):
        line = propose_disposal(actor=worker, volume=volume)
    for signer, day in zip(signers, days[1:], strict=False):
        with frozen(day):
            line = approve_disposal(actor=signer, entry=line)


def _keep_last(bureau: Actor, station: Station, until: date) -> None:
    """The volume that has waited on the list without anybody's word."""
    day = until - timedelta(KEPT_ON)
    lines = ArchiveVolume.objects.filter(
        station=station, disposals__state="PROPOSED", disposals__proposed_on__lt=day
    )
    for volume in lines:
        with frozen(day):
            keep_longer(
                actor=bureau,
                entry=volume.disposals.get(),
                until=until + timedelta(KEPT_FOR),
                reason=KEPT,
            )


def _list_records(
    worker: Actor, signers: tuple[Actor, ...], station: Station, kind: str, days: list[date]
) -> None:
    with frozen(days[0]):
        line = propose_records(actor=worker, station=station, kind=kind)
    for signer, day in zip(signers, days[1:], strict=False):
        with frozen(day):
            line = approve_records(actor=signer, entry=line)
