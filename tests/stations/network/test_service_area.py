"""What a place serves, and the days on which it does."""

from collections.abc import Callable
from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.hooks import network_changed
from kernel.workdays.clock import frozen
from stations.network.domain.service_area import set_service_area
from stations.network.domain.station import change_state
from stations.network.models import Station
from stations.network.queries.station import served_divisions
from tests.fixtures.network import OPENED

pytestmark = pytest.mark.django_db

A, B, C = "510402001", "510402002", "510402200"
DAY = date(2023, 4, 1)


def areas_of(station: Station) -> list[tuple]:
    return list(station.areas.values_list("division_code", "valid_from", "valid_to"))


def test_new_area_from_a_day(
    network: dict[str, Station], bureau: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[dict] = []
    monkeypatch.setattr(network_changed, "functions", [lambda **given: heard.append(given)])
    station = network["S001"]

    set_service_area(actor=bureau, station=station, divisions=[B, C], on=DAY)

    assert areas_of(station) == [(A, OPENED, DAY), (B, DAY, None), (C, DAY, None)]
    assert served_divisions(station, date(2023, 3, 31)) == [A]
    assert served_divisions(station, DAY) == [B, C]
    entry = Entry.objects.get(action="station.area")
    assert (entry.before, entry.after) == (
        {"serves": [A]},
        {"serves": [B, C], "on": "2023-04-01"},
    )
    assert heard == [{"station": station}]


def test_equal_area_is_no_change(network: dict[str, Station], bureau: Actor) -> None:
    set_service_area(actor=bureau, station=network["S001"], divisions=[A], on=DAY)

    assert areas_of(network["S001"]) == [(A, OPENED, None)]
    assert not Entry.objects.filter(action="station.area").exists()


def test_area_that_began_no_earlier_is_taken_back(
    network: dict[str, Station], bureau: Actor
) -> None:
    station = network["S001"]
    set_service_area(actor=bureau, station=station, divisions=[A, B], on=DAY)

    set_service_area(actor=bureau, station=station, divisions=[A, C], on=DAY)

    assert areas_of(station) == [(A, OPENED, None), (C, DAY, None)]


@pytest.mark.parametrize(
    ("divisions", "on", "expected"),
    [
        ([], DAY, ("divisions", "required", [])),
        (["510421100"], DAY, ("divisions", "unknown", "510421100")),
        ([f"{A}001"], DAY, ("divisions", "unknown", f"{A}001")),
        ([B], date(2026, 11, 21), ("on", "future", date(2026, 11, 21))),
        ([B], date(2019, 12, 31), ("divisions", "unknown", B)),
    ],
)
def test_wrong_area_is_refused(
    network: dict[str, Station], bureau: Actor, divisions: list, on: date, expected: tuple
) -> None:
    with frozen(date(2026, 11, 20)), pytest.raises(Invalid) as refused:
        set_service_area(actor=bureau, station=network["S001"], divisions=divisions, on=on)

    (error,) = refused.value.errors
    assert (error.field, error.code, error.given) == expected
    assert areas_of(network["S001"]) == [(A, OPENED, None)]


def test_ended_station_serves_nothing_new(network: dict[str, Station], bureau: Actor) -> None:
    change_state(actor=bureau, station=network["S001"], state="CLOSED", on=DAY, reason="撤")

    with pytest.raises(Conflict):
        set_service_area(actor=bureau, station=network["S001"], divisions=[B], on=DAY)


def test_head_may_not_change_the_area(
    network: dict[str, Station], actor: Callable[..., Actor]
) -> None:
    head = actor("HEAD", "510402-S001")

    with pytest.raises(Forbidden):
        set_service_area(actor=head, station=network["S001"], divisions=[B], on=DAY)
    with pytest.raises(NotFound):
        set_service_area(actor=head, station=network["S002"], divisions=[A], on=DAY)
