"""Asking for work: the rows are written with what causes them, or not at all."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from kernel.access.actor import Actor
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job
from kernel.tenancy import county_context
from kernel.wakeups.domain import wakeup
from kernel.wakeups.models import Wakeup
from tests.fixtures.counties import COUNTY, OTHER


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The wake-ups that were sent to the broker."""
    messages: list[dict[str, str]] = []

    def send(name: str, kwargs: dict[str, str]) -> None:
        assert name == "kernel.jobs.run"
        messages.append(kwargs)

    monkeypatch.setattr(wakeup.current_app, "send_task", send)
    return messages


def test_job_and_wakeup_are_written_and_sent_at_commit(
    county: object, system: Actor, sent: list, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind="tests.double", payload={"number": 4}, actor=system)
        assert sent == []
    assert sent == [{"county": COUNTY, "job": str(job.uuid)}]
    stored = Job.objects.values_list("kind", "payload", "state", "tries", "created_by", "progress")
    assert list(stored) == [("tests.double", {"number": 4}, "WAITING", 0, system.user_uuid, 0)]
    rows = Wakeup.objects.filter(due_at__gt=Now() + timedelta(seconds=25))
    assert list(rows.values_list("county_code", "job_uuid")) == [(COUNTY, job.uuid)]


def test_nothing_is_left_of_a_cause_that_fails(
    county: object, sent: list, django_capture_on_commit_callbacks
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        enqueue(kind="tests.double", payload={"number": 4})
        raise RuntimeError
    assert (Job.objects.count(), Wakeup.objects.count(), sent) == (0, 0, [])


def test_the_same_key_waits_once_in_each_county(counties: None, sent: list) -> None:
    with county_context(COUNTY):
        first = enqueue(kind="tests.double", payload={}, dedup_key="2026")
        again = enqueue(kind="tests.double", payload={}, dedup_key="2026")
        other_key = enqueue(kind="tests.double", payload={}, dedup_key="2025")
        Job.objects.filter(pk=first.pk).update(state="RUNNING")
        after = enqueue(kind="tests.double", payload={}, dedup_key="2026")
        assert again.uuid == first.uuid
        assert len({first.uuid, other_key.uuid, after.uuid}) == 3
    with county_context(OTHER):
        elsewhere = enqueue(kind="tests.double", payload={}, dedup_key="2026")
        assert elsewhere.uuid not in {first.uuid, after.uuid}
    assert Wakeup.objects.count() == 4


def test_a_delayed_job_is_left_to_the_sweep(
    county: object, sent: list, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind="tests.double", payload={}, delay=timedelta(seconds=50))
    assert sent == []
    late = Wakeup.objects.get().due_at - job.available_at
    assert timedelta(0) <= late < timedelta(seconds=1)
    assert job.available_at - job.created_at == timedelta(seconds=50)


def test_jobs_are_kept_in_a_county(db: None) -> None:
    with pytest.raises(ValueError, match="enter one first"):
        enqueue(kind="tests.double", payload={})
