"""Several schemas at once, each worker on a connection of its own."""

import threading

import pytest
from django.db import connection

from tenants.migration.workers import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)


def backend(_: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_workers_have_connections_of_their_own():
    meeting = threading.Barrier(3)

    def work(item: int) -> int:
        meeting.wait(10)  # all three are at work at once
        return backend(item)

    found = dict(in_parallel(work, [1, 2, 3], 3))

    assert sorted(found) == [1, 2, 3]
    assert len({*found.values(), backend(0)}) == 4


def test_one_connection_is_the_callers():
    assert list(in_parallel(backend, [1, 2], 1)) == [(1, backend(0)), (2, backend(0))]


def test_nothing_begins_after_the_caller_has_stopped(monkeypatch):
    tickets = threading.Semaphore(1)
    begun: list[int] = []

    class Joined(threading.Thread):
        def join(self, timeout: float | None = None) -> None:
            tickets.release(100)  # by now the workers have been told to stop
            super().join(timeout)

    def work(item: int) -> int:
        begun.append(item)
        tickets.acquire()
        return item

    monkeypatch.setattr(threading, "Thread", Joined)
    results = in_parallel(work, list(range(100)), 2)
    next(results)

    results.close()

    assert len(begun) in {2, 3}  # the first, and one a worker that was in the middle
