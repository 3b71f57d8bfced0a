"""Community organisations a station has grown, their activities, and its incubation."""

from datetime import date, timedelta
from random import Random

from deploy.demodata.plan import StationPlan
from deploy.demodata.times import received
from stations.community.domain import bulk
from stations.network.models import Station
from tenants.models import Division

NAMES = {
    "FUNCTIONAL": ("邻里互助会", "助老服务队", "儿童之家议事会", "矛盾调处小组", "爱心超市管理会"),
    "HOBBY_VOLUNTEER": ("夕阳红舞蹈队", "社区合唱团", "书画社", "环境保护志愿队", "太极队"),
}
FIELDS = ("CARE", "PARTICIPATION", "INTEGRATION", "DEVELOPMENT")


def fill_community(
    station: Station, plan: StationPlan, random: Random, first: int, until: date
) -> None:
    """Organisations of each year, and one agency on its way to registration."""
    villages = _villages(station)
    for year in range(first, until.year + 1):
        for kind, names in NAMES.items():
            number = min(round(1 + 2.6 * plan.strength), len(names))
            _grow(station, kind, names[:number], villages, year, until, random)
    _incubate(station, plan, until)


def _villages(station: Station) -> list[str]:
    """Village codes, the reform-affected ones first, so that the share can be reached."""
    codes = station.areas.values_list("division_code", flat=True)
    found = Division.objects.filter(code__in=list(codes), level="VILLAGE")
    return list(found.order_by("-reform_affected", "code").values_list("code", flat=True))


def _grow(
    station: Station,
    kind: str,
    names: tuple[str, ...],
    villages: list[str],
    year: int,
    until: date,
    random: Random,
) -> None:
    for index, name in enumerate(names):
        filed = date(year, 2, 10) + timedelta(random.randint(0, 180))
        village = villages[index * 2 % len(villages)]
        if filed > until:
            continue
        org = bulk.bulk_insert_orgs(
            [
                {
                    "station_id": station.pk,
                    "name": f"{Division.objects.get(code=village).name[:4]}{name}（{year}）",
                    "kind": kind,
                    "field": random.choice(FIELDS),
                    "division_code": village,
                    "is_sw_agency": False,
                    "filed_on": filed,
                    "registered_on": None,
                    "received_at": received(filed, 2),
                }
            ]
        )[0]
        days = [filed + timedelta(18 * number) for number in range(1, 4)]
        bulk.bulk_insert_activities(
            {
                "org_id": org,
                "title": f"第{number}次活动",
                "held_on": day,
                "attendance": random.randint(12, 60),
                "received_at": received(day, 1),
            }
            for number, day in enumerate(days, 1)
            if day <= until and day.year == year
        )


def _incubate(station: Station, plan: StationPlan, until: date) -> None:
    """Strong stations have registered an agency; others are on the way."""
    if plan.strength < 0.5:
        return
    start = (station.opened_on or plan.opened_on) + timedelta(120)
    registered = start + timedelta(500) if plan.strength > 0.78 else None
    if plan.track == "PROVINCIAL_PILOT":
        for year in range(start.year + 1, until.year + 1):
            _register(
                station, f"{station.name[:3]}社区服务中心（{year}）", date(year, 5, 20), until
            )
    if registered:
        _register(station, f"{station.name[:3]}社会工作服务中心", registered, until, agency=True)
        return
    incubation = bulk.bulk_insert_incubations(
        [
            {
                "station_id": station.pk,
                "name": f"{station.name[:3]}社会工作服务中心（筹）",
                "is_sw_agency": True,
                "started_on": start,
                "abandoned_on": None,
                "org_id": None,
                "received_at": received(start),
            }
        ]
    )[0]
    days = {"PREPARING": start, "CHARTER": start + timedelta(200)}
    bulk.bulk_insert_stages(
        {
            "incubation_id": incubation,
            "stage": stage,
            "reached_on": day,
            "received_at": received(day),
        }
        for stage, day in days.items()
    )


def _register(station: Station, name: str, day: date, until: date, agency: bool = False) -> None:
    if day > until:
        return
    bulk.bulk_insert_orgs(
        [
            {
                "station_id": station.pk,
                "name": name,
                "kind": "OTHER",
                "field": "DEVELOPMENT",
                "division_code": station.division_code,
                "is_sw_agency": agency,
                "filed_on": None,
                "registered_on": day,
                "received_at": received(day, 3),
            }
        ]
    )
