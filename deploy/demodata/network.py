"""Hubs, stations and rooms of a county, with venues, equipment, and targets of 2021."""

from datetime import date, timedelta
from random import Random

from deploy.demodata.plan import TARGET_YEAR, CountyPlan, StationPlan
from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.network.domain.bulk import StationRow, bulk_insert_stations
from stations.network.domain.operator import set_operator
from stations.network.domain.station import change_state
from stations.network.domain.target import set_target
from stations.network.models import Station
from tenants.domain.division import mark_reform_affected
from tenants.models import Division

EQUIPMENT = [
    "DESKS",
    "DATA_CABINET",
    "ARCHIVE_CABINET",
    "COMPUTER",
    "PRINTER",
    "TELEPHONE",
    "MULTIMEDIA",
    "WHITEBOARD",
]
AGENCIES = (
    ("启明社会工作服务中心", "52510400MJ0000001X"),
    ("同行社会工作服务中心", "52510400MJ00000028"),
    ("向阳花社会工作服务中心", "52510400MJ00000036"),
)
DOCUMENTS = ("CAPACITY", "GOVERNANCE", "FINANCE")
BUILD_MODES = {"SOCIAL_WORK": "PROVINCIAL_GRANT", "COMMUNITY_GOVERNANCE": "GOVERNANCE_PILOT"}


def build_network(actor: Actor, county: CountyPlan, random: Random) -> list[Station]:
    """Open the hub, the stations and the rooms; give the stations in the plan's order."""
    hub = Station.objects.get(level="HUB")
    change_state(actor=actor, station=hub, state="RUNNING", on=date(2021, 6, 1))
    rows: list[StationRow] = []
    stations = []
    for plan in county.stations:
        villages = _villages(plan.division)
        position = len(rows)
        stations.append(position)
        rows.append(_station_row(county, plan, random))
        rows += [
            _room_row(plan, position, village, random, number)
            for number, village in enumerate(villages[: plan.rooms])
        ]
        if plan.reform:
            codes = [plan.division, *(village.code for village in villages[: len(villages) // 2])]
            mark_reform_affected(codes=codes, actor=actor)
    made = bulk_insert_stations(actor=actor, rows=rows)
    _set_targets(actor, county)
    _engage_agencies(actor, [made[position] for position in stations])
    return [made[position] for position in stations]


def _engage_agencies(actor: Actor, stations: list[Station]) -> None:
    """An agency for each purchased station; the last one's licence ends soon."""
    ends = [today() + timedelta(days) for days in (1100, 700, 40)]
    purchased = [station for station in stations if station.operation_mode == "PURCHASED"]
    for number, station in enumerate(purchased):
        assert station.opened_on is not None
        chosen = number % len(AGENCIES)
        name, code = AGENCIES[chosen]
        set_operator(
            actor=actor,
            station=station,
            agency_name=name,
            agency_code=code,
            on=station.opened_on,
            licence_number=f"民证字第{code[8:16]}号",
            licence_until=ends[chosen],
            documents=DOCUMENTS if ends[chosen] > ends[-1] else DOCUMENTS[:2],
        )


def _set_targets(actor: Actor, county: CountyPlan) -> None:
    numbers = {"HUB": 1, "STATION": len(county.stations), "ROOM": county.rooms}
    for level, target in numbers.items():
        set_target(actor=actor, year=TARGET_YEAR, level=level, target=target)


def _villages(township: str) -> list[Division]:
    return list(Division.objects.filter(parent_code=township, valid_to=None).order_by("code"))


def _station_row(county: CountyPlan, plan: StationPlan, random: Random) -> StationRow:
    name = Division.objects.get(code=plan.division).name
    villages = [village.code for village in _villages(plan.division)]
    office = random.randint(30, 60)
    service = round(office * (0.7 + plan.strength))
    kinds = EQUIPMENT[: max(3, round(len(EQUIPMENT) * (0.3 + plan.strength)))]
    checked = date(2025, 3, 1) + timedelta(random.randint(0, 90))
    fire = {"kind": "FIRE", "count": 4, "checked_on": checked}
    return StationRow(
        level="STATION",
        name=f"{name}社会工作站",
        division_code=plan.division,
        opened_on=plan.opened_on,
        track=plan.track,
        build_mode=BUILD_MODES.get(next(iter(county.tags), ""), "VENUE_EMPOWERED"),
        operation_mode="SELF" if plan.track == "BASIC" else "PURCHASED",
        service_divisions=[plan.division, *villages],
        venue={
            "host_type": "PARTY_SERVICE_CENTRE",
            "host_name": f"{name}党群服务中心",
            "address": f"{name}党群服务中心一楼",
            "office_m2": office,
            "service_m2": service,
            "activity_m2": random.randint(20, 80),
            "population_served": random.randint(6000, 42000),
        },
        zones=[
            {"kind": "OFFICE", "name": "办公区", "area_m2": office},
            {"kind": "SERVICE", "name": "个案与小组室", "area_m2": service},
        ],
        equipment=[{"kind": kind, "count": random.randint(1, 4)} for kind in kinds]
        + [fire | {"expires_on": checked + timedelta(730)}],
    )


def _room_row(
    plan: StationPlan, parent: int, village: Division, random: Random, number: int
) -> StationRow:
    short = (
        village.name.removesuffix("居民委员会").removesuffix("村民委员会").removesuffix("民委员会")
    )
    opened = min(plan.opened_on + timedelta(14 + 10 * number), date(2021, 12, 20))
    return StationRow(
        level="ROOM",
        name=f"{short}社会工作室",
        division_code=village.code,
        opened_on=opened,
        parent=parent,
        service_divisions=[village.code],
        venue={"host_type": "CONVENIENCE_CENTRE", "address": f"{village.name}便民服务站"},
        equipment=[{"kind": "DESKS", "count": random.randint(2, 6)}],
    )
