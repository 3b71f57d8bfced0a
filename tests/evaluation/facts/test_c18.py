"""C18 by hand: the first certificate, once, at the station that brought the person there."""

from datetime import date, datetime

import pytest

from evaluation.facts import c18
from kernel.workdays.clock import ZONE
from stations.records.identity import index_id_number
from tests.fixtures.records import add_worker, certify, noon
from tests.fixtures.staffing import leads

END = date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def other(cumulative, window_years="2.583333"):
    return {"cumulative": cumulative, "window_years": window_years}


def test_a_pilot_counts_the_year(network, ask, behind):
    rows = [
        certify(add_worker(), date(2023, 1, 1), by=network["S001"]),
        certify(add_worker(), END, "WORKER", by=network["R001"]),
    ]
    certify(add_worker(), date(2022, 12, 31), by=network["S001"])
    certify(add_worker(), END, "LOCAL_AIDE", by=network["S001"])
    certify(add_worker(), END)
    certify(add_worker(), END, by=network["S001"], received_at=TOO_LATE)
    certify(add_worker(), END, by=network["S002"])

    assert ask(c18, "S001", "S002", "S003", track="PROVINCIAL_PILOT") == {
        "S001": {"newly": 2},
        "S002": {"newly": 1},
        "S003": {"newly": 0},
    }
    assert behind(c18, track="PROVINCIAL_PILOT") == {("credential", row.uuid) for row in rows}


def test_a_person_counts_once_with_the_first_certificate(network, ask):
    twice = add_worker()
    certify(twice, date(2022, 10, 1), by=network["S001"])
    certify(twice, date(2023, 10, 1), "WORKER", by=network["S001"])
    brought_along = add_worker()
    certify(brought_along, date(2020, 10, 1))
    certify(brought_along, date(2023, 10, 1), "WORKER", by=network["S001"])
    aide = add_worker()
    certify(aide, date(2020, 10, 1), "LOCAL_AIDE")
    certify(aide, date(2023, 10, 1), by=network["S001"])

    assert ask(c18) == {"S001": other(2)}
    assert ask(c18, track="PROVINCIAL_PILOT") == {"S001": {"newly": 1}}


def test_other_tracks_count_the_five_years(network, ask):
    for on in (date(2021, 5, 31), date(2021, 6, 1), END, date(2024, 1, 1)):
        certify(add_worker(), on, by=network["S001"], received_at=noon(END))

    assert ask(c18) == {"S001": other(2)}


@pytest.mark.parametrize(
    ("opened", "cutoff", "years"),
    [
        (date(2021, 6, 1), date(2023, 12, 31), "2.583333"),  # 31 months: rubric, section 9
        (date(2021, 6, 2), date(2023, 12, 31), "2.500000"),
        (date(2019, 6, 1), date(2023, 12, 31), "3.000000"),
        (date(2023, 12, 15), date(2023, 12, 31), "0.000000"),
        (date(2021, 6, 1), date(2023, 12, 30), "2.500000"),
    ],
)
def test_whole_months_of_the_window(network, ask, opened, cutoff, years):
    assert ask(c18, opened=opened, cutoff=cutoff) == {"S001": other(0, years)}


def test_the_window_stops_at_five_years(network, ask):
    certify(add_worker(), date(2026, 5, 31), by=network["S001"])
    certify(add_worker(), date(2026, 6, 1), by=network["S001"])

    assert ask(c18, year=2026) == {"S001": other(1, "5.000000")}


def test_persons_outside_the_network_count_too(network, ask, behind):
    rows = [
        leads(network["S001"], date(2023, 1, 1), way="TRAINED", hours=20),
        leads(network["R001"], END, level="SENIOR"),
    ]
    leads(network["S001"], date(2022, 12, 31))
    leads(network["S001"], END, received_at=TOO_LATE)
    leads(network["S001"], END, withdrawn_at=noon(END))
    mine = certify(add_worker(), END, by=network["S001"])

    assert ask(c18, track="PROVINCIAL_PILOT") == {"S001": {"newly": 3}}
    assert ask(c18) == {"S001": other(4)}
    assert behind(c18, track="PROVINCIAL_PILOT") == {
        ("credential", mine.uuid),
        *(("cultivated_person", row.uuid) for row in rows),
    }


def test_one_person_counts_once_in_and_outside_the_network(network, ask):
    number = "510402199902300000"
    joined = add_worker(id_number=number, id_number_index=index_id_number(number))
    leads(network["S001"], date(2023, 3, 1), id_number=number)
    certify(joined, date(2023, 3, 1), by=network["S002"], received_at=noon(date(2023, 9, 1)))
    certify(joined, date(2023, 9, 1), "WORKER", by=network["S001"])

    assert ask(c18, "S001", "S002") == {"S001": other(1), "S002": other(0)}
