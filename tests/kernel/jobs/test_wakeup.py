"""The sweep: reads one public table and wakes what is due."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models.functions import Now

from kernel.wakeups.domain import plan_wakeup, send_wakeup, sweep, wakeup
from kernel.wakeups.models import Wakeup
from tests.fixtures.counties import COUNTY, OTHER

FIRST, SECOND, LATER = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    messages: list[tuple[str, str]] = []

    def send(name: str, kwargs: dict[str, str]) -> None:
        messages.append((kwargs["county"], kwargs["job"]))

    monkeypatch.setattr(wakeup.current_app, "send_task", send)
    return messages


def plan(county: str, job: UUID, seconds: int) -> None:
    plan_wakeup(county=county, job=job, after=timedelta(seconds=seconds))


def test_the_sweep_wakes_what_is_due_the_longest_first(
    db: None, sent: list, django_assert_num_queries
) -> None:
    plan(COUNTY, FIRST, -5)
    plan(OTHER, SECOND, -9)
    plan(COUNTY, LATER, 60)
    with django_assert_num_queries(4):  # savepoint, read, move, release
        assert sweep() == 2
    assert sent == [(OTHER, str(SECOND)), (COUNTY, str(FIRST))]


def test_a_job_that_does_not_answer_is_woken_again_a_minute_later(db: None, sent: list) -> None:
    plan(COUNTY, FIRST, -5)
    assert (sweep(), sweep()) == (1, 0)
    Wakeup.objects.filter(due_at__gt=Now() + timedelta(seconds=55)).update(due_at=Now())
    assert sweep() == 1
    assert sent == [(COUNTY, str(FIRST))] * 2


def test_planning_again_moves_the_one_row(db: None) -> None:
    plan(COUNTY, FIRST, 500)
    plan(COUNTY, FIRST, -1)
    assert Wakeup.objects.filter(due_at__lt=Now()).count() == Wakeup.objects.count() == 1


def test_a_broker_that_does_not_answer_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(name: str, kwargs: dict[str, str]) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(wakeup.current_app, "send_task", fail)
    send_wakeup(county=COUNTY, job=uuid4())
    assert [record.message for record in caplog.records] == ["wake-up not sent"]
