"""What the province sees of an evaluation, at each step of its way."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluation.cycles.domain import sheet, township
from evaluation.rollup.domain.exact import to_decimals
from evaluation.rollup.models import StationYear
from evaluation.rollup.queries.evaluation import evaluations
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.network.domain.station import change_station
from tests.fixtures.cycles import (
    STEPS,
    Town,
    at,
    bring,
    fill_quickly,
    freeze_town,
    held,
    make_town,
    standing_in,
)

EAST = {"code": "510402", "name": "东区"}


@pytest.fixture(scope="module")
def held_town(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    with held(django_db_blocker, lambda: freeze_town(make_town())) as town:
        yield town


@pytest.fixture
def town(held_town: Town, db: None) -> Iterator[Town]:
    """A frozen cycle of 2023 in 510402: S001 and S002 in SELF_EVAL."""
    with standing_in(held_town):
        yield held_town


def row(code: str = "510402-S001") -> StationYear:
    return StationYear.objects.get(station_code=code)


def differences() -> int:
    with county_context(None):
        try:
            call_command("verify_rollups", stdout=StringIO())
        except CommandError as error:
            return int(str(error).split()[0])
    return 0


def test_the_freeze_makes_a_row_a_station(town):
    rows = StationYear.objects.order_by("station_code")

    assert [
        (one.station_code, one.name, one.level, one.division_code, one.year, one.state)
        for one in rows
    ] == [
        ("510402-S001", "大渡口街道社会工作服务站", "STATION", "510402001", 2023, "SELF_EVAL"),
        ("510402-S002", "炳草岗街道社会工作服务站", "STATION", "510402002", 2023, "SELF_EVAL"),
    ]
    first = rows[0]
    assert first.evaluation_uuid == town.evaluation.uuid
    assert first.rubric_digest == town.cycle.rubric_digest
    assert (first.reported, first.on_time, first.total, first.grade, first.areas) == (
        False, False, None, "", {},
    )  # fmt: skip
    assert differences() == 0


def test_reported_from_the_submission_with_a_result_from_the_decision(town):
    seen = []
    for state in STEPS:
        bring(town, state)
        seen.append((row().state, row().reported, row().on_time, row().total is not None))
        assert differences() == 0

    assert seen == [
        ("SELF_EVAL", False, False, False),
        ("SUBMITTED", True, True, False),
        ("TOWNSHIP_CHECKED", True, True, False),
        ("ASSIGNED", True, True, False),
        ("REVIEWING", True, True, False),
        ("RECONCILED", True, True, False),
        ("DECIDED", True, True, True),
        ("PUBLICISED", True, True, True),
        ("FINAL", True, True, True),
    ]
    result = town.evaluation.results.get()
    assert row().total == to_decimals(result.total)
    assert row().grade == result.grade
    assert row().areas == result.sheet["areas"]
    assert sorted(row().areas) == ["C", "F", "O", "S", "T"]
    table = evaluations(EAST, 2023, "station")
    assert table["rows"][0]["total"] == result.sheet["total"]
    assert table["rows"][0]["areas"] == result.sheet["areas"]
    assert table["total"]["mean_total"] == result.sheet["total"]
    assert (table["total"]["stations"], table["total"]["reported"]) == (2, 1)


def test_a_returned_sheet_is_not_reported_but_its_first_day_counts(town):
    bring(town, "SUBMITTED")
    township.return_sheet(
        actor=town.actor("township"), evaluation=town.evaluation, reason="缺少证明材料"
    )
    assert (row().state, row().reported) == ("RETURNED", False)
    assert evaluations(EAST, 2023, "county")["total"]["on_time"] == 0

    with frozen(at(date(2024, 3, 1))):
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)

    assert (row().reported, row().on_time) == (True, True)


def test_a_late_sheet_is_reported_and_not_on_time(town):
    fill_quickly(town, "S001", "head")
    with frozen(at(date(2024, 3, 1))):
        sheet.submit(actor=town.actor("head"), evaluation=town.evaluation, pledge=True)

    assert (row().reported, row().on_time) == (True, False)
    total = evaluations(EAST, 2023, "county")["total"]
    assert (total["reported"], total["on_time"]) == (1, 0)


def test_a_renamed_station_is_renamed_there_too(town):
    change_station(
        actor=town.actor("bureau"), station=town.stations["S001"], name="大渡口社会工作站"
    )

    assert row().name == "大渡口社会工作站"
    assert row("510402-S002").name == "炳草岗街道社会工作服务站"


def test_each_column_changed_by_hand_shows(town):
    """Also one digit at the thirtieth place of the total."""
    bring(town, "DECIDED")
    total = row().total
    changes = {
        "total": total + Decimal(1).scaleb(-30),
        "grade": "EXCELLENT",
        "state": "PUBLICISED",
        "reported": False,
        "on_time": False,
        "name": "别站",
        "due_on": date(2024, 1, 1),
        "areas": {},
    }
    for column, value in changes.items():
        StationYear.objects.filter(station_code="510402-S001").update(**{column: value})
        assert (column, differences()) == (column, 1)
        with county_context(None):
            call_command("verify_rollups", "--repair", stdout=StringIO())
        assert (column, differences()) == (column, 0)
    assert row().total == total == to_decimals(town.evaluation.results.get().total)
