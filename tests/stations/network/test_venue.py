"""Venue, zones, equipment and the agency of a place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.workdays.clock import frozen
from stations.network.domain.equipment import Item, set_equipment
from stations.network.domain.operator import set_operator
from stations.network.domain.station import change_station
from stations.network.domain.venue import Zone, set_venue
from stations.network.models import Equipment, Station, StationOperator, Venue

pytestmark = pytest.mark.django_db

Make = Callable[..., Actor]
HOUSE = {"host_type": "SHARED", "address": "炳草岗大街1号", "office_m2": Decimal("40.50")}


def errors_of(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def test_head_enters_and_changes_the_venue(network: dict[str, Station], actor: Make) -> None:
    head, station = actor("HEAD", "510402-S001"), network["S001"]
    zones = [Zone("OFFICE", "办公区", Decimal(20)), Zone("SERVICE", "服务区")]

    set_venue(actor=head, station=station, zones=zones, **HOUSE)
    set_venue(actor=head, station=station, service_m2=Decimal(90))

    venue = Venue.objects.get(station=station)
    assert (venue.address, venue.office_m2, venue.service_m2) == (
        "炳草岗大街1号",
        Decimal("40.50"),
        Decimal(90),
    )
    assert [(zone.kind, zone.name, zone.area_m2) for zone in venue.zones.all()] == [
        ("OFFICE", "办公区", Decimal(20)),
        ("SERVICE", "服务区", None),
    ]
    entry = Entry.objects.filter(action="station.venue").first()
    assert entry is not None
    assert (entry.before["service_m2"], entry.after["service_m2"]) == (None, "90")


def test_zones_are_replaced_as_a_whole(network: dict[str, Station], bureau: Actor) -> None:
    set_venue(actor=bureau, station=network["S001"], zones=[Zone("OFFICE", "一")], **HOUSE)
    venue = set_venue(actor=bureau, station=network["S001"], zones=[Zone("ACTIVITY", "二")])

    assert list(venue.zones.values_list("kind", "name")) == [("ACTIVITY", "二")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"host_type": "TENT"}, [("host_type", "invalid")]),
        ({"address": ""}, [("address", "invalid")]),
        ({"office_m2": Decimal("-1")}, [("office_m2", "invalid")]),
        ({"office_m2": Decimal("1.005")}, [("office_m2", "invalid")]),
        ({"zones": [Zone("ROOF", "楼顶")]}, [("kind", "invalid")]),
        ({"zones": [Zone("OFFICE", "")]}, [("name", "invalid")]),
    ],
)
def test_wrong_venue_is_refused_whole(
    network: dict[str, Station], bureau: Actor, facts: dict, expected: list
) -> None:
    with pytest.raises(Invalid) as refused:
        set_venue(actor=bureau, station=network["S001"], **(HOUSE | facts))

    assert errors_of(refused) == expected
    assert not Venue.objects.exists()


def test_equipment_is_as_given(network: dict[str, Station], actor: Make) -> None:
    head, station = actor("HEAD", "510402-S001"), network["S001"]
    set_equipment(actor=head, station=station, items=[Item("COMPUTER", 2), Item("PRINTER", 1)])
    fire = Item("FIRE", 4, checked_on=date(2026, 3, 1), expires_on=date(2027, 3, 1))

    set_equipment(actor=head, station=station, items=[Item("COMPUTER", 3), fire, Item("DESKS", 0)])

    kept = Equipment.objects.values_list("kind", "count", "checked_on", "expires_on")
    assert list(kept) == [
        ("COMPUTER", 3, None, None),
        ("FIRE", 4, date(2026, 3, 1), date(2027, 3, 1)),
    ]
    entry = Entry.objects.filter(action="station.equipment").first()
    assert entry is not None
    assert (entry.before, entry.after) == (
        {"COMPUTER": 2, "PRINTER": 1},
        {"COMPUTER": 3, "FIRE": 4},
    )


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([Item("BOAT", 1)], [("kind", "invalid")]),
        ([Item("DESKS", -1)], [("count", "invalid")]),
        ([Item("DESKS", 1), Item("DESKS", 2)], [("kind", "doubled")]),
        ([Item("FIRE", 1, date(2026, 3, 1), date(2026, 2, 1))], [("expires_on", "too_early")]),
        ([Item("FIRE", 1, date(9999, 12, 31))], [("checked_on", "invalid")]),
        ([Item("FIRE", 1, date(1, 1, 1))], [("checked_on", "invalid")]),
        ([Item("FIRE", 1, None, date(9999, 12, 31))], [("expires_on", "invalid")]),
        ([Item("FIRE", 1, None, date(1, 1, 1))], [("expires_on", "invalid")]),
    ],
)
def test_wrong_equipment_is_refused_whole(
    network: dict[str, Station], bureau: Actor, items: list, expected: list
) -> None:
    set_equipment(actor=bureau, station=network["S001"], items=[Item("COMPUTER", 2)])

    with pytest.raises(Invalid) as refused:
        set_equipment(actor=bureau, station=network["S001"], items=items)

    assert errors_of(refused) == expected
    assert list(Equipment.objects.values_list("kind", "count")) == [("COMPUTER", 2)]


@pytest.mark.parametrize("role", ["WORKER", "ROOM_STAFF", "AGENCY", "SUPERVISOR", "AUDITOR"])
def test_who_only_sees_may_not_equip(network: dict[str, Station], actor: Make, role: str) -> None:
    held = "" if role == "AUDITOR" else "510402-S001"

    with pytest.raises(Forbidden):
        set_venue(actor=actor(role, held), station=network["S001"], **HOUSE)
    with pytest.raises(Forbidden):
        set_equipment(actor=actor(role, held), station=network["S001"], items=[])


def test_head_may_not_equip_another_station(network: dict[str, Station], actor: Make) -> None:
    with pytest.raises(NotFound):
        set_venue(actor=actor("HEAD", "510402-S001"), station=network["S002"], **HOUSE)


def test_one_agency_follows_another(network: dict[str, Station], bureau: Actor) -> None:
    station = change_station(actor=bureau, station=network["S001"], operation_mode="PURCHASED")
    first, second = date(2022, 1, 1), date(2024, 1, 1)

    set_operator(actor=bureau, station=station, agency_name="启明社工中心", on=first)
    set_operator(
        actor=bureau,
        station=station,
        agency_name="同行社工中心",
        agency_code="52510400MJ0000001X",
        on=second,
    )

    kept = StationOperator.objects.values_list("agency_name", "valid_from", "valid_to")
    assert list(kept) == [("启明社工中心", first, second), ("同行社工中心", second, None)]
    entry = Entry.objects.filter(action="station.operator").first()
    assert entry is not None
    assert (entry.before, entry.after) == (
        {"agency": "启明社工中心"},
        {"agency": "同行社工中心", "on": "2024-01-01"},
    )


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("", date(2024, 1, 1), ("agency_name", "invalid")),
        ("中心", date(2026, 11, 21), ("on", "future")),
        ("中心", date(2022, 1, 1), ("on", "too_early")),
    ],
)
def test_wrong_agency_is_refused(
    network: dict[str, Station], bureau: Actor, name: str, on: date, expected: tuple
) -> None:
    station = change_station(actor=bureau, station=network["S001"], operation_mode="PURCHASED")
    set_operator(actor=bureau, station=station, agency_name="启明", on=date(2022, 1, 1))

    with frozen(date(2026, 11, 20)), pytest.raises(Invalid) as refused:
        set_operator(actor=bureau, station=station, agency_name=name, on=on)

    assert errors_of(refused) == [expected]
    assert StationOperator.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "until", "field"),
    [
        (date(1, 1, 1), None, "on"),
        (date(2022, 1, 1), date(9999, 12, 31), "licence_until"),
    ],
)
def test_days_that_are_slips_of_the_year_are_refused(
    network: dict[str, Station], bureau: Actor, on: date, until: date | None, field: str
) -> None:
    """An agency since year 1; a licence without end, of which nobody is reminded."""
    station = change_station(actor=bureau, station=network["S001"], operation_mode="PURCHASED")

    with pytest.raises(Invalid) as refused:
        set_operator(actor=bureau, station=station, agency_name="启明", on=on, licence_until=until)

    assert errors_of(refused) == [(field, "invalid")]


def test_self_run_station_has_no_agency(network: dict[str, Station], bureau: Actor) -> None:
    with pytest.raises(Conflict) as refused:
        set_operator(actor=bureau, station=network["S001"], agency_name="启明", on=date(2022, 1, 1))

    assert refused.value.code == "self_run"
