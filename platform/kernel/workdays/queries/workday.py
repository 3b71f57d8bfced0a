"""Counting working days: exceptions from the table, Monday to Friday otherwise."""

from datetime import date, timedelta

from django.core.cache import cache

from kernel.workdays.models import Workday

KEPT_SECONDS = 30
SATURDAY = 5
WEEK = 7


def exceptions() -> dict[date, bool]:
    """Every exceptional day and whether it is worked; kept for 30 s in the process."""
    kept = cache.get("workdays")
    if kept is None:
        kept = dict(Workday.objects.values_list("day", "is_workday"))
        cache.set("workdays", kept, KEPT_SECONDS)
    return kept


def is_workday(day: date) -> bool:
    return exceptions().get(day, day.weekday() < SATURDAY)


def is_provisional(year: int) -> bool:
    """True when no notice of the State Council for that year is in the table yet."""
    return not any(day.year == year for day in exceptions())


def add_workdays(start: date, days: int, *, trial: bool = False) -> date:
    """The last day of a period of working days that begins on the day after start.

    A trial county's periods have length zero: the period ends on the day it starts.
    """
    day = start
    left = 0 if trial else days
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def workdays_left(due: date, on: date) -> int:
    """Working days after ``on`` up to and including ``due``; negative when overdue.

    By whole weeks: a day that was mistyped may lie centuries away.
    """
    if due < on:
        return -workdays_left(on, due)
    weeks, rest = divmod((due - on).days, WEEK)
    ordinary = SATURDAY * weeks + sum(
        (on + timedelta(days=n)).weekday() < SATURDAY for n in range(1, rest + 1)
    )
    apart = (
        is_worked - (day.weekday() < SATURDAY)
        for day, is_worked in exceptions().items()
        if on < day <= due
    )
    return ordinary + sum(apart)
