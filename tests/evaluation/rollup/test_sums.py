"""What evaluations add up to: exact through writing, reading and adding again."""

from datetime import UTC, datetime
from fractions import Fraction

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.rollup.domain.exact import to_decimals
from evaluation.rollup.sums import GRADES, Sums

FIRST, LATER = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2))
totals = st.builds(Fraction, st.integers(0, 10_000), st.integers(100, 9973))


def station(total: Fraction | None, grade: str = "GOOD", **values) -> dict:
    return {
        "reported": True,
        "on_time": True,
        "total": None if total is None else to_decimals(total),
        "grade": grade,
        "areas": {"F": {"points": "10.0000", "score": "8.8000"}} if total is not None else {},
        "as_of": FIRST,
        **values,
    }


def add_up(*rows: dict) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add_station(row)
    return sums


def half_up(value: Fraction) -> str:
    shown = (value * 10_000 + Fraction(1, 2)).__floor__()
    return f"{shown // 10_000}.{shown % 10_000:04}"


def test_only_reported_stations_are_on_time_and_only_decided_ones_have_results():
    sums = add_up(
        station(Fraction(90), "EXCELLENT"),
        station(None, "", on_time=False, as_of=LATER),
        station(None, "", reported=False, on_time=True),
    )

    assert sums.figures() == {
        "stations": 3,
        "reported": 2,
        "reporting_rate": "66.67",
        "on_time": 1,
        "grades": {"EXCELLENT": 1, "GOOD": 0, "PASS": 0, "FAIL": 0},
        "mean_total": "90.0000",
        "mean_areas": {"F": "8.8000"},
        "as_of": LATER,
    }


def test_nothing():
    assert Sums().figures() == {
        "stations": 0,
        "reported": 0,
        "reporting_rate": None,
        "on_time": 0,
        "grades": dict.fromkeys(GRADES, 0),
        "mean_total": None,
        "mean_areas": None,
        "as_of": None,
    }


@settings(deadline=None)
@given(st.lists(totals, min_size=1, max_size=20))
def test_the_mean_is_that_of_the_exact_fractions(found):
    sums = add_up(*(station(total) for total in found))

    assert sums.figures()["mean_total"] == half_up(sum(found, Fraction()) / len(found))


@settings(deadline=None)
@given(st.lists(st.lists(totals, max_size=5), min_size=1, max_size=6))
def test_adding_up_counties_is_adding_up_their_stations(counties):
    whole = Sums()
    for county in counties:
        data = add_up(*(station(total) for total in county)).to_data()
        whole.add(Sums.from_data(orjson.loads(orjson.dumps(data)), FIRST if county else None))

    every = add_up(*(station(total) for county in counties for total in county))
    assert whole == every


def test_areas_of_other_rubrics_count_apart():
    other = station(Fraction(50), areas={"H": {"points": "20.0000", "score": "12.3456"}})

    means = add_up(station(Fraction(90)), other).figures()["mean_areas"]

    assert means == {"F": "8.8000", "H": "12.3456"}
