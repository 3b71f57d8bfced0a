"""Spans: when which place ran, and for which divisions."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from stations.network.domain.service_area import set_service_area
from stations.network.domain.station import change_state
from stations.network.models import Station
from stations.network.queries.spans import Span, coverage, spans
from stations.network.queries.station import stations_evaluated
from tests.fixtures.network import OPENED, make_station

pytestmark = pytest.mark.django_db

A, B = "510402001", "510402002"
S1, S2, R1, R2, H1 = (f"510402-{code}" for code in ("S001", "S002", "R001", "R002", "H001"))


def test_each_place_for_itself_and_for_each_division(network: dict[str, Station]) -> None:
    assert spans() == [
        Span(H1, "HUB", "", OPENED, None),
        Span(H1, "HUB", "510402", OPENED, None),
        Span(R1, "ROOM", "", OPENED, None),
        Span(R1, "ROOM", f"{A}001", OPENED, None),
        Span(R2, "ROOM", "", OPENED, None),
        Span(R2, "ROOM", f"{B}001", OPENED, None),
        Span(S1, "STATION", "", OPENED, None),
        Span(S1, "STATION", A, OPENED, None),
        Span(S2, "STATION", "", OPENED, None),
        Span(S2, "STATION", B, OPENED, None),
    ]


def test_days_of_running_meet_days_of_serving(network: dict[str, Station], bureau: Actor) -> None:
    station = network["S001"]
    paused, widened, resumed, ended = (
        date(2022, 1, 1),
        date(2022, 3, 1),
        date(2022, 6, 1),
        date(2024, 1, 1),
    )
    change_state(actor=bureau, station=station, state="SUSPENDED", on=paused, reason="因")
    set_service_area(actor=bureau, station=station, divisions=[A, B], on=widened)
    change_state(actor=bureau, station=station, state="RUNNING", on=resumed, reason="因")
    set_service_area(actor=bureau, station=station, divisions=[B], on=date(2023, 1, 1))
    change_state(actor=bureau, station=station, state="CLOSED", on=ended, reason="因")

    assert spans(stations=[station.pk]) == [
        Span(S1, "STATION", "", OPENED, paused),
        Span(S1, "STATION", "", resumed, ended),
        Span(S1, "STATION", A, OPENED, paused),
        Span(S1, "STATION", A, resumed, date(2023, 1, 1)),
        Span(S1, "STATION", B, resumed, ended),
    ]


def test_area_ended_before_running_gives_no_span(bureau: Actor) -> None:
    station = make_station(opened_on=date(2023, 1, 1))
    station.areas.update(valid_from=date(2022, 1, 1), valid_to=date(2023, 1, 1))

    assert spans(stations=[station.pk]) == [
        Span(S1, "STATION", "", date(2023, 1, 1), None),
    ]


def test_planned_place_has_no_span(county: object) -> None:
    assert spans() == []


def test_two_queries_however_many(network: dict[str, Station]) -> None:
    spans()
    with CaptureQueriesContext(connection) as queries:
        spans()

    assert len(queries) == 2


@pytest.mark.parametrize(
    ("due", "served", "text"),
    [
        (1510, 1094, "72.45"),
        (0, 0, None),
        (3, 0, "0.00"),
        (3, 3, "100.00"),
        (3, 1, "33.33"),
        (3, 2, "66.67"),
        (8, 1, "12.50"),
        (800, 1, "0.13"),
        (20000, 1, "0.01"),
        (20001, 1, "0.00"),
    ],
)
def test_coverage_is_half_up_to_two_decimals(due: int, served: int, text: str | None) -> None:
    assert coverage(due, served) == text


def test_evaluated_are_township_stations_that_ran_in_the_year(
    network: dict[str, Station], bureau: Actor
) -> None:
    change_state(
        actor=bureau, station=network["S001"], state="CLOSED", on=date(2023, 1, 1), reason="因"
    )
    change_state(
        actor=bureau, station=network["S002"], state="SUSPENDED", on=date(2023, 1, 2), reason="因"
    )
    make_station(opened_on=date(2023, 12, 31))
    make_station(opened_on=None)

    found = {
        year: [station.code[7:] for station in stations_evaluated(year=year)]
        for year in range(2020, 2025)
    }

    assert found == {
        2020: [],
        2021: ["S001", "S002"],
        2022: ["S001", "S002"],
        2023: ["S002", "S003"],
        2024: ["S003"],
    }
