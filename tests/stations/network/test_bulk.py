"""A county's places entered at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Invalid
from kernel.hooks import network_changed
from stations.network.domain.bulk import StationRow, bulk_insert_stations
from stations.network.domain.station import open_station
from stations.network.models import Equipment, Station, VenueZone
from stations.network.queries.spans import spans

pytestmark = pytest.mark.django_db

OPENED, ENDED = date(2021, 6, 1), date(2024, 1, 1)
TOWN = "510402001"


def station_row(**facts: object) -> StationRow:
    given = {"level": "STATION", "name": "大渡口站", "division_code": TOWN, "opened_on": OPENED}
    return StationRow(**(given | facts))  # type: ignore[arg-type]


def room_row(parent: int, **facts: object) -> StationRow:
    return station_row(level="ROOM", name="室", division_code=f"{TOWN}001", parent=parent, **facts)


def test_places_are_as_if_opened_one_by_one(system: Actor) -> None:
    one = open_station(
        actor=system, level="STATION", name="大渡口站", division_code=TOWN, opened_on=OPENED
    )
    two, room = bulk_insert_stations(actor=system, rows=[station_row(), room_row(0)])

    kept = ("name", "name_initials", "level", "track", "operation_mode", "state", "opened_on")
    assert [getattr(two, name) for name in kept] == [getattr(one, name) for name in kept]
    assert (two.code, two.path) == ("510402-S002", "510402-H001/510402-S002")
    room.refresh_from_db()
    assert (room.parent, room.path) == (two, "510402-H001/510402-S002/510402-R001")
    assert [span[1:] for span in spans(stations=[two.pk])] == [
        span[1:] for span in spans(stations=[one.pk])
    ]
    assert open_station(
        actor=system, level="STATION", name="三", division_code=TOWN
    ).code == "510402-S003"  # fmt: skip


def test_life_venue_and_equipment(system: Actor) -> None:
    (station,) = bulk_insert_stations(
        actor=system,
        rows=[
            station_row(
                states=[("RUNNING", OPENED), ("CLOSED", ENDED)],
                service_divisions=[TOWN, "510402002"],
                venue={"host_type": "NEW", "address": "炳草岗大街1号", "office_m2": 40},
                zones=[{"kind": "OFFICE", "name": "办公区"}, {"kind": "SERVICE", "name": "服务区"}],
                equipment=[{"kind": "COMPUTER", "count": 3}],
            )
        ],
    )

    assert station.state == "CLOSED"
    found = spans(stations=[station.pk])
    assert [(span.division_code, span.valid_from, span.valid_to) for span in found] == [
        ("", OPENED, ENDED),
        (TOWN, OPENED, ENDED),
        ("510402002", OPENED, ENDED),
    ]
    assert list(VenueZone.objects.values_list("venue__station", "kind")) == [
        (station.pk, "OFFICE"),
        (station.pk, "SERVICE"),
    ]
    assert list(Equipment.objects.values_list("station", "kind", "count")) == [
        (station.pk, "COMPUTER", 3)
    ]


def test_one_audit_entry_and_the_roll_up_told_once(
    system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict] = []
    monkeypatch.setattr(network_changed, "functions", [lambda **given: told.append(given)])

    bulk_insert_stations(actor=system, rows=[station_row(), room_row(0)])

    assert Entry.objects.get(action="station.bulk").after == {
        "codes": ["510402-S001", "510402-R001"]
    }
    assert told == [{}]


@pytest.mark.parametrize("parent", [0, 1, 2, -1])
def test_parent_must_come_first(system: Actor, parent: int) -> None:
    with pytest.raises(Invalid) as refused:
        bulk_insert_stations(actor=system, rows=[room_row(parent), station_row()])

    assert refused.value.errors[0].given == parent
    assert Station.objects.count() == 1


def test_number_of_statements_does_not_grow(system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_changed, "functions", [])
    bulk_insert_stations(actor=system, rows=[station_row(), room_row(0)])

    def count(rows: list[StationRow]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bulk_insert_stations(actor=system, rows=rows)
        return len(queries)

    assert count([station_row(), *[room_row(0)] * 30]) == count([station_row(), room_row(0)])
