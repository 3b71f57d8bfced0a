"""Where the province's boards read: the main server, or a replica of it (REPLICA_URL).

A replica is read while it is a standby of this very server and not further behind than
REPLICA_MAX_LAG; otherwise, and whenever it fails, the main server answers, and the log
says so. Only the roll-up reads there: its tables are public and never written by a
reader, and its figures carry their time.
"""

import logging
import time
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

MAIN = DEFAULT_DB_ALIAS
REPLICA = "replica"
FIT_SECONDS = 1.0  # how long one look at the replica is good for
UNFIT_SECONDS = 10.0  # how long a replica that was found unfit is left alone
FOREIGN = "it is no copy of the server of DATABASE_URL"
logger = logging.getLogger(__name__)

POSITION = "SELECT pg_current_wal_lsn()::text, system_identifier FROM pg_control_system()"
# A standby that has all the main server wrote is not behind, however long ago that was;
# else it lacks at most what was written since the last transaction it has.
STATE = """
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn, system_identifier,
       extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
  FROM pg_control_system()
"""


class Watch:
    """What this process knows of the replica, and until when it need not look again."""

    def __init__(self) -> None:
        self.fit = False
        self.until = 0.0

    def is_fit(self) -> bool:
        """Whether the replica may be read now; looks at most once in FIT_SECONDS."""
        if time.monotonic() >= self.until:
            self.note(find_fault())
        return self.fit

    def note(self, fault: str) -> None:
        """Keep the outcome of a look; a fault is logged each time it is found."""
        if fault:
            logger.warning("replica not read: %s", fault)
        self.fit = not fault
        self.until = time.monotonic() + (UNFIT_SECONDS if fault else FIT_SECONDS)


_watch = Watch()


def reading_alias() -> str:
    """The database that figures are read from now.

    Always the main one inside a transaction: who writes must see what they wrote.
    """
    if REPLICA not in settings.DATABASES or connections[MAIN].in_atomic_block:
        return MAIN
    return REPLICA if _watch.is_fit() else MAIN


def give_up(error: Exception) -> None:
    """The replica failed while it was read: leave it alone for a while."""
    connections[REPLICA].close()
    _watch.note(_one_line(error))


def find_fault() -> str:
    """Why the replica must not be read, in one line; empty when it may be."""
    position, main_system = _ask(MAIN, POSITION)
    try:
        is_standby, is_level, system, behind = _ask(REPLICA, STATE, [position])
    except (DatabaseError, InterfaceError) as error:
        connections[REPLICA].close()
        return _one_line(error)
    if system != main_system:
        return FOREIGN
    if not is_standby:
        return "it is no standby any more"
    if not is_level and (behind is None or behind > settings.REPLICA_MAX_LAG):
        seconds = "an unknown time" if behind is None else f"{behind:.0f} s"
        return f"it is {seconds} behind, more than {settings.REPLICA_MAX_LAG} s"
    return ""


def _ask(alias: str, statement: str, values: list[Any] | None = None) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
