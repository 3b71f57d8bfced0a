"""C11's chained slots against a plain matching, on random visits of many persons.

The reference takes each slot in turn and gives it the earliest visit left that lies in it
or in its grace, which fills as many slots as can be filled.
"""

import random
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest

from evaluation.facts import c11
from tests.fixtures.records import file_person, set_level, visit

YEAR_START, YEAR_END = date(2023, 1, 1), date(2023, 12, 31)
MONTH_STARTS = [date(2023, month, 1) for month in range(1, 13)] + [date(2024, 1, 1)]
STARTS = {
    1: [YEAR_START + timedelta(days=7 * number) for number in range(53)],
    2: [YEAR_START + timedelta(days=14 * number) for number in range(27)],
    3: MONTH_STARTS,
    4: MONTH_STARTS[::3],
    5: MONTH_STARTS[::6],
}
PERSONS_A_LEVEL = 12
DAYS, MONTHS = {1: 7, 2: 14}, {3: 1, 4: 3, 5: 6}


def later(day, months):
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def starts_from(begins, level, stops):
    """The first days of the slots of a span that are due, and of the one after them."""
    starts = [begins]
    while starts[-1] <= stops:
        number = len(starts)
        by_months = level in MONTHS
        starts.append(
            later(begins, number * MONTHS[level])
            if by_months
            else begins + timedelta(days=number * DAYS[level])
        )
    return starts[:-1]


def fill_slots(starts, visits, last=YEAR_END):
    """How many slots the visits (days in order) fill; a grace lasts 20% of its slot."""
    left = sorted(visits)
    filled = 0
    for begin, stop in pairwise(starts):
        grace = -(-(stop - begin).days * 20 // 100)
        latest = min(stop + timedelta(days=grace - 1), last)
        fitting = [day for day in left if begin <= day <= latest]
        if fitting:
            left = [day for day in left if day > fitting[0]] + [
                day for day in left if day == fitting[0]
            ][1:]
            filled += 1
    return filled


@pytest.mark.parametrize("seed", [1, 2])
def test_as_many_slots_as_can_be_filled(network, scope, seed):
    chance = random.Random(seed)
    expected = dict.fromkeys("12345", 0)
    for level, starts in STARTS.items():
        for _number in range(PERSONS_A_LEVEL):
            person = file_person(network["S001"])
            set_level(person, level, date(2021, 6, 1))
            # Often on the first days of a slot, where the grace of the one before decides.
            days = [
                min(begin + timedelta(days=chance.choice((0, 1, 2, 3, 6, 12, 20))), YEAR_END)
                for begin in starts[:-1]
                if chance.random() < 0.7
            ]
            for day in days:
                visit(person, day)
            expected[str(level)] += fill_slots(starts, days)
    asked = scope("S001")

    inputs = c11.compute(asked)[asked.stations[0].id].inputs

    assert inputs["done"] == expected
    assert inputs["due"] == {
        str(level): (len(starts) - 1) * PERSONS_A_LEVEL for level, starts in STARTS.items()
    }


@pytest.mark.parametrize("seed", [3, 4])
def test_levels_that_begin_and_end_on_any_day(network, scope, seed):
    chance = random.Random(seed)
    due, done = dict.fromkeys("12345", 0), dict.fromkeys("12345", 0)
    month_ends = [date(2023, month, monthrange(2023, month)[1]) for month in range(1, 9)]
    for level in STARTS:
        for _number in range(PERSONS_A_LEVEL):
            person = file_person(network["S001"])
            begins = chance.choice((*month_ends, date(2023, 1, chance.randint(1, 31))))
            stops = begins + timedelta(days=chance.randint(1, 365))
            set_level(person, level, begins, until=stops)
            stops = min(stops, YEAR_END + timedelta(days=1))
            starts = starts_from(begins, level, stops)
            days = [
                on
                for begin in starts
                if chance.random() < 0.7
                and (on := begin + timedelta(days=chance.choice((0, 1, 2, 3, 6, 12)))) < stops
            ]
            for day in days:
                visit(person, day)
            due[str(level)] += len(starts) - 1
            done[str(level)] += fill_slots(starts, days, stops - timedelta(days=1))
    asked = scope("S001")

    assert c11.compute(asked)[asked.stations[0].id].inputs == {"due": due, "done": done}
