"""The one scheduler among several that sends what runs regularly (settings/broker.py)."""

import logging
from typing import Any

import psycopg
from celery.beat import Scheduler
from django.conf import settings

LEADER_LOCK = 0x7169616E  # an advisory lock's number in this database, taken by nobody else
STANDBY_SECONDS = 5.0
logger = logging.getLogger(__name__)


class LeaderScheduler(Scheduler):
    """A beat that sends only while it holds an advisory lock; the others stand by.

    The lock hangs on a connection of its own: when this process or its connection dies, the
    server frees the lock and another scheduler leads within a few seconds.
    """

    _connection: psycopg.Connection[tuple[bool]] | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, if leader; seconds until the next look."""
        if not self.leads():
            return STANDBY_SECONDS
        return float(super().tick(*args, **kwargs))

    def leads(self) -> bool:
        """Whether this scheduler holds the lock, trying to take it. Taking it twice is one hold
        more on the same connection, so the answer stays true while the connection lives."""
        try:
            if self._connection is None:
                self._connection = _connect()
            answer = self._connection.execute("SELECT pg_try_advisory_lock(%s)", [LEADER_LOCK])
            row = answer.fetchone()
            return bool(row and row[0])
        except psycopg.OperationalError:
            logger.warning("scheduler: the database does not answer; standing by")
            self._connection = None
            return False

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
        super().close()


def _connect() -> psycopg.Connection[tuple[bool]]:
    address: dict[str, Any] = settings.DATABASES["default"]
    return psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        dbname=address["NAME"],
        user=address["USER"],
        password=address["PASSWORD"],
        autocommit=True,
        application_name="qianzhan scheduler",
    )
