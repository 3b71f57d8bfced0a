"""C18 by hand: the first certificate, once, at the station that brought the person there."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from evaluation.facts import c18
from evaluation.facts.queries import uncounted
from evaluation.facts.queries.yearly import certified_by_year
from kernel.workdays.clock import ZONE
from stations.people.queries.cultivation import is_cultivated
from stations.records.identity import index_id_number
from tests.fixtures.records import add_worker, noon, train, works
from tests.fixtures.records import certify as certify_worker
from tests.fixtures.staffing import leads, sits_exam

END = date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


PASSED = date(2023, 9, 25)
PILOT = {"track": "PROVINCIAL_PILOT"}


def certify(staff, on, level="ASSISTANT", by=None, **given):
    """A certificate of somebody who has worked at the place for long."""
    if by is not None:
        works(staff, by, date(2018, 1, 1))
    return certify_worker(staff, on, level, by, **given)


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
    number = "510402199902300009"
    joined = add_worker(id_number=number, id_number_index=index_id_number(number))
    leads(network["S001"], date(2023, 3, 1), id_number=number)
    certify(joined, date(2023, 3, 1), by=network["S002"], received_at=noon(date(2023, 9, 1)))
    certify(joined, date(2023, 9, 1), "WORKER", by=network["S001"])

    assert ask(c18, "S001", "S002") == {"S001": other(1), "S002": other(0)}


@pytest.mark.parametrize(("hours", "newly"), [("19.5", 0), ("20", 1)])
def test_training_counts_from_twenty_hours_on(network, ask, hours, newly):
    person = add_worker()
    claim = certify_worker(person, PASSED, by=network["S001"])
    train(network["S001"], date(2023, 3, 1), person, hours=Decimal(8))
    train(network["R001"], date(2023, 4, 1), person, hours=Decimal(hours) - 8)
    train(network["S002"], date(2023, 5, 1), person, hours=Decimal(60))

    assert ask(c18, **PILOT) == {"S001": {"newly": newly}}
    assert is_cultivated(claim, network["S001"]) == bool(newly)


@pytest.mark.parametrize(
    ("held", "newly"),
    [(date(2022, 9, 24), 0), (date(2022, 9, 25), 1), (date(2023, 9, 24), 1), (PASSED, 0)],
)
def test_training_counts_in_the_twelve_months_before(network, ask, held, newly):
    person = add_worker()
    claim = certify_worker(person, PASSED, by=network["S001"])
    train(network["S001"], held, person, hours=Decimal(20))

    assert ask(c18, **PILOT) == {"S001": {"newly": newly}}
    assert is_cultivated(claim, network["S001"]) == bool(newly)


@pytest.mark.parametrize(
    ("since", "until", "newly"),
    [
        (date(2020, 1, 1), date(2022, 9, 25), 0),
        (date(2020, 1, 1), date(2022, 9, 26), 1),
        (PASSED, None, 1),
        (date(2023, 9, 26), None, 0),
    ],
)
def test_work_counts_in_the_twelve_months_before(network, ask, since, until, newly):
    person = add_worker()
    claim = certify_worker(person, PASSED, by=network["S001"])
    works(person, network["R001"], since, until)

    assert ask(c18, **PILOT) == {"S001": {"newly": newly}}
    assert is_cultivated(claim, network["S001"]) == bool(newly)


def test_the_months_end_with_the_exam_that_was_passed(network, ask):
    person = add_worker()
    claim = certify_worker(person, PASSED, by=network["S001"])
    works(person, network["S001"], until=date(2022, 8, 1))
    assert ask(c18, **PILOT) == {"S001": {"newly": 0}}
    sits_exam(person, network["S001"], date(2023, 7, 1), "FAILED", year=2022)
    sits_exam(person, network["S001"], date(2023, 7, 1), level="WORKER")
    assert ask(c18, **PILOT) == {"S001": {"newly": 0}}
    sits_exam(person, network["S001"], date(2023, 7, 1))

    assert ask(c18, **PILOT) == {"S001": {"newly": 1}}
    assert is_cultivated(claim, network["S001"])


def test_two_stations_share_nobody(network, ask):
    """Both trained the person; the certificate names one of them, and counts there alone."""
    person = add_worker()
    for code in ("S001", "S002"):
        works(person, network[code], share=Decimal("0.5"))
        train(network[code], date(2023, 5, 1), person, hours=Decimal(20))
    certify_worker(person, PASSED, by=network["S002"])

    assert ask(c18, "S001", "S002", **PILOT) == {"S001": {"newly": 0}, "S002": {"newly": 1}}


def test_outside_the_network_hours_count_as_well(network, ask):
    leads(network["S001"], PASSED, way="TRAINED", hours=Decimal("19.5"))
    leads(network["S001"], PASSED, way="TRAINED", hours=Decimal(20))

    assert ask(c18, **PILOT) == {"S001": {"newly": 1}}


def test_months_and_hours_are_configuration(network, scope):
    person = add_worker()
    certify_worker(person, PASSED, by=network["S001"])
    train(network["S001"], date(2022, 6, 1), person, hours=Decimal(16))
    asked = scope("S001", **PILOT)
    rules = replace(asked.definitions, cultivation_months=18, cultivation_hours=16)
    wider = replace(asked, definitions=rules)

    station = asked.stations[0].id
    assert c18.compute(asked)[station].inputs == {"newly": 0}
    assert c18.compute(wider)[station].inputs == {"newly": 1}
    assert rules.digest != asked.definitions.digest


def test_what_does_not_count_says_why(network, scope, system, django_assert_num_queries):
    here = network["S001"]
    certify(add_worker(), PASSED, by=here)
    certify(add_worker(), date(2022, 9, 25), by=here)
    certify(add_worker(), date(2023, 9, 1), "LOCAL_AIDE", by=here)
    twice = add_worker()
    certify(twice, date(2021, 9, 1))
    certify(twice, date(2023, 8, 1), "WORKER", by=here)
    person = add_worker("罗小雨")
    certify_worker(person, date(2023, 7, 1), by=here)
    train(here, date(2023, 5, 1), person, hours=Decimal(12))
    certify_worker(add_worker(), PASSED, by=network["S002"])

    with django_assert_num_queries(3):
        rows = uncounted("C18", scope("S001", **PILOT), system)

    assert [(row.on, str(row.why)) for row in rows] == [
        (date(2023, 9, 1), "该证书级别不计入。"),
        (date(2023, 8, 1), "此人此前已持证，只计首次取得的证书。"),
        (
            date(2023, 7, 1),
            "考试通过前12个月内未在该站任职，由该站培训12.0学时，不足20学时。",
        ),
        (date(2022, 9, 25), "取证日期不在计算时段内。"),
    ]
    assert "罗小雨" in rows[2].label
    assert uncounted("C05", scope("S001"), system) == []


def test_the_county_counts_by_the_same_definition(network, ask):
    certify(add_worker(), PASSED, by=network["S001"])
    certify(add_worker(), PASSED, by=network["S002"])
    certify(add_worker(), date(2022, 9, 25), by=network["R001"])
    certify_worker(add_worker(), PASSED, by=network["S001"])
    certify(add_worker(), PASSED, "LOCAL_AIDE", by=network["S001"])
    certify_worker(add_worker(), PASSED)

    per_station = ask(c18, "S001", "S002", "S003", **PILOT)
    assert certified_by_year() == {2022: 1, 2023: 2}
    assert sum(inputs["newly"] for inputs in per_station.values()) == 2
