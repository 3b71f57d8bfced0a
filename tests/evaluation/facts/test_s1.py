"""S1 by hand: month-ends, levels, part time, rooms, late receipt."""

from datetime import date, datetime
from decimal import Decimal

from evaluation.facts import s1
from kernel.workdays.clock import ZONE
from tests.fixtures.records import add_worker, certify, noon, works

HALF = Decimal("0.5")


def certified(ask, *codes, **given):
    return {code: inputs["certified"] for code, inputs in ask(s1, *codes, **given).items()}


def test_counts_each_month_end_from_the_certificates_day(network, ask, behind):
    steady, later = add_worker(), add_worker()
    first = works(steady, network["S001"]), certify(steady)
    # The last day of March counts for March.
    second = works(later, network["S001"]), certify(later, date(2023, 3, 31))

    assert certified(ask) == {"S001": [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]}
    assert behind(s1) == {
        ("assignment", first[0].uuid),
        ("credential", first[1].uuid),
        ("assignment", second[0].uuid),
        ("credential", second[1].uuid),
    }


def test_the_end_is_the_first_day_without(network, ask):
    leaver = add_worker()
    certify(leaver)
    works(leaver, network["S001"], until=date(2023, 6, 30))  # not there on the 30th
    other = add_worker()
    certify(other)
    works(other, network["S001"], until=date(2023, 7, 1))  # still there on 30 June

    assert certified(ask) == {"S001": [2, 2, 2, 2, 2, 1, 0, 0, 0, 0, 0, 0]}


def test_a_room_counts_for_its_station_and_others_do_not(network, ask):
    for place in ("R001", "S002", "R002", "H001"):
        person = add_worker()
        certify(person)
        works(person, network[place])

    assert certified(ask, "S001", "S002", "S003") == {
        "S001": [1] * 12,
        "S002": [2] * 12,
        "S003": [0] * 12,
    }


def test_the_local_aide_does_not_count(network, ask):
    for level in ("LOCAL_AIDE", "ASSISTANT", "WORKER", "SENIOR"):
        person = add_worker()
        certify(person, level=level)
        works(person, network["S001"])

    assert certified(ask) == {"S001": [3] * 12}


def test_part_time_counts_at_two_stations_at_most_the_larger_shares_first(network, ask):
    person = add_worker()
    certify(person)
    works(person, network["S001"], share=Decimal("0.2"))
    works(person, network["S002"], share=HALF)
    works(person, network["S003"], share=Decimal("0.3"))

    assert certified(ask, "S001", "S002", "S003") == {
        "S001": [0] * 12,
        "S002": [1] * 12,
        "S003": [1] * 12,
    }


def test_full_time_somewhere_counts_only_there_whoever_is_asked(network, ask):
    person = add_worker()
    certify(person)
    works(person, network["H001"])  # full time at the hub
    works(person, network["S001"], share=HALF)

    assert certified(ask, "S001") == {"S001": [0] * 12}


def test_two_places_of_one_station_are_one(network, ask):
    person = add_worker()
    certify(person)
    works(person, network["S001"], share=HALF)
    works(person, network["R001"], share=HALF)

    assert certified(ask) == {"S001": [1] * 12}


def test_a_station_opened_in_the_year_lists_its_open_months(network, ask):
    person = add_worker()
    certify(person)
    works(person, network["S001"], since=date(2023, 8, 15))

    assert certified(ask, opened=date(2023, 8, 31)) == {"S001": [1, 1, 1, 1, 1]}
    assert certified(ask, opened=date(2023, 1, 1)) == {"S001": [0] * 7 + [1] * 5}


def test_months_after_the_cutoff_stand_as_on_the_cutoff_day(network, ask):
    person = add_worker()
    certify(person)
    works(person, network["S001"], since=date(2023, 11, 16))

    assert certified(ask, cutoff=date(2023, 11, 15)) == {"S001": [0] * 12}
    assert certified(ask, cutoff=date(2023, 11, 16)) == {"S001": [0] * 10 + [1, 1]}


def test_what_came_in_after_the_late_sync_period_does_not_count(network, ask):
    last, too_late = (
        datetime(2024, 1, 7, 23, 59, tzinfo=ZONE),
        datetime(2024, 1, 8, 0, 0, tzinfo=ZONE),
    )
    on_time, late, ended = add_worker(), add_worker(), add_worker()
    certify(on_time, received_at=last)
    works(on_time, network["S001"], received_at=last)
    certify(late, received_at=too_late)
    works(late, network["S001"])
    certify(ended)
    # An end that came in too late is no end.
    works(ended, network["S001"], until=date(2023, 2, 1), ended_received_at=too_late)

    assert certified(ask) == {"S001": [2] * 12}


def test_withdrawn_records_do_not_count(network, ask):
    person = add_worker()
    certify(person, withdrawn_at=noon(date(2023, 5, 1)))
    works(person, network["S001"])

    assert certified(ask) == {"S001": [0] * 12}
