"""Who holds a job: one worker at a time, and only the holder writes its result."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.functions import Now

from kernel.jobs.domain import LeaseLost, enqueue, lease
from kernel.jobs.models import Job
from kernel.wakeups.domain import sweep
from kernel.wakeups.models import Wakeup
from tests.fixtures.counties import COUNTY

pytestmark = pytest.mark.usefixtures("county")


def claim(job: Job, worker: str = "a") -> Job | None:
    return lease.claim(table=Job, county=COUNTY, job=job.uuid, worker=worker)


def run_out(job: Job) -> None:
    """The holder has been silent for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(claimed_until=Now() - timedelta(seconds=1))


def state_of(job: Job) -> tuple[str, int, object, object]:
    job.refresh_from_db()
    return job.state, job.tries, job.result, job.error


@pytest.fixture
def job() -> Job:
    return enqueue(kind="tests.double", payload={"number": 1})


def test_claiming_sets_lease_and_moves_the_wakeup_to_its_end(job: Job) -> None:
    held = claim(job)
    assert held is not None
    assert (held.state, held.tries, held.claimed_by.split(":")[0]) == ("RUNNING", 1, "a")
    due = Wakeup.objects.get().due_at
    assert abs(due - held.claimed_until) < timedelta(seconds=1)


def test_nobody_else_claims_a_held_job(job: Job) -> None:
    claim(job, "a")
    assert claim(job, "b") is None
    assert state_of(job) == ("RUNNING", 1, None, None)


def test_a_lease_that_is_over_is_taken_over(job: Job) -> None:
    first = claim(job, "a")
    run_out(job)
    second = claim(job, "b")
    assert second is not None
    assert (second.claimed_by.split(":")[0], second.tries) == ("b", 2)
    for late in (
        lambda: lease.finish(job=first, county=COUNTY, result=1),
        lambda: lease.renew(job=first, county=COUNTY),
        lambda: lease.show_progress(job=first, county=COUNTY, done=1, total=2),
        lambda: lease.give_back(job=first, county=COUNTY, error=ValueError()),
    ):
        with pytest.raises(LeaseLost):
            late()
    assert state_of(job) == ("RUNNING", 2, None, None)
    lease.finish(job=second, county=COUNTY, result=2)
    assert state_of(job) == ("DONE", 2, 2, None)


def test_the_same_worker_claims_anew_after_its_lease(job: Job) -> None:
    first = claim(job, "a")
    run_out(job)
    claim(job, "a")
    with pytest.raises(LeaseLost):
        lease.finish(job=first, county=COUNTY, result=1)


def test_progress_keeps_the_lease(job: Job) -> None:
    held = claim(job)
    run_out(job)
    lease.show_progress(job=held, county=COUNTY, done=3, total=10)
    assert claim(job, "b") is None
    job.refresh_from_db()
    assert (job.progress, job.total) == (3, 10)


def test_finishing_forgets_the_wakeup(job: Job) -> None:
    lease.finish(job=claim(job), county=COUNTY, result={"number": 2})
    assert state_of(job) == ("DONE", 1, {"number": 2}, None)
    assert Wakeup.objects.count() == 0
    assert claim(job) is None
    assert Wakeup.objects.count() == 0


def test_a_worker_that_dies_each_time_fails_the_job(job: Job, settings) -> None:
    settings.JOB_TRIES = 2
    for _ in range(2):
        assert claim(job) is not None
        run_out(job)
    assert claim(job) is None
    assert state_of(job) == ("FAILED", 2, None, {"code": "worker_died"})
    # Noted for the operators; a message that comes late changes nothing.
    assert claim(job) is None
    left = Wakeup.objects.get()
    assert (left.due_at, left.failed_at is None) == (None, False)
    assert sweep() == 0


def test_a_failure_made_good_is_forgotten(settings) -> None:
    settings.JOB_TRIES = 1
    first = enqueue(kind="tests.double", payload={}, dedup_key="2026")
    lease.give_back(job=claim(first), county=COUNTY, error=ValueError("defect"))
    other = enqueue(kind="tests.double", payload={}, dedup_key="2025")
    lease.give_back(job=claim(other), county=COUNTY, error=ValueError("defect"))
    lease.finish(
        job=claim(enqueue(kind="tests.double", payload={}, dedup_key="2026")),
        county=COUNTY,
        result=1,
    )

    assert list(Wakeup.objects.values_list("job_uuid", flat=True)) == [other.uuid]


def test_of_a_repeated_job_only_the_last_is_kept() -> None:
    for number in (1, 2, 3):
        again = enqueue(kind="tests.double", payload={}, dedup_key="2026")
        lease.finish(job=claim(again), county=COUNTY, result=number)
    lease.finish(job=claim(enqueue(kind="tests.double", payload={})), county=COUNTY, result=4)
    assert sorted(Job.objects.values_list("dedup_key", "result")) == [("", 4), ("2026", 3)]


def test_a_failed_try_gives_way_to_a_job_that_waits(job: Job) -> None:
    first = enqueue(kind="tests.double", payload={}, dedup_key="2026")
    held = claim(first)
    second = enqueue(kind="tests.double", payload={}, dedup_key="2026")
    lease.give_back(job=held, county=COUNTY, error=ValueError("secret"))
    assert state_of(first) == ("FAILED", 1, None, {"code": "error", "detail": "ValueError"})
    assert state_of(second) == ("WAITING", 0, None, None)


def test_a_job_that_is_gone_leaves_no_wakeup(job: Job) -> None:
    Job.objects.all().delete()
    assert claim(job) is None
    assert Wakeup.objects.count() == 0
    assert lease.claim(table=Job, county=COUNTY, job=uuid4(), worker="a") is None


def test_a_job_whose_time_has_not_come_is_left_alone() -> None:
    job = enqueue(kind="tests.double", payload={}, delay=timedelta(hours=1))
    Wakeup.objects.update(due_at=Now())
    assert claim(job) is None
    assert state_of(job) == ("WAITING", 0, None, None)
    assert abs(Wakeup.objects.get().due_at - job.available_at) < timedelta(seconds=1)
