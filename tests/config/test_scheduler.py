"""Of several schedulers one sends; when it dies another does."""

import time
from collections.abc import Iterator

import pytest
from celery import Celery

from config.celery import app
from config.scheduler import STANDBY_SECONDS, LeaderScheduler

pytestmark = pytest.mark.django_db


class Counting(LeaderScheduler):
    """Sends nothing, remembers what it would send."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self.sent: list[str] = []

    def apply_entry(self, entry, producer=None) -> None:
        self.sent.append(entry.task)


@pytest.fixture
def schedulers() -> Iterator[list[Counting]]:
    every_time = {"sweep": {"task": "kernel.wakeups.sweep", "schedule": 0.0}}
    other = Celery("tests", set_as_current=False)
    other.conf.update(broker_url="memory://", beat_schedule=every_time, result_expires=None)
    made = [Counting(app=other), Counting(app=other)]
    yield made
    for scheduler in made:
        scheduler.close()


def test_one_leads_and_the_other_follows_when_it_dies(schedulers: list[Counting]) -> None:
    first, second = schedulers
    assert first.tick() < STANDBY_SECONDS
    assert second.tick() == STANDBY_SECONDS
    first.tick()
    assert (first.sent, second.sent) == (["kernel.wakeups.sweep"] * 2, [])
    first._connection.close()  # as its death does; the server frees the lock a moment later
    for _ in range(100):
        if second.tick() < STANDBY_SECONDS:
            break
        time.sleep(0.05)
    assert second.sent == ["kernel.wakeups.sweep"]
    assert first.tick() == STANDBY_SECONDS  # finds its connection gone, and then not the leader
    assert first.tick() == STANDBY_SECONDS
    assert len(first.sent) == 2


def test_the_sweep_is_on_the_schedule_and_known_to_the_workers() -> None:
    app.loader.import_default_modules()
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "kernel.wakeups.sweep" in tasks
    assert tasks <= set(app.tasks)
    assert app.conf.beat_scheduler == "config.scheduler:LeaderScheduler"
