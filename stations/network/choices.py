"""Choices of the forms that come from the county's own data."""

from collections import defaultdict
from typing import Any

from kernel.access.actor import Actor
from stations.network.enums import DIVISION_DIGITS, ENDED, Level
from stations.network.models import Station
from tenants.queries.division import find_division, in_force

LEVELS = {6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE"}


def parent_choices(actor: Actor) -> list[tuple[str, str]]:
    """The hub and the stations that have not ended, by code."""
    rows = Station.objects.restrict(actor, "view").exclude(state__in=ENDED)
    above = rows.filter(level__in=(Level.HUB, Level.STATION)).order_by("code")
    return [(code, f"{name} {code}") for code, name in above.values_list("code", "name")]


def division_choices(county: str) -> list[tuple[str, Any]]:
    """The county, its townships, and the villages of each in a group of its own."""
    rows = in_force().filter(code__startswith=county).order_by("code")
    townships: list[tuple[str, str]] = []
    villages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name, level in rows.values_list("code", "name", "level"):
        if level == "VILLAGE":
            villages[code[:9]].append((code, name))
        else:
            townships.append((code, name))
    groups = [(f"{name} ▸", villages[code]) for code, name in townships if villages[code]]
    return [*townships, *groups]


def area_choices(station: Station, county: str) -> list[tuple[str, str]]:
    """The divisions that a place of this level may serve; villages with their township."""
    digits = DIVISION_DIGITS[Level(station.level)]
    if digits == 6:
        division = find_division(county)
        return [(county, division.name if division else county)]
    rows = in_force().filter(code__startswith=county)
    names = dict(rows.filter(level="TOWNSHIP").values_list("code", "name"))
    served = rows.filter(level=LEVELS[digits]).order_by("code").values_list("code", "name")
    if digits == 9:
        return list(served)
    return [(code, f"{names.get(code[:9], '')} {name}") for code, name in served]
