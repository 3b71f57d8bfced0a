"""The search_path guard (architecture.md, decision 7).

PostgreSQL 18 tells the client each change of search_path, so the cursor can compare,
without a round trip, the path the server really has with the one it must have. A
statement never runs on another county's tables: the connection is closed instead.
"""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from psycopg import ServerCursor
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from kernel.tenancy.backend.base import DatabaseWrapper

logger = logging.getLogger(__name__)


class WrongSearchPath(DatabaseError):
    """The server's search_path is not the county's; nothing was run. Answered with 503."""


class GuardedCursor:
    """A cursor that runs nothing unless the server's search_path is the expected text."""

    def __init__(self, cursor: Any, wrapper: "DatabaseWrapper") -> None:
        self._cursor = cursor
        self._wrapper = wrapper

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_other_path()
        return self._cursor.execute(*args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_other_path()
        return self._cursor.executemany(*args, **kwargs)

    def stream(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_other_path()
        return self._cursor.stream(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_other_path()
        return self._cursor.copy(*args, **kwargs)

    def callproc(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_other_path()
        return self._cursor.callproc(*args, **kwargs)

    def close(self) -> None:
        """Close it, unless its own thread stands in the middle of a statement.

        The garbage collector ends a generator over a cursor of the server's wherever it happens to
        run, also inside a statement of the same connection: to wait for that one's lock would be
        to wait for oneself for ever. The server drops such a cursor with its transaction.
        """
        if isinstance(self._cursor, ServerCursor) and self._cursor.connection.lock.locked():
            return
        self._cursor.close()

    def _refuse_other_path(self) -> None:
        wrapper = self._wrapper
        if wrapper._setting_search_path:
            return  # our own SET, which repairs the path
        info = self._cursor.connection.info
        if info.transaction_status == TransactionStatus.INERROR:
            return  # the server itself refuses all but a rollback
        reported = info.parameter_status("search_path")
        expected = wrapper.expected_path
        # Introspection narrows the path to the county's own schema for a moment.
        if reported not in (expected, wrapper.own_schema):
            logger.error("search_path guard: expected %r, the server has %r", expected, reported)
            wrapper.close_at_once()
            raise WrongSearchPath("The connection stood in another schema; nothing was run.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def __enter__(self) -> "GuardedCursor":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
