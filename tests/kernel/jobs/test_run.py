"""Doing a job: what becomes of its result, its refusals and its defects."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from kernel.jobs.domain import enqueue, lease
from kernel.jobs.models import Job
from kernel.jobs.registry import find_handler, job_kind
from kernel.jobs.run import JobRun
from kernel.jobs.tasks import run
from kernel.tenancy import county_context, current_county
from kernel.wakeups.models import Wakeup
from tests.fixtures.counties import COUNTY, OTHER
from tests.kernel.jobs.kinds import count_effects, leave_effect


def do(kind: str, **payload: object) -> Job:
    """Ask for a job and have it done as a worker does; it stands in no county before."""
    with county_context(COUNTY):
        job = enqueue(kind=kind, payload=payload)
    run(county=COUNTY, job=str(job.uuid))
    assert current_county() is None
    with county_context(COUNTY):
        job.refresh_from_db()
    return job


def test_the_answer_is_the_result(counties: None) -> None:
    job = do("tests.double", number=21)
    assert (job.state, job.result, job.error, job.tries) == ("DONE", {"number": 42}, None, 1)


def test_the_job_is_done_in_its_own_county_only(counties: None) -> None:
    with county_context(COUNTY):
        job = enqueue(kind="tests.double", payload={"number": 1})
    run(county=OTHER, job=str(job.uuid))
    with county_context(COUNTY):
        job.refresh_from_db()
        assert job.state == "WAITING"


def test_a_refusal_is_final_and_in_its_own_words(counties: None) -> None:
    job = do("tests.refuse")
    refusal = {"code": "not_open", "detail": "The year is not open."}
    assert (job.state, job.error, job.tries) == ("FAILED", refusal, 1)
    left = Wakeup.objects.get()
    assert (left.job_uuid, left.due_at, left.failed_at is None) == (job.uuid, None, False)


def test_a_defect_leaves_no_effect_and_is_tried_again_later(counties: None) -> None:
    job = do("tests.break")
    assert (job.state, job.error) == ("WAITING", {"code": "error", "detail": "RuntimeError"})
    assert job.available_at - job.created_at > timedelta(seconds=29)
    with county_context(COUNTY):
        assert count_effects() == 0


def test_a_defect_that_stays_fails_after_the_last_try(counties: None, settings) -> None:
    settings.JOB_TRIES = 2
    job = do("tests.break")
    with county_context(COUNTY):
        Job.objects.update(available_at=Now())
    run(county=COUNTY, job=str(job.uuid))
    with county_context(COUNTY):
        job.refresh_from_db()
        assert (job.state, job.tries, count_effects()) == ("FAILED", 2, 0)


def test_an_unknown_kind_fails_the_job_not_the_worker(counties: None) -> None:
    job = do("tests.unknown")
    assert (job.state, job.error) == ("WAITING", {"code": "error", "detail": "LookupError"})


def test_a_second_message_does_nothing(counties: None) -> None:
    job = do("tests.double", number=1)
    run(county=COUNTY, job=str(job.uuid))
    with county_context(COUNTY):
        job.refresh_from_db()
        assert (job.state, job.tries) == ("DONE", 1)


def test_a_county_that_is_gone_leaves_no_wakeup(counties: None) -> None:
    with county_context(COUNTY):
        job = enqueue(kind="tests.double", payload={})
    Wakeup.objects.update(county_code="999999")
    run(county="999999", job=str(job.uuid))
    assert Wakeup.objects.count() == 0


def test_the_last_write_of_a_stalled_worker_is_rolled_back(county: object) -> None:
    """Its lease ran out, another took over: what it did until then has no effect."""
    job = enqueue(kind="tests.wait", payload={})
    stalled = JobRun(lease.claim(table=Job, county=COUNTY, job=job.uuid, worker="a"), COUNTY)
    Job.objects.filter(pk=job.pk).update(claimed_until=Now() - timedelta(seconds=1))
    second = JobRun(lease.claim(table=Job, county=COUNTY, job=job.uuid, worker="b"), COUNTY)
    with pytest.raises(lease.LeaseLost), stalled.last_write("first"):
        leave_effect()
    with second.last_write("second"):
        leave_effect()
    job.refresh_from_db()
    assert (job.state, job.result, count_effects()) == ("DONE", "second", 1)


def test_progress_is_written_at_once_then_once_a_second(
    county: object, django_assert_num_queries
) -> None:
    job = enqueue(kind="tests.wait", payload={})
    held = JobRun(lease.claim(table=Job, county=COUNTY, job=job.uuid, worker="a"), COUNTY)
    with django_assert_num_queries(4):  # the first and the last: the job and its wake-up
        for done in range(1, 1001):
            held.progress(done, 1000)
    job.refresh_from_db()
    assert (job.progress, job.total) == (1000, 1000)


def test_a_kind_has_one_function() -> None:
    with pytest.raises(ValueError, match=r"tests\.double"):
        job_kind("tests.double")(lambda job: None)
    with pytest.raises(LookupError, match=r"tests\.unknown"):
        find_handler("tests.unknown")
