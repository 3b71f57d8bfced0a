"""Asking for an operation, in the transaction that causes it."""

from typing import Any

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.jobs.domain.job import make_work
from kernel.operations.models import Operation


def enqueue_operation(
    *,
    kind: str,
    payload: dict[str, Any],
    actor: Actor,
    county_code: str = "",
    dedup_key: str = "",
) -> Operation:
    """Have a worker do an operation of `kind`; its handler is registered by `job_kind`.

    With `dedup_key` one that still waits is returned instead of a second. No secret belongs in
    `payload`: operators see it. Raises Forbidden.
    """
    require(actor, OfficialRole.PLATFORM)
    values = {
        "kind": kind,
        "payload": payload,
        "county_code": county_code,
        "dedup_key": dedup_key,
    }
    return make_work(Operation, values, actor=actor, county="")
