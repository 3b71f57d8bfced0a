"""The one task that does every kind of job."""

import logging
import os
import socket
from uuid import UUID

from celery import shared_task
from django.db import transaction

from kernel.jobs.domain import lease
from kernel.jobs.models import Job, Work
from kernel.jobs.registry import find_handler
from kernel.jobs.run import JobRun
from kernel.operations.models import Operation
from kernel.tenancy.context import UnknownCounty, county_context, is_closed
from kernel.wakeups.domain import cancel_wakeup, hold_wakeup

logger = logging.getLogger(__name__)


@shared_task(name="kernel.jobs.run")
def run(*, county: str, job: str) -> None:
    """Do the job, or with no county the operation, if it is free; a second message for it
    does nothing."""
    if county and is_held(county, UUID(job)):
        return
    try:
        with county_context(county or None):
            run_job(county=county, job=UUID(job))
    except UnknownCounty:  # removed meanwhile, with its jobs
        cancel_wakeup(county=county, job=UUID(job))


@transaction.atomic
def is_held(county: str, job: UUID) -> bool:
    """Whether the job waits for its county to be resumed; nobody looks at it until then."""
    if not is_closed(county):
        return False
    hold_wakeup(county=county, job=job)
    return True


def run_job(*, county: str, job: UUID) -> None:
    """Claim the job, call its function, write the result; failures are written to the job."""
    worker = f"{socket.gethostname()}:{os.getpid()}"
    table: type[Work] = Job if county else Operation
    claimed = lease.claim(table=table, county=county, job=job, worker=worker)
    if claimed is None:
        return
    held = JobRun(claimed, county)
    try:
        result = find_handler(claimed.kind)(held)
        if not held.finished:
            lease.finish(job=claimed, county=county, result=result)
    except lease.LeaseLost:
        logger.warning("lease lost", extra={"county": county, "job": str(job)})
    except Exception as error:
        logger.exception("job failed", extra={"county": county, "job": str(job)})
        _give_back(held, claimed, error)


def _give_back(held: JobRun, claimed: Work, error: Exception) -> None:
    if held.finished:
        return  # its effect is committed; what failed came after it
    try:
        lease.give_back(job=claimed, county=held.county, error=error)
    except lease.LeaseLost:
        logger.warning("lease lost", extra={"county": held.county, "job": str(claimed.uuid)})
