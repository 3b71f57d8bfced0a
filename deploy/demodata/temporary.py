"""A county that lives for one check."""

import secrets
from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from deploy.demodata.client import ApiClient
from deploy.demodata.plan import PROVINCE, CountyPlan, StationPlan
from deploy.demodata.users import make_users
from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.tenancy import county_context
from kernel.workdays.clock import today
from stations.network.domain.bulk import StationRow, bulk_insert_stations
from tenants.domain.county import add_county, remove_trial_county
from tenants.models import County, Division, DivisionLevel


def make_county(province: dict[str, Any]) -> dict[str, Any]:
    """A trial county that is no tenant yet, with one station and the users of a cycle."""
    code = _free_code()
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        add_county(code=code, is_trial=True)
        with county_context(code):
            station = _open_station(code)
            plan = CountyPlan(code, (), (StationPlan(station.division_code, 0.9, 0),))
            make_users(plan, [station], password, Random(code))
    host = f"{code}.{province['host']}"
    users = {
        ending: ApiClient(province["base_url"], host).log_in(f"{code}-{ending}", password)
        for ending in (
            *("bureau-1", "bureau-2", "head-1", "township-1"),
            *("reviewer-1", "reviewer-2", "reviewer-3"),
        )
    }
    return {"code": code, "users": users, "station": station.code, "year": today().year - 1}


def remove_county(code: str) -> None:
    """Remove the county with its users and everything it left in public."""
    with county_context(code):
        uuids = list(Membership.objects.values_list("user_uuid", flat=True))
    with transaction.atomic():
        remove_trial_county(county=County.objects.get(code=code))
        User.objects.filter(uuid__in=uuids).delete()


def _free_code() -> str:
    taken = County.objects.values_list("code", flat=True)
    counties = Division.objects.filter(level=DivisionLevel.COUNTY, code__startswith=PROVINCE)
    return counties.exclude(code__in=list(taken)).order_by("code").values_list("code", flat=True)[0]


def _open_station(code: str) -> Any:
    township = Division.objects.filter(parent_code=code, valid_to=None).order_by("code")[0]
    row = StationRow(
        level="STATION",
        name=f"{township.name}社会工作站",
        division_code=township.code,
        opened_on=date(2021, 6, 1),
    )
    return bulk_insert_stations(actor=Actor.system(code), rows=[row])[0]
