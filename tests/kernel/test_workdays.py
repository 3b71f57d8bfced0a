"""Working days of the State Council's calendar."""

from datetime import date, timedelta
from time import perf_counter

import pytest

from kernel.workdays.clock import frozen, now, today
from kernel.workdays.domain import seed_workdays
from kernel.workdays.models import Workday
from kernel.workdays.queries import add_workdays, is_provisional, is_workday, workdays_left


@pytest.fixture
def calendar(db):
    from django.core.cache import cache

    cache.delete("workdays")
    seed_workdays()
    yield
    cache.delete("workdays")


def test_fifteen_workdays_across_the_autumn_holidays(calendar):
    assert add_workdays(date(2026, 9, 25), 15) == date(2026, 10, 22)


def test_year_without_notice_follows_monday_to_friday_and_is_provisional(calendar):
    assert add_workdays(date(2027, 1, 1), 1) == date(2027, 1, 4)
    assert (is_provisional(2027), is_provisional(2026)) == (True, False)


def test_period_of_a_trial_county_has_length_zero(calendar):
    assert add_workdays(date(2026, 9, 25), 15, trial=True) == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("due", "left"), [(date(2026, 11, 23), 1), (date(2026, 11, 20), 0), (date(2026, 11, 19), -1)]
)
def test_workdays_left_counts_the_due_day(calendar, due, left):
    assert workdays_left(due, date(2026, 11, 20)) == left


def test_workdays_left_is_what_one_counts_day_by_day(calendar):
    for start, span in ((date(2026, 9, 20), 40), (date(2026, 1, 1), 500), (date(2025, 12, 31), 1)):
        counted = sum(is_workday(start + timedelta(days=n)) for n in range(1, span + 1))
        assert workdays_left(start + timedelta(days=span), start) == counted


def test_a_mistyped_century_is_counted_as_fast_as_a_week(calendar):
    """Day by day it took the work desk longer than a request may."""
    begun = perf_counter()
    assert workdays_left(date(1, 1, 2), date(9999, 12, 31)) < -2_600_000
    assert perf_counter() - begun < 0.1


def test_entry_by_hand_wins_over_the_package(calendar):
    Workday.objects.filter(day=date(2026, 10, 1)).delete()
    Workday.objects.create(day=date(2026, 10, 1), is_workday=True, source="手工")
    seed_workdays()

    from django.core.cache import cache

    cache.delete("workdays")
    assert is_workday(date(2026, 10, 1)) is True


def test_clock_can_be_held(settings):
    settings.TODAY = date(2024, 2, 29)
    assert today() == date(2024, 2, 29)
    with frozen(date(2023, 12, 31)):
        assert now().isoformat() == "2023-12-31T12:00:00+08:00"
