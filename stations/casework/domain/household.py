"""Household files."""

from datetime import date

from django.db import models

from kernel.access.actor import Actor
from stations.casework.models import Household
from stations.casework.rules import write_persons
from stations.records.domain import enter, refuse_future, require_place


def add_household(
    *,
    actor: Actor,
    station: models.Model,
    division_code: str,
    name: str,
    filed_on: date,
    address: str = "",
) -> Household:
    """Open the file of a household. Raises Forbidden or Invalid."""
    require_place(actor, station, write_persons(""))
    refuse_future("filed_on", filed_on)
    household = Household(
        station_id=station.pk,
        division_code=division_code,
        name=name.strip(),
        address=address.strip(),
        filed_on=filed_on,
    )
    return enter(household, actor=actor, action="household.add")
