"""C11 by hand: slots from the level's intervals, the grace, refusals, boundary days."""

from datetime import date, datetime, timedelta

import pytest

from evaluation.facts import c11
from kernel.workdays.clock import ZONE
from tests.fixtures.records import file_person, set_level, visit

START = date(2021, 6, 1)
NEW_YEAR = date(2023, 1, 1)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def levels(**counts):
    """levels(L3=12) -> {"1": 0, .., "3": 12, ..}."""
    return {str(number): counts.get(f"L{number}", 0) for number in range(1, 6)}


def counts(ask, *codes, **given):
    facts = ask(c11, *codes, **given)
    return {code: (inputs["due"], inputs["done"]) for code, inputs in facts.items()}


def done(ask, level, **given):
    """(due, done) of one level at S001."""
    due, made = counts(ask, **given)["S001"]
    return due[str(level)], made[str(level)]


@pytest.fixture
def person(network):
    return file_person(network["S001"])


@pytest.mark.parametrize(("level", "slots"), [(1, 52), (2, 26), (3, 12), (4, 4), (5, 2)])
def test_slots_of_a_whole_year(network, ask, person, level, slots):
    set_level(person, level, START)

    assert counts(ask) == {"S001": (levels(**{f"L{level}": slots}), levels())}


def test_every_level_every_slot_done(network, ask):
    days = {1: 7, 2: 14}
    for level, slots in ((1, 52), (2, 26), (3, 12), (4, 4), (5, 2)):
        one = file_person(network["S001"])
        set_level(one, level, START)
        for number in range(slots):
            months = number * 12 // slots if level > 2 else 0
            offset = timedelta(days=number * days.get(level, 0))
            visit(one, date(2023, 1 + months, 1) + offset)
    full = levels(L1=52, L2=26, L3=12, L4=4, L5=2)

    assert counts(ask) == {"S001": (full, full)}


def test_two_visits_in_a_slot_fill_it_once(network, ask, person, behind):
    span = set_level(person, 3, START)
    rows = [visit(person, date(2023, 2, 10)), visit(person, date(2023, 2, 20))]

    assert done(ask, 3) == (12, 1)
    assert behind(c11) == {("visit_level", span.uuid)} | {("visit", row.uuid) for row in rows}


@pytest.mark.parametrize(
    ("on", "filled"),
    [
        (date(2023, 2, 7), 1),  # seven days (20% of 31, rounded up): for January
        (date(2023, 2, 8), 1),  # past the grace: for February
        (date(2023, 12, 31), 1),
        (date(2022, 12, 31), 0),
        (date(2024, 1, 1), 0),
    ],
)
def test_one_visit_fills_one_slot(network, ask, person, on, filled):
    set_level(person, 3, START)
    visit(person, on, received_at=datetime(2023, 1, 1, tzinfo=ZONE))

    assert done(ask, 3) == (12, filled)


@pytest.mark.parametrize(("second", "filled"), [(date(2023, 2, 7), 2), (date(2023, 2, 8), 1)])
def test_the_grace_serves_the_slot_before(network, ask, person, second, filled):
    """February is served on the 20th; January only within its grace."""
    set_level(person, 3, START, until=date(2023, 3, 1))
    visit(person, second)
    visit(person, date(2023, 2, 20))

    assert done(ask, 3) == (2, filled)


def test_grace_is_handed_down_a_chain(network, ask, person):
    """Each visit comes a few days late: every slot but the last is served by the next month."""
    set_level(person, 3, START)
    for month in range(2, 13):
        visit(person, date(2023, month, 3))

    assert done(ask, 3) == (12, 11)


def test_a_chain_ends_where_a_slot_has_enough(network, ask, person):
    """Two early visits in March: one for February, one for March itself."""
    set_level(person, 3, START, until=date(2023, 6, 1))
    visit(person, date(2023, 2, 3))  # January's
    visit(person, date(2023, 3, 3))  # February's
    visit(person, date(2023, 3, 4))  # March's own
    visit(person, date(2023, 5, 2))  # April's; May stays empty

    assert done(ask, 3) == (5, 4)


def test_a_filled_slot_takes_nothing_from_the_next(network, ask, person):
    set_level(person, 3, START, until=date(2023, 3, 1))
    visit(person, date(2023, 1, 15))
    visit(person, date(2023, 2, 3))

    assert done(ask, 3) == (2, 2)


