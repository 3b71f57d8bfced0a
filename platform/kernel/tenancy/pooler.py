"""Finding out whether a pooler stands between us and PostgreSQL that mixes up counties.

A pooler that hands a backend to another client between two transactions must take search_path
along, or the next statement runs in whichever county the backend stood last. What counts is
what it does, not its name or version (architecture.md, decision 7).
"""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg

ROUNDS = 4
# Both are harmless to whoever gets a backend on which one of them was left behind.
PATHS = ("public, pg_catalog", "pg_catalog, public")
SEEN = "SELECT pg_backend_pid(), current_setting('search_path')"
HOW = (
    "Use a direct connection or session pooling, or PgBouncer 1.20 or newer on PostgreSQL 18 "
    "with track_extra_parameters = IntervalStyle,search_path."
)


@dataclass
class Client:
    """One connection of ours, the path it asked for, and the backends it was served by."""

    connection: psycopg.Connection[Any]
    path: str
    fault: str = ""

    def __post_init__(self) -> None:
        self.backends: list[int] = []
        self.connection.execute(f"SET search_path = {self.path}")  # type: ignore[arg-type]

    def look(self) -> None:
        """Which backend answers now, and in which path it stands."""
        row = self.connection.execute(SEEN).fetchone()
        assert row
        self.backends.append(row[0])
        told = self.connection.info.parameter_status("search_path")
        if row[1] != self.path:
            self.fault = (
                "the pooler gave this client a backend that stands in another client's "
                f"search_path (backends {self.backends})."
            )
        elif told != self.path:
            self.fault = "the pooler does not pass on the server's reports of search_path."


def find_fault(address: dict[str, Any]) -> str:
    """What is unsafe about the way to the server, in a sentence; "" when nothing is.

    ``address``: keyword arguments of psycopg.connect. Two connections, a few round trips;
    raises psycopg.OperationalError when the server does not answer.
    """
    with ExitStack() as stack:
        first, second = (Client(stack.enter_context(_connect(address)), path) for path in PATHS)
        try:
            _look_in_turn(first, second)
            if not first.fault + second.fault and first.backends != second.backends:
                force_switches(first, second)
        except psycopg.errors.ProtocolViolation as error:  # statement pooling: no transactions
            return f"the pooler refuses a transaction: {error}"
        return first.fault or second.fault


def _connect(address: dict[str, Any]) -> psycopg.Connection[Any]:
    return psycopg.connect(
        **address, autocommit=True, prepare_threshold=None, application_name="qianzhan check"
    )


def _look_in_turn(first: Client, second: Client) -> None:
    """An idle transaction pooler serves both from the backend it used last."""
    for client in (first, second, first, second):
        client.look()


def force_switches(first: Client, second: Client) -> None:
    """While one holds its backend in a transaction, the other is served by another one: held in
    turn, a transaction pooler cannot but move both. On a direct connection nothing moves."""
    for number in range(ROUNDS):
        holder, other = (first, second) if number % 2 else (second, first)
        with holder.connection.transaction():
            holder.look()
            other.look()
        holder.look()
