"""The rows of many tables out of the server, in its own text.

A connection is asked for all its tables in one message, so that the server goes from one to the
next without waiting; two connections that see one moment have two processes of the server work
at a time. No loop of Python's runs over rows: the server sends each row by itself, and a cursor's
own loop takes ten times as long for one.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from operator import itemgetter
from typing import Any

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from tenants.archive.shape import TableShape

ROWS = 128  # taken at once; a row is some hundred bytes long
NO_MORE = (-1, b"")  # what libpq gives after the last row
AHEAD = 16 * 1024 * 1024  # bytes of the second connection kept while the first is read


@dataclass(frozen=True)
class Piece:
    """Some rows of a table, or its end: no content, and how many rows there were."""

    table: TableShape
    content: bytes = b""
    rows: int = 0


def take_rows(
    own: psycopg.Connection[Any], schema: str, tables: Sequence[TableShape]
) -> Iterator[Piece]:
    """The tables' rows in pieces, one table after another; the server begins at once.

    `own` is no connection of the pool, and each statement names its schema, so there is no path
    to guard. Raises psycopg's errors.
    """
    asked = [table.copying(schema) for table in tables if table.pages]
    if asked:
        own.pgconn.send_query(";".join(asked).encode())
    return receive_rows(own.pgconn, tables)


def receive_rows(server: PGconn, tables: Sequence[TableShape]) -> Iterator[Piece]:
    """What the server sends for the tables that it was asked for, and that the others are empty."""
    for table in tables:
        if not table.pages:
            yield Piece(table)
            continue
        expect(server.get_result(), ExecStatus.COPY_OUT)
        rows = map(itemgetter(1), iter(partial(server.get_copy_data, 0), NO_MORE))
        while some := b"".join(islice(rows, ROWS)):
            yield Piece(table, some)
        ended = expect(server.get_result(), ExecStatus.COMMAND_OK)
        yield Piece(table, rows=ended.command_tuples or 0)
    if any(table.pages for table in tables):
        server.get_result()  # None: ready for the next statement


def expect(result: PGresult | None, status: ExecStatus) -> PGresult:
    """The result, when it is of this status."""
    assert result is not None
    if result.status != status:
        raise psycopg.errors.error_from_result(result)
    return result


def side_by_side(first: Iterable[Piece], second: Iterator[Piece]) -> Iterator[Piece]:
    """All of the first, then of the second, which is taken ahead meanwhile."""
    kept: deque[Piece] = deque()
    size = 0
    for piece in first:
        yield piece
        if size < AHEAD and (other := next(second, None)):
            kept.append(other)
            size += len(other.content)
    while kept:
        yield kept.popleft()
    yield from second


def find_middle(shape: Sequence[TableShape]) -> int:
    """How many tables, in their order, are nearest to half of all pages."""
    before = list(accumulate((table.pages for table in shape), initial=0))
    return min(range(len(before)), key=lambda number: abs(2 * before[number] - before[-1]))