def test_a_level_within_the_year_counts_its_whole_slots(network, ask, person):
    """From 15 February monthly: ten slots to 14 December; the rest is not due."""
    set_level(person, 4, START, until=date(2023, 2, 15))  # no whole quarter
    set_level(person, 3, date(2023, 2, 15))
    visit(person, date(2023, 2, 14))  # belongs to the former level
    visit(person, date(2023, 2, 15))
    visit(person, date(2023, 12, 20))  # grace of the last slot

    assert counts(ask) == {"S001": (levels(L3=10), levels(L3=2))}


def test_month_ends_are_cut_from_the_first_day(network, ask, person):
    """31 January, 28 February, 31 March: the slot begins on the month's last day."""
    set_level(person, 3, date(2023, 1, 31), until=date(2023, 3, 31))
    visit(person, date(2023, 2, 27))
    visit(person, date(2023, 3, 30))

    assert done(ask, 3) == (2, 2)


def test_the_cutoff_cuts_slots_and_visits(network, ask, person):
    set_level(person, 3, START)
    visit(person, date(2023, 3, 31))
    visit(person, date(2023, 4, 1))

    assert done(ask, 3, cutoff=date(2023, 3, 31)) == (3, 1)
    assert done(ask, 3, cutoff=date(2023, 3, 30)) == (2, 0)


def test_a_visit_belongs_to_the_counties_day(network, ask, person):
    """Half past midnight in Shanghai is still the day before in UTC."""
    set_level(person, 3, START, until=date(2023, 2, 1))
    visit(person, datetime(2023, 1, 1, 0, 30, tzinfo=ZONE))

    assert done(ask, 3) == (1, 1)


def test_the_stations_opening_begins_the_slots(network, ask, person):
    set_level(person, 3, START)

    assert done(ask, 3, opened=date(2023, 7, 1)) == (6, 0)


def test_refusals_count_up_to_two_in_a_row(network, ask, person):
    set_level(person, 3, START)
    for month in range(1, 8):
        result = "MET" if month == 5 else "REFUSED"
        visit(person, date(2023, month, 15), result)

    # January and February, not March and April; May met; June and July again.
    assert done(ask, 3) == (12, 5)


def test_nobody_there_is_neither_done_nor_ends_a_row_of_refusals(network, ask, person):
    set_level(person, 3, START)
    visit(person, date(2023, 1, 15), "REFUSED")
    visit(person, date(2023, 2, 15), "NOT_HOME")
    visit(person, date(2023, 3, 15), "REFUSED")
    visit(person, date(2023, 4, 15), "REFUSED")

    assert done(ask, 3) == (12, 2)


def test_refusals_of_another_person_are_not_in_the_row(network, ask, person):
    other = file_person(network["S001"])
    for one in (person, other):
        set_level(one, 3, START)
        visit(one, date(2023, 1, 15), "REFUSED")
        visit(one, date(2023, 2, 15), "REFUSED")

    assert done(ask, 3) == (24, 4)


def test_rooms_count_and_other_stations_do_not(network, ask, person):
    set_level(person, 3, START)
    visit(person, date(2023, 1, 15), station=network["R001"])
    visit(person, date(2023, 2, 15), station=network["S002"])
    other = file_person(network["R002"])
    set_level(other, 4, START)
    visit(other, date(2023, 5, 1))

    assert counts(ask, "S001", "S002", "S003") == {
        "S001": (levels(L3=12), levels(L3=1)),
        "S002": (levels(L4=4), levels(L4=1)),
        "S003": (levels(), levels()),
    }


def test_late_withdrawn_and_planned_visits_do_not_count(network, ask, person):
    set_level(person, 3, START)
    visit(person, date(2023, 1, 15), received_at=TOO_LATE)
    visit(person, date(2023, 2, 15), withdrawn_at=TOO_LATE)
    visit(person, date(2023, 3, 15), held_at=None, result="", planned_on=date(2023, 3, 15))
    late_level = file_person(network["S001"])
    set_level(late_level, 4, START, received_at=TOO_LATE)
    visit(late_level, date(2023, 2, 1))

    assert counts(ask) == {"S001": (levels(L3=12), levels())}
