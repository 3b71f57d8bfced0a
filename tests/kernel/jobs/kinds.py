"""Kinds of job for the tests, also loaded by the workers that the tests start."""

import time
from pathlib import Path
from typing import Any

from kernel.errors import Invalid
from kernel.jobs.models import Job
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun

EFFECT = "tests.effect"


def count_effects() -> int:
    """How often the effect of a tests.* job was committed in the county one stands in."""
    return Job.objects.filter(kind=EFFECT).count()


def leave_effect() -> None:
    Job.objects.create(kind=EFFECT, state="DONE")


@job_kind("tests.double")
def double(job: JobRun) -> dict[str, Any]:
    """The result is twice the payload's number."""
    return {"number": job.payload["number"] * 2}


@job_kind("tests.refuse")
def refuse(job: JobRun) -> None:
    raise Invalid("The year is not open.", code="not_open")


@job_kind("tests.break")
def break_down(job: JobRun) -> None:
    """Fails after its effect, in the same transaction."""
    with job.last_write():
        leave_effect()
        raise RuntimeError("a name that must not be shown")


@job_kind("tests.wait")
def wait_for_file(job: JobRun) -> None:
    """Says that it has begun, then works until the file named in the payload is there."""
    job.progress(1, 2)
    while not Path(job.payload["until"]).exists():
        job.renew()
        time.sleep(0.1)
    with job.last_write({"ok": True}):
        leave_effect()
