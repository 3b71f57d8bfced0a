"""A connection of its own for long reading and loading, beside the one that shows progress."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from kernel.tenancy.connection import connection

# Values read and write the same whatever a server's settings are.
PLAIN_TEXT = """
SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';
SET extra_float_digits = 1; SET bytea_output = 'hex'
"""


@contextmanager
def own_line() -> Iterator[Any]:
    """A guarded connection in public, outside the pool, in a transaction that is rolled back
    unless the block commits it."""
    line = open_line()
    try:
        yield line
    finally:
        line.close()


@contextmanager
def own_lines(number: int) -> Iterator[Callable[[], list[Any]]]:
    """Several of them, which log in, each in a thread, while the block does other work; calling
    what it is given waits for them."""
    with ThreadPoolExecutor(number) as pool:
        opened = [pool.submit(open_line) for _each in range(number)]
        try:
            yield lambda: [each.result() for each in opened]
        finally:
            for each in opened:
                if not each.exception():
                    each.result().close()


def open_line() -> Any:
    """For whichever thread; the caller closes it."""
    line = connection.copy()
    line.inc_thread_sharing()
    line.settings_dict["OPTIONS"] = {
        name: value for name, value in line.settings_dict["OPTIONS"].items() if name != "pool"
    }
    line.set_schema_to_public()
    try:
        with line.cursor() as cursor:
            cursor.execute(PLAIN_TEXT)
        line.set_autocommit(False)
    except BaseException:
        line.close()
        raise
    return line
