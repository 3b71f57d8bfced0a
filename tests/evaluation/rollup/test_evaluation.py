"""Reporting, grades and means by prefecture, county and station."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.rollup.domain.exact import to_decimals
from evaluation.rollup.queries.evaluation import evaluations, evaluations_by
from tests.evaluation.rollup.rows import AS_OF, make_year

pytestmark = pytest.mark.django_db
PANZHIHUA = {"code": "5104", "name": "攀枝花市"}
NO_GRADES = {"EXCELLENT": 0, "GOOD": 0, "PASS": 0, "FAIL": 0}
NOTHING = {
    "stations": 0,
    "reported": 0,
    "reporting_rate": None,
    "on_time": 0,
    "grades": NO_GRADES,
    "mean_total": None,
    "mean_areas": None,
    "as_of": None,
}


def row_of(table: dict, code: str) -> dict:
    (row,) = [row for row in table["rows"] if row["code"] == code]
    return row


def areas(score: str) -> dict:
    return {"F": {"points": "10.0000", "score": score}}


def test_a_county_that_has_not_reported_has_zero_reported_and_no_means():
    make_year("510402-S001")

    table = evaluations(PANZHIHUA, 2025, "county")

    assert [row["code"] for row in table["rows"]] == [
        "510402", "510403", "510411", "510421", "510422",
    ]  # fmt: skip
    assert row_of(table, "510403") == {"code": "510403", "name": "西区", **NOTHING}
    assert row_of(table, "510402") == {
        "code": "510402",
        "name": "东区",
        **NOTHING,
        "stations": 1,
        "reporting_rate": "0.00",
        "as_of": AS_OF,
    }


def test_figures_of_a_county_and_of_the_whole():
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=areas("9.5000"))
    make_year("510402-S002", total="80.25", grade="GOOD", areas=areas("8.0001"))
    make_year("510402-S003", state="SUBMITTED", reported=True, on_time=False)
    make_year("510421-S001", total="50", grade="FAIL", areas=areas("2"), on_time=False)

    table = evaluations(PANZHIHUA, 2025, "county")

    assert row_of(table, "510402") == {
        "code": "510402",
        "name": "东区",
        "stations": 3,
        "reported": 3,
        "reporting_rate": "100.00",
        "on_time": 2,
        "grades": {"EXCELLENT": 1, "GOOD": 1, "PASS": 0, "FAIL": 0},
        "mean_total": "85.8750",
        "mean_areas": {"F": "8.7501"},
        "as_of": AS_OF,
    }
    assert table["total"] == {
        "stations": 4,
        "reported": 4,
        "reporting_rate": "100.00",
        "on_time": 2,
        "grades": {"EXCELLENT": 1, "GOOD": 1, "PASS": 0, "FAIL": 1},
        "mean_total": "73.9167",
        "mean_areas": {"F": "6.5000"},
        "as_of": AS_OF,
    }
    assert table["year"] == 2025
    assert table["group_by"] == "county"


def test_by_prefecture_is_the_whole_of_its_counties():
    make_year("510402-S001", total="90", grade="EXCELLENT")
    make_year("510421-S001")

    table = evaluations({"code": "51", "name": "四川省"}, 2025, "prefecture")

    assert [(row["code"], row["name"]) for row in table["rows"]] == [("5104", "攀枝花市")]
    assert table["rows"][0]["reporting_rate"] == "50.00"
    assert table["rows"][0]["mean_total"] == "90.0000"


def test_by_station_with_its_result():
    make_year("510402-S002", state="REVIEWING", reported=True)
    make_year("510402-S001", total="79.995", grade="PASS", areas=areas("9.5000"), name="炳草岗站")

    first, second = evaluations(PANZHIHUA, 2025, "station")["rows"]

    assert first == {
        "code": "510402-S001",
        "name": "炳草岗站",
        "stations": 1,
        "reported": 1,
        "reporting_rate": "100.00",
        "on_time": 1,
        "grades": {**NO_GRADES, "PASS": 1},
        "mean_total": "79.9950",
        "mean_areas": {"F": "9.5000"},
        "as_of": AS_OF,
        "state": "FINAL",
        "total": "79.9950",
        "grade": "PASS",
        "areas": areas("9.5000"),
    }
    result = {name: second[name] for name in ("code", "state", "total", "grade", "areas")}
    assert result == {
        "code": "510402-S002",
        "state": "REVIEWING",
        "total": None,
        "grade": None,
        "areas": None,
    }


def test_only_township_stations_of_the_year_and_the_division_count():
    make_year("510402-S001", total="90", grade="EXCELLENT")
    make_year("510402-S001", year=2024, total="10", grade="FAIL")
    make_year("510402-H001", total="10", grade="FAIL")
    make_year("510421-S001", total="10", grade="FAIL")

    table = evaluations({"code": "510402", "name": "东区"}, 2025, "county")

    assert [row["code"] for row in table["rows"]] == ["510402"]
    assert table["total"]["stations"] == 1
    assert table["total"]["mean_total"] == "90.0000"


def test_a_mean_rounds_as_the_exact_fractions_would():
    """Three thirds make a whole: 80.00005 lies exactly between two shown values."""
    thirds = [Fraction(240, 3) + Fraction(k, 3) - Fraction(1, 3) for k in (0, 1, 2)]
    halves = [thirds[0], thirds[1], thirds[2] + Fraction(3, 20000)]
    assert sum(halves) / 3 == Fraction(16000010, 200000) + Fraction(0)
    for number, total in enumerate(halves, start=1):
        make_year(f"510402-S00{number}", total=str(to_decimals(total)), grade="GOOD")

    assert evaluations(PANZHIHUA, 2025, "county")["total"]["mean_total"] == "80.0001"


def test_several_groupings_at_once_are_the_same_tables():
    make_year("510402-S001", total="91.5", grade="EXCELLENT", areas=areas("9.5000"))
    make_year("510421-S001", total="50", grade="FAIL", areas=areas("2"))
    province = {"code": "51", "name": "四川省"}

    tables = evaluations_by(province, 2025, ["prefecture", "county", "station"])

    assert tables == {group: evaluations(province, 2025, group) for group in tables}
    assert [len(table["rows"]) for table in tables.values()] == [1, 5, 2]


def test_areas_of_different_rubrics_stand_side_by_side():
    other = {"H": {"points": "20.0000", "score": "12.3456"}}
    make_year("510402-S001", total="90", grade="EXCELLENT", areas=areas("9"))
    make_year("510421-S001", total="90", grade="EXCELLENT", areas=other, rubric_version="2.0.0")

    table = evaluations(PANZHIHUA, 2025, "county")

    assert table["total"]["mean_areas"] == {"F": "9.0000", "H": "12.3456"}
    assert row_of(table, "510402")["mean_areas"] == {"F": "9.0000"}
    assert row_of(table, "510421")["mean_areas"] == {"H": "12.3456"}


@pytest.mark.parametrize("group", ["prefecture", "county", "station"])
def test_two_statements_whatever_the_number_of_stations(group):
    make_year("510402-S001", total="90", grade="EXCELLENT", areas=areas("9"))
    for stations in (["510402-S002", "510421-S001"], []):
        with CaptureQueriesContext(connection) as queries:
            evaluations(PANZHIHUA, 2025, group)
        assert len(queries) == 2
        for station in stations:
            make_year(station, total="70", grade="PASS", areas=areas("7"))
