"""Coverage on any day: divisions due and served, in percent half-up."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.rollup.queries.coverage import coverage, township_coverage
from tenants.models import Division, DivisionLevel
from tests.evaluation.rollup.rows import make_spans
from tests.fixtures.counties import make_division

pytestmark = pytest.mark.django_db
PANZHIHUA = {"code": "5104", "name": "攀枝花市"}
ON = date(2026, 11, 20)
NOTHING = {"due": 0, "served": 0, "ratio": None}


def row_of(table: dict, code: str) -> dict:
    (row,) = [row for row in table["rows"] if row["code"] == code]
    return row


def test_one_row_a_county_in_code_order_whether_tenant_or_not():
    table = coverage(PANZHIHUA, ON)

    assert [(row["code"], row["name"]) for row in table["rows"]] == [
        ("510402", "东区"),
        ("510403", "西区"),
        ("510411", "仁和区"),
        ("510421", "米易县"),
        ("510422", "盐边县"),
    ]
    assert table["division"] == PANZHIHUA
    assert table["date"] == ON


def test_each_level_has_its_own_server():
    make_spans("510402-H001", ["510402", "510402001"])
    make_spans("510402-S001", ["510402001", "510402002", "510402001001"])
    make_spans("510402-R001", ["510402001001", "510402"])

    row = row_of(coverage(PANZHIHUA, ON), "510402")

    assert row["county"] == {"due": 1, "served": 1, "ratio": "100.00"}
    assert row["township"] == {"due": 3, "served": 2, "ratio": "66.67"}
    assert row["village"] == {"due": 4, "served": 1, "ratio": "25.00"}


def test_a_division_served_twice_counts_once_and_totals_are_sums():
    make_spans("510402-S001", ["510402001"])
    make_spans("510402-S002", ["510402001"])
    make_spans("510421-S001", ["510421100"])

    table = coverage(PANZHIHUA, ON)

    assert row_of(table, "510402")["township"]["served"] == 1
    assert table["total"] == {
        "county": {"due": 5, "served": 0, "ratio": "0.00"},
        "township": {"due": 5, "served": 2, "ratio": "40.00"},
        "village": {"due": 6, "served": 0, "ratio": "0.00"},
    }


def test_nothing_due_gives_no_ratio():
    assert row_of(coverage(PANZHIHUA, ON), "510403")["township"] == NOTHING


def test_next_lower_divisions_of_a_province_and_of_a_township():
    make_spans("510402-R001", ["510402001001"])

    province = coverage({"code": "51", "name": "四川省"}, ON)
    township = coverage({"code": "510402001", "name": "大渡口街道"}, ON)
    village = coverage({"code": "510402001001", "name": "金沙社区居民委员会"}, ON)

    assert [row["code"] for row in province["rows"]] == ["5104"]
    assert province["rows"][0]["village"] == {"due": 6, "served": 1, "ratio": "16.67"}
    assert [row["code"] for row in township["rows"]] == ["510402001001", "510402001002"]
    assert township["rows"][0]["village"] == {"due": 1, "served": 1, "ratio": "100.00"}
    assert village["rows"] == []
    assert village["total"] == {"county": NOTHING, "township": NOTHING, "village": NOTHING}


def test_a_span_holds_from_its_first_day_until_before_its_last():
    make_spans("510402-S001", ["510402001"], date(2024, 5, 1), date(2025, 5, 1))
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2025, 4, 30), date(2025, 5, 1)]

    served = [coverage(PANZHIHUA, day)["total"]["township"]["served"] for day in days]

    assert served == [0, 1, 1, 0]


def test_a_merged_town_is_due_until_it_ends_and_its_successor_from_then():
    merged = date(2025, 7, 1)
    Division.objects.filter(code="510402200").update(valid_to=merged, successors=["510402201"])
    make_division("510402201", "新银江镇", merged).save()
    make_spans("510402-S001", ["510402200"])

    before = row_of(coverage(PANZHIHUA, date(2025, 6, 30)), "510402")["township"]
    after = row_of(coverage(PANZHIHUA, merged), "510402")["township"]

    assert before == {"due": 3, "served": 1, "ratio": "33.33"}
    assert after == {"due": 3, "served": 0, "ratio": "0.00"}


def test_guizhou_has_72_45_percent():
    """U15: 1,094 stations, of 1,510 townships."""
    make_division("52", "贵州省").save()
    make_division("5201", "贵阳市").save()
    make_division("520102", "南明区").save()
    codes = [f"520102{number:03}" for number in range(1000)]
    codes += [f"520103{number:03}" for number in range(510)]
    make_division("520103", "云岩区").save()
    Division.objects.bulk_create(make_division(code, code) for code in codes)
    for number, code in enumerate(codes[:1094]):
        make_spans(f"{code[:6]}-S{number:04}", [code])

    table = coverage({"code": "52", "name": "贵州省"}, ON)

    assert table["total"]["township"] == {"due": 1510, "served": 1094, "ratio": "72.45"}


def test_the_townships_alone_are_the_same_figure():
    make_spans("510402-S001", ["510402001", "510402001001"])
    make_spans("510402-R001", ["510402002"])
    make_spans("510421-S001", ["510421100"], end=ON)
    for division in (PANZHIHUA, {"code": "510402", "name": "东区"}):
        assert township_coverage(division, ON) == coverage(division, ON)["total"]["township"]
    assert township_coverage(PANZHIHUA, ON) == {"due": 5, "served": 1, "ratio": "20.00"}


def test_one_statement_whatever_the_number_of_counties():
    make_spans("510402-S001", ["510402001"])
    for stations in (["510421-S001", "510422-S001"], []):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            coverage(PANZHIHUA, ON)
        assert len(queries) == 1
        for station in stations:
            make_spans(station, [f"{station[:6]}100"])


def test_levels_of_the_statement_are_those_of_the_divisions():
    assert {"COUNTY", "TOWNSHIP", "VILLAGE"} <= set(DivisionLevel.values)
