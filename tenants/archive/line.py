"""A connection of its own for long reading and loading, beside the one that shows progress."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kernel.tenancy.connection import connection


@contextmanager
def own_line() -> Iterator[Any]:
    """A guarded connection in public, outside the pool, in a transaction that is rolled back
    unless the block commits it."""
    line = connection.copy()
    line.settings_dict["OPTIONS"] = {
        name: value for name, value in line.settings_dict["OPTIONS"].items() if name != "pool"
    }
    line.set_schema_to_public()
    try:
        line.set_autocommit(False)
        yield line
    finally:
        line.close()
