"""Which function does which kind of job."""

from collections.abc import Callable
from typing import Any

from kernel.jobs.run import JobRun

Handler = Callable[[JobRun], Any]
_handlers: dict[str, Handler] = {}


def job_kind(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of `kind`; its answer, JSON, is the job's result.

    A handler may run again from the start at any time (its worker was killed): it keeps to
    `JobRun.last_write` for what must happen once. A module `jobs` of an app is imported at start.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            raise ValueError(f"Two functions are registered for jobs of kind {kind!r}.")
        return handler

    return register


def find_handler(kind: str) -> Handler:
    """The function for jobs of `kind`. Raises LookupError."""
    if kind not in _handlers:
        raise LookupError(f"No function is registered for jobs of kind {kind!r}.")
    return _handlers[kind]
