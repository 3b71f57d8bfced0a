"""Work that is one long transaction shows its progress from beside it, and keeps its lease."""

import pytest
from django.db import transaction

from kernel.access.actor import Actor
from kernel.jobs import run as jobs
from kernel.jobs.domain import lease
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tests.kernel.jobs.workers import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> JobRun:
    monkeypatch.setattr(jobs, "SHOW_SECONDS", 0.01)
    made = enqueue_operation(kind="tests.none", payload={}, actor=Actor.system(None))
    claimed = lease.claim(table=Operation, county="", job=made.uuid, worker="a")
    assert claimed is not None
    return JobRun(claimed, "")


def test_progress_is_seen_and_the_lease_kept_while_the_transaction_runs(held: JobRun) -> None:
    before = Operation.objects.get().claimed_until

    with held.beating() as show, transaction.atomic():
        show(3, 7)
        # Committed by another connection: this one's transaction has written nothing.
        wait_until(lambda: Operation.objects.get().progress == 3, Operation.objects.get)
        found = Operation.objects.get()

    assert (found.total, found.claimed_until > before) == (7, True)


def test_one_whose_lease_was_lost_is_shown_no_more(held: JobRun) -> None:
    Operation.objects.update(claimed_by="another")

    with held.beating() as show:
        show(3, 7)

    assert Operation.objects.get().progress == 0
