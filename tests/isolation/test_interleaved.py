"""Thousands of requests, tasks and jobs of several counties, interleaved at random over threads
and a pool of two connections: each answer is the county's own.

QIANZHAN_ISOLATION_DEEDS (2000) says how many, QIANZHAN_ISOLATION_SEED which; `--counties 183`
spreads them over so many counties.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from psycopg.pq import TransactionStatus

from kernel.accounts.domain.token import issue_token
from kernel.tenancy import county_context
from kernel.tenancy.backend.guard import GuardedCursor
from tests.fixtures.people import make_member, make_user
from tests.isolation.conftest import Province
from tests.isolation.deeds import DEEDS, Worker
from tests.isolation.views import SECRET, names
from tests.isolation.wsgi import Site

THREADS = 6
TIMES = int(os.environ.get("QIANZHAN_ISOLATION_DEEDS", "2000"))
SEED = int(os.environ.get("QIANZHAN_ISOLATION_SEED", "510402"))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tokens(province: Province) -> Iterator[dict[str, str]]:
    """County code -> token of the one user who is the bureau of every county."""
    user = make_user("五一〇")
    for code in province.codes:
        make_member("BUREAU", county=code, user=user)
    return {code: issue_token(user=user, host=f"{code}.localhost")[0] for code in province.codes}


def work(site: Site, tokens: dict[str, str], times: int) -> tuple[list[Worker], list[str]]:
    """The workers, and all that went wrong."""
    connection.close()  # the pool's two connections are the threads'
    workers = [Worker(site, tokens, SEED + number) for number in range(THREADS)]
    wrong: list[str] = []

    def run(worker: Worker) -> None:
        for _ in range(times // THREADS):
            try:
                worker.do()
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return workers, wrong


def test_no_answer_is_another_countys(
    site: Site, tokens: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    assert project.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == 2

    workers, wrong = work(site, tokens, TIMES)

    assert wrong == []
    assert "search_path guard" not in caplog.text  # nor did the guard have to step in
    done = sum((Counter(worker.done) for worker in workers), Counter())
    assert done.total() == TIMES // THREADS * THREADS
    assert {*done} == {deed.__name__ for deed in DEEDS}
    written = Counter(code for worker in workers for code in worker.written)
    for code in tokens:  # nothing taken back has stayed, nothing kept has gone elsewhere
        with county_context(code):
            found = Counter(name for name in names() if name.startswith(SECRET))
        assert found == {f"{SECRET} {code}": 2 + written[code]}


def mix_up(patch: pytest.MonkeyPatch, codes: list[str], *, guarded: bool) -> None:
    """Now and then a connection stands in another county's schema, as behind a wrong pooler."""
    refuse, draw = GuardedCursor._refuse_other_path, Random(SEED)

    def look(self: Any) -> None:
        raw = self._cursor.connection
        idle = raw.info.transaction_status in (TransactionStatus.IDLE, TransactionStatus.INTRANS)
        if idle and not self._wrapper._setting_search_path and draw.random() < 0.05:
            raw.execute(f"SET search_path = c{draw.choice(codes)}, public")
        if guarded:
            refuse(self)

    patch.setattr(GuardedCursor, "_refuse_other_path", look)


@pytest.mark.parametrize("guarded", [False, True])
def test_the_same_work_on_a_wrong_pooler_shows_wrong_rows_only_without_the_guard(
    site: Site, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """The proof above can fail, and it is the guard that keeps it from failing."""
    with monkeypatch.context() as patch:
        mix_up(patch, [*tokens], guarded=guarded)
        _, wrong = work(site, tokens, 40 * THREADS)

    assert len(wrong) > 0
    assert (len([each for each in wrong if " showed ['5" in each]) > 0) is not guarded
