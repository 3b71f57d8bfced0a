"""Public rows follow the county within the transaction of each change."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluation.rollup.models import CountyPeriod, StationSpan
from evaluation.rollup.queries.coverage import coverage
from evaluation.rollup.queries.target import targets
from kernel.access.actor import Actor
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.service_area import set_service_area
from stations.network.domain.station import change_state
from stations.network.domain.target import set_target
from stations.network.models import Station
from tenants.domain.county import add_county, remove_trial_county
from tests.evaluation.rollup.rows import make_spans
from tests.fixtures.counties import OTHER
from tests.fixtures.network import make_network, make_station

pytestmark = pytest.mark.django_db
EAST = {"code": "510402", "name": "东区"}


def spans(**only) -> list[tuple]:
    rows = StationSpan.objects.filter(**only).order_by(
        "station_code", "division_code", "valid_from"
    )
    return list(rows.values_list("station_code", "division_code", "valid_from", "valid_to"))


def running(year: int) -> int:
    return targets(EAST, year)["total"]["station"]["actual"]


def served(on: date) -> int:
    return coverage(EAST, on)["total"]["township"]["served"]


def test_an_opened_station_is_there_at_once(county):
    station = make_station(service_divisions=["510402001", "510402002"])

    start = date(2021, 6, 1)
    assert spans() == [
        (station.code, "", start, None),
        (station.code, "510402001", start, None),
        (station.code, "510402002", start, None),
    ]
    assert set(StationSpan.objects.values_list("county_code", "level")) == {("510402", "STATION")}


def test_what_is_undone_in_the_county_is_undone_in_public(county):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_station()
        assert len(spans()) == 2
        raise ZeroDivisionError

    assert spans() == []


def test_a_planned_station_does_not_run(county):
    make_station(opened_on=None)

    assert spans() == []


def test_a_station_opened_or_closed_within_a_year(county, system):
    station = make_station(opened_on=date(2023, 5, 1))
    change_state(
        actor=system, station=station, state="CLOSED", on=date(2025, 9, 1), reason="并入中心站"
    )

    assert [running(year) for year in (2022, 2023, 2024, 2025)] == [0, 1, 1, 0]
    days = [date(2023, 4, 30), date(2023, 5, 1), date(2025, 8, 31), date(2025, 9, 1)]
    assert [served(day) for day in days] == [0, 1, 1, 0]


def test_a_suspended_station_does_not_count_until_it_runs_again(county, system):
    station = make_station()
    for state, on in (("SUSPENDED", date(2024, 3, 1)), ("RUNNING", date(2025, 3, 1))):
        change_state(actor=system, station=station, state=state, on=on, reason="装修")

    assert spans(division_code="") == [
        (station.code, "", date(2021, 6, 1), date(2024, 3, 1)),
        (station.code, "", date(2025, 3, 1), None),
    ]
    assert [running(year) for year in (2023, 2024, 2025)] == [1, 0, 1]
    assert served(date(2024, 6, 1)) == 0


def test_a_changed_service_area_holds_from_its_day(county, system):
    station = make_station(service_divisions=["510402001", "510402200"])
    set_service_area(
        actor=system, station=station, divisions=["510402001", "510402002"], on=date(2025, 1, 1)
    )

    assert [row[1:] for row in spans(division_code__gt="")] == [
        ("510402001", date(2021, 6, 1), None),
        ("510402002", date(2025, 1, 1), None),
        ("510402200", date(2021, 6, 1), date(2025, 1, 1)),
    ]
    assert [served(date(2024, 12, 31)), served(date(2025, 1, 1))] == [2, 2]


def test_targets_follow_and_keep_their_time(county, system):
    with frozen(date(2021, 5, 10)):
        set_target(actor=system, year=2021, level="ROOM", target=7)
        set_target(actor=system, year=2022, level="HUB", target=1)
    with frozen(date(2021, 6, 10)):
        set_target(actor=system, year=2021, level="ROOM", target=8)

    rows = CountyPeriod.objects.order_by("year")
    assert list(
        rows.values_list("county_code", "year", "target_hub", "target_station", "target_room")
    ) == [("510402", 2021, None, None, 8), ("510402", 2022, 1, None, None)]
    assert [row.as_of.date() for row in rows] == [date(2021, 6, 10), date(2021, 5, 10)]


def test_rows_of_another_county_are_not_touched(county, system):
    make_network(OTHER)
    before = spans(county_code=OTHER)

    station = make_station()
    change_state(actor=system, station=station, state="CLOSED", on=date(2025, 9, 1), reason="撤并")

    assert len(before) == 6
    assert spans(county_code=OTHER) == before
    assert {row[0][:6] for row in spans(county_code="510402")} == {"510402"}


def test_a_removed_trial_county_leaves_nothing_in_public(counties):
    with county_context(None):
        west = add_county(code="510403", is_trial=True)
    make_spans("510402-S001", ["510402001"])
    with county_context("510403"):
        actor = Actor.system("510403")
        set_target(actor=actor, year=2021, level="HUB", target=1)
        hub = Station.objects.get(level="HUB")
        change_state(actor=actor, station=hub, state="RUNNING", on=date(2021, 6, 1))
    assert spans(county_code="510403", division_code="510403") == [
        ("510403-H001", "510403", date(2021, 6, 1), None)
    ]

    remove_trial_county(county=west)

    assert CountyPeriod.objects.count() == 0
    assert {row[0] for row in spans()} == {"510402-S001"}


def test_a_change_costs_the_same_however_many_stations_there_are(county, system):
    first = make_station()
    make_station(name="另一站", division_code="510402002")

    def reasons(station, on):
        with CaptureQueriesContext(connection) as queries:
            change_state(actor=system, station=station, state="SUSPENDED", on=on, reason="装修")
        return len([one for one in queries if "rollup_" in one["sql"]])

    few = reasons(first, date(2025, 3, 1))
    for number in range(3):
        make_station(name=f"第{number}站", division_code="510402200")
    many = reasons(make_station(name="末站", division_code="510402200"), date(2025, 3, 2))

    # Spans are read and written, station-years are read: nothing else.
    assert (few, many) == (3, 3)
