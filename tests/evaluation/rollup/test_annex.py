"""Annex 1 of the plan to the cell: the five counties' network by the domain, read at every door."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kernel.access.actor import Actor
from kernel.tenancy import county_context
from stations.network.domain.bulk import StationRow, bulk_insert_stations
from stations.network.domain.station import change_state
from stations.network.domain.target import set_target
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.models import County
from tests.evaluation.rollup.test_pages import cells
from tests.fixtures.counties import make_counties

LEVELS = ("hub", "station", "room", "total")
OPENED = date(2021, 6, 1)
# A1-1 to A1-6: hub, station, room = sum; the pilot tags of the plan.
ANNEX = {
    "510402": ("东区", ["SOCIAL_WORK"], 1, 4, 7, 12),
    "510403": ("西区", ["COMMUNITY_GOVERNANCE"], 1, 1, 4, 6),
    "510411": ("仁和区", [], 1, 3, 8, 12),
    "510421": ("米易县", ["SOCIAL_WORK"], 1, 3, 9, 13),
    "510422": ("盐边县", [], 1, 1, 3, 5),
}
SUM = (5, 12, 31, 48)
LABELS = [
    "东区(省级社会工作服务试点区)",
    "西区(省级城乡社区治理试点区)",
    "仁和区",
    "米易县(省级社会工作服务试点县)",
    "盐边县",
]


@pytest.fixture(scope="module")
def held_prefecture(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Built once, in a transaction that is never committed."""
    with django_db_blocker.unblock():
        make_counties()
        with transaction.atomic():
            build_prefecture()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def panzhihua(held_prefecture: None, db: None) -> None:
    """All five counties with the plan's targets; one room of 盐边县 opened a year late."""


def build_prefecture() -> None:
    for code, (_name, tags, hub, station, room, _sum) in ANNEX.items():
        if not County.objects.filter(code=code).exists():
            add_county(code=code, tags=tags)
        with county_context(code):
            actor = Actor.system(code)
            for level, target in (("HUB", hub), ("STATION", station), ("ROOM", room)):
                set_target(actor=actor, year=2021, level=level, target=target)
            build(actor, code, station, room)


def build(actor: Actor, code: str, stations: int, rooms: int) -> None:
    """The hub runs; stations, and rooms below the first, opened in 2021."""
    hub = Station.objects.get(level="HUB")
    change_state(actor=actor, station=hub, state="RUNNING", on=OPENED)
    late = date(2022, 3, 1) if code == "510422" else OPENED
    towns = [
        StationRow("STATION", f"第{number}站", f"{code}{number:03}", OPENED)
        for number in range(1, stations + 1)
    ]
    villages = [
        StationRow("ROOM", f"第{number}室", f"{code}001{number:03}", OPENED, parent=0)
        for number in range(2, rooms + 1)
    ]
    last = StationRow("ROOM", "第1室", f"{code}001001", late, parent=0)
    bulk_insert_stations(actor=actor, rows=[*towns, *villages, last])


def lines(late: int) -> list[list[int]]:
    """The table's numbers line by line; ``late`` rooms are still to build."""
    found = []
    for code, (*_names, hub, station, room, total) in ANNEX.items():
        gap = late if code == "510422" else 0
        found.append(
            [hub, hub, 0, station, station, 0, room, room - gap, gap, total, total - gap, gap]
        )
    hub, station, room, total = SUM
    return [
        *found,
        [hub, hub, 0, station, station, 0, room, room - late, late, total, total - late, late],
    ]


def numbers(line: dict) -> list[int]:
    return [line[level][name] for level in LEVELS for name in ("target", "actual", "gap")]


@pytest.fixture
def ask(official: Callable, api_client: Callable) -> Callable[..., dict]:
    client = api_client(official("PREFECTURE", "5104"), county=None)
    return lambda path, **query: client.get(f"/api/v1/province/{path}", query).json()


def test_api_page_and_excel_show_annex_1_to_the_cell(panzhihua, ask, official, county_client):
    client = county_client(official("PREFECTURE", "5104"), county=None)
    query = {"division": "5104", "year": "2021"}

    table = ask("targets", **query)
    page = client.get("/targets/", query)
    export = client.get("/targets/export/", query)

    # 2021 ended with one room of 盐边县 missing.
    assert [numbers(row) for row in [*table["rows"], table["total"]]] == lines(late=1)
    assert [(row["code"], row["name"], row["tags"]) for row in table["rows"]] == [
        (code, name, tags) for code, (name, tags, *_numbers) in ANNEX.items()
    ]
    words = [[str(number) for number in line] for line in lines(late=1)]
    assert [row[2:] for row in [*cells(page), *cells(page, "tfoot")]] == words
    sheet = CalamineWorkbook.from_filelike(BytesIO(export.content)).get_sheet_by_index(0)
    rows = sheet.to_python()[4:]
    assert [row[2:] for row in rows] == lines(late=1)
    assert [row[:2] for row in rows] == [["2021年", label] for label in [*LABELS, "合计"]]
    assert export.headers["Content-Disposition"] == 'attachment; filename="targets-5104-2021.xlsx"'


def test_sums_close_in_rows_and_columns(panzhihua, ask):
    table = ask("targets", division="5104", year="2021")

    for row in [*table["rows"], table["total"]]:
        for name in ("target", "actual", "gap"):
            assert row["total"][name] == sum(row[level][name] for level in LEVELS[:3])
    for level in LEVELS:
        for name in ("target", "actual", "gap"):
            assert table["total"][level][name] == sum(row[level][name] for row in table["rows"])


def test_the_late_room_counts_from_its_year_on(panzhihua, ask):
    actual = [
        ask("targets", division="5104", year=str(year))["total"]["room"]["actual"]
        for year in (2020, 2021, 2022)
    ]

    assert actual == [0, 30, 31]


def test_public_rows_equal_the_counties(panzhihua):
    out = StringIO()
    call_command("verify_rollups", stdout=out)

    assert out.getvalue() == "5 counties: all equal\n"


def test_no_request_of_the_province_enters_a_county(panzhihua, ask):
    with CaptureQueriesContext(connection) as queries:
        for path in ("targets", "coverage", "evaluations"):
            ask(path, division="5104")

    statements = [query["sql"] for query in queries]
    assert [one for one in statements if "network_" in one or "c5104" in one] == []
    assert len(statements) > 0
