"""GET /api/v1/stations and /api/v1/stations/{code} (api.md)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Actor
from kernel.workdays.clock import frozen
from stations.network.domain.station import change_state
from stations.network.domain.venue import Zone, set_venue
from stations.network.models import Station
from stations.network.queries.figures import Figure, Unit, figure_sources
from stations.network.queries.heads import Head, head_sources
from tests.fixtures.network import make_network, make_station

pytestmark = pytest.mark.django_db

STATIONS = "/api/v1/stations"
ROW = {
    "code": "510402-S001",
    "name": "大渡口街道社会工作服务站",
    "level": "STATION",
    "track": "GUIDELINE",
    "state": "RUNNING",
    "parent": "510402-H001",
    "divisions": ["510402001"],
    "opened_on": "2021-06-01",
    "operation_mode": "SELF",
}


@pytest.fixture
def network(county: object) -> dict[str, Station]:
    make_network("510421")
    return make_network("510402")


@pytest.fixture
def bureau(member: Callable, api_client: Callable) -> Client:
    return api_client(member("BUREAU"))


def codes(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{STATIONS}?{query}")
    assert answer.status_code == 200
    return [row["code"] for row in answer.json()["results"]]


def test_list_is_the_county_in_code_order(network: dict[str, Station], bureau: Client) -> None:
    body = bureau.get(STATIONS).json()

    assert [row["code"][7:] for row in body["results"]] == ["H001", "R001", "R002", "S001", "S002"]
    assert {row["code"][:6] for row in body["results"]} == {"510402"}
    assert (body["next"], body["count"]) == (None, 5)
    assert body["results"][3] == ROW
    hub = body["results"][0]
    assert (hub["track"], hub["parent"], hub["divisions"]) == (None, None, ["510402"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=ROOM", ["R001", "R002"]),
        ("state=SUSPENDED", ["S002"]),
        ("state=RUNNING&level=STATION", ["S001"]),
        ("search=bcg", ["R002", "S002"]),
        ("search=大渡口", ["R001", "S001"]),
        ("search=nothing", []),
        ("on=2023-12-31&state=SUSPENDED", []),
        ("on=2024-01-01&state=SUSPENDED", ["S002"]),
        ("on=2021-05-31", ["H001"]),
        ("level=&state=&search=&on=", ["H001", "R001", "R002", "S001", "S002"]),
    ],
)
def test_filters(
    network: dict[str, Station], system: Actor, bureau: Client, query: str, found: list[str]
) -> None:
    change_state(
        actor=system, station=network["S002"], state="SUSPENDED", on=date(2024, 1, 1), reason="因"
    )

    assert [code[7:] for code in codes(bureau, query)] == found


@pytest.mark.parametrize(
    ("query", "field", "given"),
    [
        ("level=CITY", "level", "CITY"),
        ("state=OPEN", "state", "OPEN"),
        ("on=2024-02-30", "on", "2024-02-30"),
        ("on=20240201", "on", "20240201"),
        ("page=0", "page", "0"),
        ("page_size=201", "page_size", "201"),
        ("search=a%00b", "search", "a\0b"),
    ],
)
def test_wrong_filter_is_a_problem(
    network: dict[str, Station], bureau: Client, query: str, field: str, given: str
) -> None:
    answer = bureau.get(f"{STATIONS}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert (error["field"], error["given"]) == (field, given)


def test_pages(network: dict[str, Station], bureau: Client) -> None:
    first = bureau.get(f"{STATIONS}?page_size=2&level=&search=51").json()
    second = bureau.get(first["next"]).json()
    third = bureau.get(second["next"]).json()

    pages = [[row["code"][7:] for row in page["results"]] for page in (first, second, third)]
    assert pages == [["H001", "R001"], ["R002", "S001"], ["S002"]]
    assert (first["count"], third["next"]) == (5, None)


@pytest.mark.parametrize(
    ("role", "scope_code", "found"),
    [
        ("HUB_STAFF", "", ["H001", "R001", "R002", "S001", "S002"]),
        ("AUDITOR", "", ["H001", "R001", "R002", "S001", "S002"]),
        ("HEAD", "510402-S001", ["R001", "S001"]),
        ("WORKER", "510402-S002", ["R002", "S002"]),
        ("ROOM_STAFF", "510402-R001", ["R001"]),
        ("TOWNSHIP", "510402002", ["R002", "S002"]),
        ("PURCHASER", "", []),
    ],
)
def test_list_and_item_show_what_the_role_may_see(
    network: dict[str, Station],
    member: Callable,
    api_client: Callable,
    role: str,
    scope_code: str,
    found: list[str],
) -> None:
    client = api_client(member(role, scope_code=scope_code))

    assert [code[7:] for code in codes(client)] == found
    for short in network:
        expected = 200 if short in found else 404
        assert client.get(f"{STATIONS}/510402-{short}").status_code == expected


def test_another_countys_member_and_nobody_are_refused(
    network: dict[str, Station], member: Callable, api_client: Callable
) -> None:
    stranger = member("BUREAU", county="510421")

    assert api_client().get(STATIONS).status_code == 401
    assert api_client(stranger).get(STATIONS).status_code == 403
    assert api_client(stranger).get(f"{STATIONS}/510402-S001").status_code == 403


@pytest.mark.parametrize("code", ["510421-S001", "510402-S999", "nonsense", "510402-S001%00"])
def test_unknown_code_is_not_found(network: dict[str, Station], bureau: Client, code: str) -> None:
    answer = bureau.get(f"{STATIONS}/{code}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_item_without_more_to_tell(
    network: dict[str, Station], bureau: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_sources, "functions", [])

    assert bureau.get(f"{STATIONS}/510402-S001").json() == ROW | {
        "venue": None,
        "operator": None,
        "heads": [],
        "figures": [],
    }


def test_item_with_venue_heads_and_figures(
    network: dict[str, Station],
    system: Actor,
    bureau: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station = network["S001"]
    set_venue(
        actor=system,
        station=station,
        host_type="SHARED",
        address="炳草岗大街1号",
        office_m2=Decimal("40.5"),
        population_served=12000,
        zones=[Zone("OFFICE", "办公区", Decimal(20))],
    )
    asked: list = []

    def count_visits(place: Station, year: int) -> list[Figure]:
        asked.append((place.code, year))
        return [Figure("visits", "探访", Unit.HOUSEHOLD_TIME.of(86))]

    def in_office(ids: list[int], on: date) -> dict[int, list[Head]]:
        return {station.pk: [Head("陈敏", date(2022, 1, 1), None)], -1: [Head("别站", on, None)]}

    monkeypatch.setattr(figure_sources, "functions", [count_visits])
    monkeypatch.setattr(head_sources, "functions", [in_office])

    with frozen(date(2026, 11, 20)):
        body = bureau.get(f"{STATIONS}/510402-S001").json()

    assert body == ROW | {
        "venue": {
            "host_type": "SHARED",
            "institution": "",
            "host_name": "",
            "address": "炳草岗大街1号",
            "office_m2": "40.50",
            "service_m2": None,
            "activity_m2": None,
            "population_served": 12000,
            "transit": "",
            "zones": [{"kind": "OFFICE", "name": "办公区", "area_m2": "20.00"}],
        },
        "operator": None,
        "heads": [{"name": "陈敏", "valid_from": "2022-01-01", "valid_to": None}],
        "figures": [{"key": "visits", "label": "探访", "unit": "HOUSEHOLD_TIME", "value": 86}],
    }
    assert asked == [("510402-S001", 2026)]


def test_queries_of_the_list_are_constant(county: object, bureau: Client) -> None:
    def ask() -> tuple[int, int]:
        """How many places were listed, and with how many queries."""
        with CaptureQueriesContext(connection) as queries:
            listed = bureau.get(STATIONS).json()["count"]
        return listed, len([query for query in queries if not query["sql"].startswith("SET ")])

    ask()
    # 1 token with user, 2 memberships, 3 number of rows, 4 the page
    assert ask() == (1, 4)
    make_station()
    make_station()
    assert ask() == (3, 4)
