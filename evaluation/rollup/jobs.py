"""Jobs of the roll-up, run by a worker in the county."""

from evaluation.rollup.domain.county_period import write_counters
from evaluation.rollup.domain.follow import COUNT_RECORDS
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.tenancy import is_rehearsal


@job_kind(COUNT_RECORDS)
def count_records(job: JobRun) -> None:
    """Count the county's records again, after they changed; those of a copy count nowhere."""
    if is_rehearsal():
        return
    with job.last_write():
        write_counters()
