"""Waking jobs: a row that says when, a Celery message that says now.

The message may be lost; the row is not: it is written with what causes the job, and `sweep`
sends the message again until the job is over. Times are the database's, so that leases do not
depend on the clocks of several machines.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from kernel.wakeups.models import Wakeup

RUN_TASK = "kernel.jobs.run"
SWEEP_BATCH = 200
AGAIN = timedelta(seconds=60)  # before a message is sent again for a job that did not answer
logger = logging.getLogger(__name__)


def plan_wakeup(*, county: str, job: UUID, after: timedelta) -> None:
    """Have the job looked at `after` this much time, instead of when it was planned before."""
    row = Wakeup(county_code=county, job_uuid=job, due_at=Now() + after)
    Wakeup.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["county_code", "job_uuid"],
        update_fields=["due_at", "failed_at"],
    )


def hold_wakeup(*, county: str, job: UUID) -> None:
    """Look at the job no more until its county is woken."""
    _of(county, job).update(due_at=None)


def wake_county(*, county: str) -> int:
    """Have every job of the county that is not over looked at now; how many."""
    waiting = Wakeup.objects.filter(county_code=county, failed_at__isnull=True)
    return waiting.update(due_at=Now())


def cancel_wakeup(*, county: str, job: UUID) -> None:
    """Forget a job that is over or gone; one noted as failed stays noted."""
    _of(county, job).filter(failed_at__isnull=True).delete()


def note_failure(*, county: str, job: UUID) -> None:
    """The job has failed for good: nobody looks at it again, operators count it."""
    _of(county, job).update(due_at=None, failed_at=Now())


def forget_failures(*, county: str, jobs: Iterable[UUID]) -> None:
    """What failed before has been made good."""
    failed = Wakeup.objects.filter(county_code=county, failed_at__isnull=False)
    failed.filter(job_uuid__in=list(jobs)).delete()


def forget_county(county: Any) -> None:
    """The county is gone, with its jobs."""
    Wakeup.objects.filter(county_code=county.code).delete()


def _of(county: str, job: UUID) -> QuerySet[Wakeup]:
    return Wakeup.objects.filter(county_code=county, job_uuid=job)


def send_wakeup(*, county: str, job: UUID) -> None:
    """Ask a worker to look at the job now. A broker that does not answer is only logged."""
    try:
        current_app.send_task(RUN_TASK, kwargs={"county": county, "job": str(job)})
    except Exception:  # whatever the broker raises: the sweep will find the row
        logger.warning("wake-up not sent", exc_info=True, extra={"county": county})


def sweep() -> int:
    """Wake every job that is due; how many. Several sweeps at once share the rows."""
    for county, job in (due := _take_due()):
        send_wakeup(county=county, job=job)
    return len(due)


@transaction.atomic
def _take_due() -> list[tuple[str, UUID]]:
    free = Wakeup.objects.select_for_update(skip_locked=True).filter(due_at__lte=Now())
    due = list(free.order_by("due_at")[:SWEEP_BATCH])
    Wakeup.objects.filter(id__in=[row.id for row in due]).update(due_at=Now() + AGAIN)
    return [(row.county_code, row.job_uuid) for row in due]
