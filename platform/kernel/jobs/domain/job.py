"""Asking for work, in the transaction that causes it."""

from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from kernel.access.actor import Actor
from kernel.jobs.models import Job, JobState, Work
from kernel.tenancy.context import current_county
from kernel.wakeups.domain import plan_wakeup, send_wakeup

GRACE = timedelta(seconds=30)  # for the wake-up at commit, before the sweep sends another
NO_DELAY = timedelta(0)
AnyWork = TypeVar("AnyWork", bound=Work)


def enqueue(
    *,
    kind: str,
    payload: dict[str, Any],
    actor: Actor | None = None,
    dedup_key: str | None = None,
    delay: timedelta = NO_DELAY,
) -> Job:
    """Ask for a job of `kind` in the county one stands in; ids only in `payload`.

    With `dedup_key` a job of that kind and key that still waits is returned instead of a second
    one; it will see what this transaction writes. `delay` holds the job back (to gather changes).
    """
    county = current_county()
    if county is None:
        raise ValueError("Jobs are kept in a county: enter one first.")
    values = {"kind": kind, "payload": payload, "dedup_key": dedup_key or ""}
    return make_work(Job, values, actor=actor, county=county, delay=delay)


def make_work(
    table: type[AnyWork],
    values: dict[str, Any],
    *,
    actor: Actor | None,
    county: str,
    delay: timedelta = NO_DELAY,
) -> AnyWork:
    """Write the row and its wake-up, or give the one of the same key that waits already.

    `county` is empty for what is kept in public.
    """
    with transaction.atomic(savepoint=False):
        if values["dedup_key"] and (waiting := _hold_waiting(table, values)):
            return waiting
        return _write_work(table, values, actor=actor, county=county, delay=delay)


def _write_work(
    table: type[AnyWork],
    values: dict[str, Any],
    *,
    actor: Actor | None,
    county: str,
    delay: timedelta,
) -> AnyWork:
    asked_by = {"created_by": actor.user_uuid, "created_name": actor.name} if actor else {}
    try:
        with transaction.atomic():
            rows = table._default_manager
            work = rows.create(**values, **asked_by, available_at=Now() + delay)
    except IntegrityError:
        if not values["dedup_key"]:
            raise
        # Another transaction was faster, and has committed.
        return make_work(table, values, actor=actor, county=county, delay=delay)
    work.refresh_from_db(fields=["available_at"])
    plan_wakeup(county=county, job=work.uuid, after=delay or GRACE)
    if not delay:
        transaction.on_commit(partial(send_wakeup, county=county, job=work.uuid))
    return work


def _hold_waiting(table: type[AnyWork], values: dict[str, Any]) -> AnyWork | None:
    """The waiting one of that key, held: no worker claims it before this transaction ends, or it
    would miss what the transaction writes. A shared lock, so that writers do not wait in line."""
    rows = table._default_manager.raw(
        f"SELECT * FROM {table._meta.db_table} "
        "WHERE kind = %s AND dedup_key = %s AND state = %s FOR SHARE",
        [values["kind"], values["dedup_key"], JobState.WAITING],
    )
    return next(iter(rows), None)
