"""Which function does which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kernel.jobs.run import JobRun

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Handler = Callable[[JobRun], Any]
_handlers: dict[str, Handler] = {}
_labels: dict[str, StrOrPromise] = {}


def job_kind(kind: str, label: StrOrPromise = "") -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of `kind`; its answer, JSON, is the job's result.

    `label` says in a list what is done. The result's `url`, where there is one, is linked.
    A handler may run again from the start at any time (its worker was killed): it keeps to
    `JobRun.last_write` for what must happen once. A module `jobs` of an app is imported at start.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            raise ValueError(f"Two functions are registered for jobs of kind {kind!r}.")
        _labels[kind] = label or kind
        return handler

    return register


def find_handler(kind: str) -> Handler:
    """The function for jobs of `kind`. Raises LookupError."""
    if kind not in _handlers:
        raise LookupError(f"No function is registered for jobs of kind {kind!r}.")
    return _handlers[kind]


def label_of(kind: str) -> str:
    """What jobs of `kind` do, in words; the kind itself where nobody has registered it."""
    return str(_labels.get(kind, kind))
