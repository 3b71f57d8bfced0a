"""The table of annex 1: targets, what exists, the gap, and sums that close."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.rollup.queries.target import targets
from kernel.workdays.clock import frozen
from tests.evaluation.rollup.rows import AS_OF, make_period, make_spans

pytestmark = pytest.mark.django_db
PANZHIHUA = {"code": "5104", "name": "攀枝花市"}
UNKNOWN = {"target": None, "actual": 0, "gap": None}


def row_of(table: dict, code: str) -> dict:
    (row,) = [row for row in table["rows"] if row["code"] == code]
    return row


def test_counties_without_data_have_their_row():
    table = targets(PANZHIHUA, 2021)

    assert [row["code"] for row in table["rows"]] == [
        "510402", "510403", "510411", "510421", "510422",
    ]  # fmt: skip
    assert row_of(table, "510403") == {
        "code": "510403",
        "name": "西区",
        "tags": [],
        "hub": UNKNOWN,
        "station": UNKNOWN,
        "room": UNKNOWN,
        "total": UNKNOWN,
    }
    assert table["total"]["total"] == UNKNOWN
    assert table["as_of"] is None


def test_tags_are_the_tenants():
    table = targets(PANZHIHUA, 2021)

    assert [row["tags"] for row in table["rows"]] == [["SOCIAL_WORK"], [], [], ["SOCIAL_WORK"], []]


def test_target_actual_and_gap_of_a_county():
    make_period("510402", 2021, 1, 4, 7)
    make_spans("510402-H001", ["510402"])
    make_spans("510402-S001", ["510402001"])
    make_spans("510402-S002", ["510402002", "510402200"])
    make_spans("510402-I001", ["510402002"])

    row = row_of(targets(PANZHIHUA, 2021), "510402")

    assert row["hub"] == {"target": 1, "actual": 1, "gap": 0}
    assert row["station"] == {"target": 4, "actual": 2, "gap": 2}
    assert row["room"] == {"target": 7, "actual": 0, "gap": 7}
    assert row["total"] == {"target": 12, "actual": 3, "gap": 9}


def test_sums_are_of_what_is_known():
    make_period("510402", 2021, 1, None, 7)
    make_period("510421", 2021, None, 3, None)
    make_spans("510421-S001", ["510421100"])
    make_spans("510402-S001", ["510402001"])

    table = targets(PANZHIHUA, 2021)

    assert row_of(table, "510402")["station"] == {"target": None, "actual": 1, "gap": None}
    assert row_of(table, "510402")["total"] == {"target": 8, "actual": 1, "gap": 8}
    assert table["total"]["station"] == {"target": 3, "actual": 2, "gap": 2}
    assert table["total"]["total"] == {"target": 11, "actual": 2, "gap": 10}


def test_a_past_year_counts_its_last_day_the_running_one_today():
    make_spans("510402-S001", ["510402001"], date(2024, 7, 1), date(2025, 3, 1))
    make_spans("510402-S002", ["510402001"], date(2026, 5, 1), date(2026, 11, 20))
    make_spans("510402-S003", ["510402001"], date(2026, 11, 20))
    make_spans("510402-S004", ["510402001"], date(2026, 12, 1))

    with frozen(date(2026, 11, 19)):
        yesterday = [
            row_of(targets(PANZHIHUA, year), "510402") for year in (2023, 2024, 2025, 2026)
        ]
    with frozen(date(2026, 11, 20)):
        today = [row_of(targets(PANZHIHUA, year), "510402") for year in (2024, 2026, 2027)]
    with frozen(date(2027, 2, 1)):
        next_year = row_of(targets(PANZHIHUA, 2026), "510402")

    assert [row["station"]["actual"] for row in yesterday] == [0, 1, 0, 1]
    assert [row["station"]["actual"] for row in today] == [1, 1, 1]
    assert next_year["station"]["actual"] == 2


def test_targets_of_another_year_do_not_count():
    make_period("510402", 2020, 1, 1, 1)

    assert row_of(targets(PANZHIHUA, 2021), "510402")["hub"] == UNKNOWN


def test_a_county_asked_about_itself_has_one_row():
    table = targets({"code": "510402", "name": "东区"}, 2021)

    assert [row["code"] for row in table["rows"]] == ["510402"]


def test_as_of_is_the_latest_change_of_a_row_or_a_span():
    make_period("510402", 2021, 1, 4, 7)
    later = datetime(2026, 11, 20, 8, tzinfo=UTC)
    make_spans("510421-S001", ["510421100"], as_of=later)

    assert later > AS_OF
    assert targets(PANZHIHUA, 2021)["as_of"] == later
    assert targets({"code": "510402", "name": "东区"}, 2021)["as_of"] == AS_OF


def test_one_statement_whatever_the_number_of_counties():
    make_period("510402", 2021, 1, 4, 7)
    for county in ("510421", "510422"):
        with CaptureQueriesContext(connection) as queries:
            targets(PANZHIHUA, 2021)
        assert len(queries) == 1
        make_period(county, 2021, 1, 3, 9)
        make_spans(f"{county}-S001", [])
