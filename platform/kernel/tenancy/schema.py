"""Standing in a schema by its name: for code that makes or migrates schemas.

Template and spare schemas are no counties, so ``county_context`` does not know them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS

from kernel.tenancy.backend.base import DatabaseWrapper
from kernel.tenancy.connection import connection


@dataclass(frozen=True)
class Limits:
    """How long a transaction may wait for a lock and a statement may run, in milliseconds."""

    lock_ms: int = 1_000
    statement_ms: int = 60_000


@contextmanager
def schema_transaction(schema: str, limits: Limits) -> Iterator[None]:
    """One transaction in a schema, bounded by the limits; back to where one stood afterwards.

    The path is set inside the transaction, so a rollback takes it back, and the guard sees it.
    The server looks every second whether its client still lives: a killed process holds no
    locks for longer.
    """
    previous = connection.tenant
    connection.set_schema(schema)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET LOCAL lock_timeout = {limits.lock_ms:d}; "
                    f"SET LOCAL statement_timeout = {limits.statement_ms:d}; "
                    "SET LOCAL client_connection_check_interval = 1000"
                )
            yield
    finally:
        connection.set_tenant(previous)


@contextmanager
def own_connection() -> Iterator[None]:
    """This thread works on a connection of its own, outside the pool's small number.

    It is closed at the end: a backend keeps memory for every schema that it has touched.
    """
    options = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"}
    own = DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, DEFAULT_DB_ALIAS)
    pooled = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield
    finally:
        own.close()
        connections[DEFAULT_DB_ALIAS] = pooled
