"""A job in the hands of the worker that holds its lease."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel.jobs.domain import lease
from kernel.jobs.models import Work
from kernel.tenancy.context import county_context

SHOW_SECONDS = 1.0  # progress is written at most this often


class JobRun:
    """What a handler gets: the payload, and the ways to say how far it is.

    `county` is empty in an operation: its handler stands in public.

    Every method but the properties raises LeaseLost when another worker has taken over; the
    handler lets it pass, so that a transaction around it writes nothing.
    """

    def __init__(self, job: Work, county: str) -> None:
        self._job = job
        self._shown_at = 0.0
        self.county = county
        self.finished = False

    @property
    def uuid(self) -> UUID:
        return self._job.uuid

    @property
    def payload(self) -> dict[str, Any]:
        return self._job.payload  # type: ignore[no-any-return]

    @property
    def created_by(self) -> UUID | None:
        return self._job.created_by

    def progress(self, done: int, total: int) -> None:
        """Show `done` of `total` steps and keep the lease; not in a transaction: others look."""
        if time.monotonic() - self._shown_at >= SHOW_SECONDS or done >= total:
            lease.show_progress(job=self._job, county=self.county, done=done, total=total)
            self._shown_at = time.monotonic()

    def renew(self) -> None:
        """Keep the lease for another full period."""
        lease.renew(job=self._job, county=self.county)

    @contextmanager
    def beating(self) -> Iterator[Callable[[int, int], None]]:
        """For work that is one long transaction: shows `done` of `total` from beside it, where
        others see it, and keeps the lease meanwhile."""
        shown = [0, 0]
        over = threading.Event()

        def beat() -> None:
            try:
                with county_context(self.county or None):
                    while not over.wait(SHOW_SECONDS):
                        done, total = shown
                        job, county = self._job, self.county
                        lease.show_progress(job=job, county=county, done=done, total=total)
            except lease.LeaseLost:
                return  # the last write of the work itself will say so
            finally:
                connection.close()

        def show(done: int, total: int) -> None:
            shown[:] = done, total

        beside = threading.Thread(target=beat, daemon=True)
        beside.start()
        try:
            yield show
        finally:
            over.set()
            beside.join()

    @contextmanager
    def last_write(self, result: Any = None) -> Iterator[None]:
        """A transaction for the job's effect, committed only with the job itself as DONE."""
        with transaction.atomic():
            yield
            lease.finish(job=self._job, county=self.county, result=result)
        self.finished = True
