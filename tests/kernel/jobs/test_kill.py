"""A worker killed in the middle of a task: the work is done once in effect, by another.

Real workers, SIGKILL, PostgreSQL's queue or Redis. Two roads lead back to a job: the sweep, when
its lease is over, and the queue's own redelivery, when the visibility timeout ends.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection
from kombu import pools

from config.settings import broker
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job
from kernel.tenancy import county_context
from kernel.wakeups.domain import sweep
from tests.fixtures.counties import COUNTY
from tests.kernel.jobs.kinds import count_effects
from tests.kernel.jobs.workers import (
    REDIS,
    database_url,
    look,
    redis_server,
    wait_until,
    workers,
)

pytestmark = [
    pytest.mark.kill,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counties", "queue"),
]


needs_redis = pytest.mark.skipif(
    REDIS is None, reason="the Debian package redis-tools is not installed"
)


@pytest.fixture
def queue(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> Iterator[None]:
    """This process and its workers use the queue in the test database, or a Redis server."""
    monkeypatch.setattr(broker, "ENVIRONMENT", "demo")
    monkeypatch.setenv("DATABASE_URL", database_url())
    with redis_server() if getattr(request, "param", "") == "redis" else nullcontext("") as url:
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        chosen = broker.read_broker()
        before = {name: current_app.conf[name] for name in chosen}
        use_broker(chosen)
        yield
        use_broker(before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.purge_queue(%s)", [broker.QUEUE])


def use_broker(settings: dict[str, object]) -> None:
    pools.reset()
    current_app.amqp._producer_pool = None
    current_app.conf.update(settings)


def start_job(until: Path) -> Job:
    """A job that is being worked on, and will be until the file `until` is there."""
    with county_context(COUNTY):
        job = enqueue(kind="tests.wait", payload={"until": str(until)})
    wait_until(lambda: look(COUNTY, job).progress == 1, lambda: look(COUNTY, job))
    return job


def child_of(job: Job) -> int:
    return int(job.claimed_by.split(":")[1])


def end_of(job: Job) -> tuple[str, object, int, int]:
    """State, result, tries of the job, and how often its effect was committed."""
    found = look(COUNTY, job)
    with county_context(COUNTY):
        return found.state, found.result, found.tries, count_effects()


DONE_BY_THE_SECOND = ("DONE", {"ok": True}, 2, 1)


@pytest.mark.parametrize("queue", ["pgmq", pytest.param("redis", marks=needs_redis)], indirect=True)
def test_a_killed_child_and_the_sweep(tmp_path: Path) -> None:
    go_on = tmp_path / "go-on"
    with workers(tmp_path, "one"):
        job = start_job(go_on)
        first = child_of(look(COUNTY, job))
        os.kill(first, signal.SIGKILL)
        go_on.touch()
        wait_until(lambda: sweep() >= 0 and look(COUNTY, job).is_over, lambda: look(COUNTY, job))
        assert end_of(job) == DONE_BY_THE_SECOND
        assert child_of(look(COUNTY, job)) != first


def test_a_killed_worker_and_the_queue_alone(tmp_path: Path) -> None:
    """No sweep: the message itself comes back, to a worker that is already running."""
    go_on = tmp_path / "go-on"
    with workers(tmp_path, "one", "two", visibility=4) as both:
        job = start_job(go_on)
        child = child_of(look(COUNTY, job))
        next(worker for worker in both if worker.owns(child)).kill()
        go_on.touch()
        wait_until(lambda: look(COUNTY, job).is_over, lambda: look(COUNTY, job))
        assert end_of(job) == DONE_BY_THE_SECOND


def test_a_stopped_child_that_comes_back_too_late(tmp_path: Path) -> None:
    """It slept through its lease; another finished; its own last write is refused."""
    go_on = tmp_path / "go-on"
    with workers(tmp_path, "one", "two"):
        job = start_job(go_on)
        first = child_of(look(COUNTY, job))
        os.kill(first, signal.SIGSTOP)
        go_on.touch()
        wait_until(lambda: sweep() >= 0 and look(COUNTY, job).is_over, lambda: look(COUNTY, job))
        os.kill(first, signal.SIGCONT)
        wait_until(lambda: "lease lost" in logs(tmp_path), lambda: logs(tmp_path))
        assert end_of(job) == DONE_BY_THE_SECOND


def logs(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("*.log"))
