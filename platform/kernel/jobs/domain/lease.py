"""The lease on a job or an operation: who works on it, until when; only the holder writes its
result.

Each function is one conditional UPDATE: the row's lock decides between two workers. Times are
the database's.
"""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from kernel.errors import DomainError
from kernel.jobs.models import JobState, Work
from kernel.wakeups.domain import cancel_wakeup, forget_failures, note_failure, plan_wakeup

AnyWork = TypeVar("AnyWork", bound=Work)
RETRY_SECONDS = 30  # before the second try, doubled before each further one


class LeaseLost(Exception):
    """Another worker has taken the job over; what was not committed is to be dropped."""


@transaction.atomic
def claim(*, table: type[AnyWork], county: str, job: UUID, worker: str) -> AnyWork | None:
    """Take the job if it waits or its lease is over; None when there is nothing to do.

    `county` is empty for what is kept in public.
    """
    open_to_all = Q(state=JobState.WAITING, available_at__lte=Now()) | Q(
        state=JobState.RUNNING, claimed_until__lt=Now()
    )
    rows = table._default_manager
    taken = rows.filter(open_to_all, uuid=job, tries__lt=settings.JOB_TRIES).update(
        state=JobState.RUNNING,
        claimed_by=f"{worker}:{uuid4().hex[:12]}"[-120:],
        claimed_until=Now() + _period(),
        tries=F("tries") + 1,
    )
    if not taken:
        _plan_again(rows.all(), county=county, job=job)
        return None
    plan_wakeup(county=county, job=job, after=_period())
    return rows.get(uuid=job)


def renew(*, job: Work, county: str) -> None:
    """Keep the lease for another period. Raises LeaseLost."""
    _write(job, claimed_until=Now() + _period())
    plan_wakeup(county=county, job=job.uuid, after=_period())


def show_progress(*, job: Work, county: str, done: int, total: int) -> None:
    """Write how far the job is, and keep the lease. Raises LeaseLost."""
    _write(job, progress=done, total=total, claimed_until=Now() + _period())
    plan_wakeup(county=county, job=job.uuid, after=_period())


@transaction.atomic
def finish(*, job: Work, county: str, result: Any) -> None:
    """DONE, with its result; of jobs with the same key only this one is kept. Raises LeaseLost."""
    _write(job, state=JobState.DONE, result=result, claimed_until=None, error=None)
    cancel_wakeup(county=county, job=job.uuid)
    if job.dedup_key:
        _forget_older(job, county)


@transaction.atomic
def give_back(*, job: Work, county: str, error: Exception) -> None:
    """After a failure: try again later, or FAILED when it is a refusal, was the last try, or
    another job of the same key waits already."""
    final = isinstance(error, DomainError) or job.tries >= settings.JOB_TRIES
    if final or _has_successor(job):
        _write(job, state=JobState.FAILED, claimed_until=None, error=_describe(error))
        note_failure(county=county, job=job.uuid)
        return
    wait = timedelta(seconds=RETRY_SECONDS * 2 ** (job.tries - 1))
    _write(
        job,
        state=JobState.WAITING,
        claimed_until=None,
        available_at=Now() + wait,
        error=_describe(error),
    )
    plan_wakeup(county=county, job=job.uuid, after=wait)


def _forget_older(job: Work, county: str) -> None:
    """What the same purpose needed before: earlier results, and failures made good now."""
    failed = _same(job, JobState.FAILED).values_list("uuid", flat=True)
    forget_failures(county=county, jobs=failed)
    _same(job, JobState.DONE).exclude(pk=job.pk).delete()


def _has_successor(job: Work) -> bool:
    return bool(job.dedup_key) and _same(job, JobState.WAITING).exists()


def _same(job: Work, state: JobState) -> QuerySet[Work]:
    """Those of the same kind and key in a state."""
    rows = type(job)._default_manager
    return rows.filter(kind=job.kind, dedup_key=job.dedup_key, state=state)


def _write(job: Work, **values: Any) -> None:
    held = type(job)._default_manager.filter(
        pk=job.pk, state=JobState.RUNNING, claimed_by=job.claimed_by
    )
    if not held.update(**values):
        raise LeaseLost(f"job {job.uuid}")


def _plan_again(rows: QuerySet[AnyWork], *, county: str, job: UUID) -> None:
    """Put the wake-up of a job that could not be claimed where it belongs."""
    worn_out = rows.filter(
        uuid=job,
        state=JobState.RUNNING,
        claimed_until__lt=Now(),
        tries__gte=settings.JOB_TRIES,
    )
    died = {"state": JobState.FAILED, "claimed_until": None, "error": {"code": "worker_died"}}
    if worn_out.update(**died):
        note_failure(county=county, job=job)
        return
    left = rows.filter(uuid=job, state__in=[JobState.WAITING, JobState.RUNNING])
    times = left.annotate(at_now=Now()).values_list("claimed_until", "available_at", "at_now")
    for claimed_until, available_at, at_now in times:
        wait = (claimed_until or available_at) - at_now
        plan_wakeup(county=county, job=job, after=max(wait, timedelta(seconds=1)))
        return
    cancel_wakeup(county=county, job=job)


def _describe(error: Exception) -> dict[str, Any]:
    """What may be shown: a refusal in its own words, of a defect its class only (its text may
    name persons; the log says where it happened)."""
    if isinstance(error, DomainError):
        return {"code": error.code, "detail": error.detail}
    return {"code": "error", "detail": type(error).__name__}


def _period() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)
