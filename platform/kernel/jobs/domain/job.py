"""Asking for work, in the transaction that causes it."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from kernel.access.actor import Actor
from kernel.jobs.models import Job, JobState
from kernel.tenancy.context import current_county
from kernel.wakeups.domain import plan_wakeup, send_wakeup

GRACE = timedelta(seconds=30)  # for the wake-up at commit, before the sweep sends another
NO_DELAY = timedelta(0)


@transaction.atomic
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
    if dedup_key and (waiting := _hold_waiting(kind, dedup_key)):
        return waiting
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                payload=payload,
                created_by=actor.user_uuid if actor else None,
                created_name=actor.name if actor else "",
                dedup_key=dedup_key or "",
                available_at=Now() + delay,
            )
    except IntegrityError:
        if not dedup_key:
            raise
        # Another transaction was faster, and has committed.
        return enqueue(kind=kind, payload=payload, actor=actor, dedup_key=dedup_key, delay=delay)
    job.refresh_from_db(fields=["available_at"])
    plan_wakeup(county=county, job=job.uuid, after=delay or GRACE)
    if not delay:
        transaction.on_commit(partial(send_wakeup, county=county, job=job.uuid))
    return job


def _hold_waiting(kind: str, dedup_key: str) -> Job | None:
    """The waiting job of that key, held: no worker claims it before this transaction ends, or it
    would miss what the transaction writes. A shared lock, so that writers do not wait in line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM jobs_job WHERE kind = %s AND dedup_key = %s AND state = %s FOR SHARE",
            [kind, dedup_key, JobState.WAITING],
        )
        row = cursor.fetchone()
    return Job.objects.get(id=row[0]) if row else None
