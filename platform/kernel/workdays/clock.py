"""The one place that reads the clock (architecture.md, decision 19).

The day may be shifted as a whole by QIANZHAN_TODAY, so that a demo shows another
day; tests freeze it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")
NOON = time(12)

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, at +08:00."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    real = datetime.now(ZONE)
    shown: date | None = settings.TODAY
    return real + (shown - real.date()) if shown else real


def today() -> date:
    return now().date()


@contextmanager
def frozen(at: datetime | date) -> Iterator[None]:
    """Hold the clock still: at a moment, or at noon of a day."""
    moment = at if isinstance(at, datetime) else datetime.combine(at, NOON, ZONE)
    token = _frozen.set(moment if moment.tzinfo else moment.replace(tzinfo=ZONE))
    try:
        yield
    finally:
        _frozen.reset(token)
