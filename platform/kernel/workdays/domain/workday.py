"""Filling the calendar from the published notices."""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

from kernel.workdays.models import Workday

SOURCE = "国务院办公厅节假日安排通知 (chinesecalendar)"


def seed_workdays() -> int:
    """Enter the exceptional days that the calendar package knows; entries made by hand stay.

    Returns the number of new days.
    """
    first, last = min(holidays), max(max(holidays), max(workdays))
    rows = [
        Workday(day=day, is_workday=worked, name=_name_of(day), source=SOURCE)
        for day in _days(first, last)
        if (worked := chinese_calendar.is_workday(day)) != (day.weekday() < 5)
    ]
    before = Workday.objects.count()
    Workday.objects.bulk_create(rows, ignore_conflicts=True)
    return Workday.objects.count() - before


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _name_of(day: date) -> str:
    name = holidays.get(day) or workdays.get(day) or ""
    return str(name)
