"""Work that waited in a county when its archive was made."""

from datetime import timedelta

from kernel.hooks import Arrival
from kernel.jobs.models import Job, JobState
from kernel.wakeups.domain import plan_wakeup
from kernel.wakeups.models import Wakeup

OPEN = (JobState.WAITING, JobState.RUNNING)


def wake_restored(arrival: Arrival) -> None:
    """Registered at kernel.hooks.county_restored: jobs that were not over are done now.

    In a copy they are not: the county itself does what was asked of it.
    """
    code = arrival.county.code
    Wakeup.objects.filter(county_code=code).delete()
    waiting = Job.objects.filter(state__in=OPEN)
    if arrival.is_rehearsal:
        waiting.update(state=JobState.FAILED, claimed_until=None, error={"code": "rehearsal"})
        return
    for job in waiting:
        plan_wakeup(county=code, job=job.uuid, after=timedelta(0))
