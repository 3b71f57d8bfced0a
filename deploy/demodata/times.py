"""Days and moments of invented records."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from kernel.workdays.clock import ZONE, now


def received(day: date | None, later: int = 0) -> datetime:
    """When a record of a day reached the system: that evening, or some days later, but not in time
    to come: a fact would not know yet what a page counts already."""
    if day is None:
        raise ValueError("a record needs its day")
    return min(datetime.combine(day + timedelta(later), time(18, 30), ZONE), now())


def moment(day: date, minute: int) -> datetime:
    """A time of a working day, counted in minutes from nine o'clock."""
    return datetime.combine(day, time(9), ZONE) + timedelta(minutes=minute)


def days_between(first: date, last: date, step: int) -> Iterator[date]:
    """Every ``step`` days from the first to the last."""
    day = first
    while day <= last:
        yield day
        day += timedelta(step)
