"""A pooler that mixes up counties is found by what it does, and refused at the start."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from kernel.tenancy import start
from kernel.tenancy.checks import check_pooler, pooler_address
from kernel.tenancy.pooler import PATHS, Client, find_fault, force_switches
from tests.isolation.pgbouncer import PROGRAM, pgbouncer

needs_pgbouncer = pytest.mark.skipif(
    not PROGRAM.exists(), reason=f"{PROGRAM} is absent: apt-get install pgbouncer"
)
MIXED = "stands in another client's search_path"


@pytest.fixture
def address(db: None) -> dict[str, Any]:
    return pooler_address()


def test_a_direct_connection_is_safe(address: dict[str, Any]) -> None:
    assert find_fault(address) == ""
    assert check_pooler(None) == []


@needs_pgbouncer
@pytest.mark.parametrize("size", [1, 4])
def test_pgbouncer_in_transaction_mode_is_refused(address: dict[str, Any], size: int) -> None:
    with pgbouncer(address, mode="transaction", size=size) as pooled:
        assert MIXED in find_fault(pooled)


@needs_pgbouncer
def test_pgbouncer_in_statement_mode_is_refused(address: dict[str, Any]) -> None:
    with pgbouncer(address, mode="statement") as pooled:
        assert MIXED in find_fault(pooled)


@needs_pgbouncer
def test_pgbouncer_in_session_mode_is_safe(address: dict[str, Any]) -> None:
    with pgbouncer(address, mode="session") as pooled:
        assert find_fault(pooled) == ""


@needs_pgbouncer
def test_a_pooler_that_happened_to_keep_both_apart_is_forced_to_switch(
    address: dict[str, Any],
) -> None:
    """On a busy pool two looks may meet the right backends by chance."""
    with pgbouncer(address, mode="transaction") as pooled, Two(pooled) as (first, second):
        force_switches(first, second)
        assert MIXED in first.fault + second.fault
        assert len({*first.backends, *second.backends}) == 2


class Two:
    """Two clients of the check."""

    def __init__(self, address: dict[str, Any]) -> None:
        self.connections = [psycopg.connect(**address, autocommit=True) for _ in PATHS]

    def __enter__(self) -> list[Client]:
        return [Client(*each) for each in zip(self.connections, PATHS, strict=True)]

    def __exit__(self, *raised: object) -> None:
        for each in self.connections:
            each.close()


@needs_pgbouncer
def test_a_busy_session_pool_raises_no_alarm(address: dict[str, Any]) -> None:
    with pgbouncer(address, mode="session", size=6) as pooled, Busy(pooled, clients=3):
        assert [find_fault(pooled) for _ in range(5)] == [""] * 5


class Busy:
    """Others who work on the same pool meanwhile."""

    def __init__(self, address: dict[str, Any], clients: int) -> None:
        self.address, self.over = address, threading.Event()
        self.threads = [threading.Thread(target=self.work, args=[n]) for n in range(clients)]

    def work(self, number: int) -> None:
        while not self.over.is_set():
            with psycopg.connect(**self.address) as one:
                one.execute(f"SET search_path = c51040{number}")  # type: ignore[arg-type]
                one.execute("SELECT 1")

    def __enter__(self) -> None:
        for each in self.threads:
            each.start()

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        for each in self.threads:
            each.join()


def test_a_pooler_that_carries_the_path_along_is_safe(
    address: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One backend for both, each in its own path: what track_extra_parameters does."""
    monkeypatch.setattr(Client, "look", lambda self: self.backends.append(1))
    assert find_fault(address) == ""


def test_a_pooler_that_hides_the_path_is_refused(
    address: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard compares what the server reports: without reports it could only refuse."""
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.ConnectionInfo, "parameter_status", lambda self, name: None)
        fault = find_fault(address)
    assert fault == "the pooler does not pass on the server's reports of search_path."


@pytest.fixture
def unsafe(address: dict[str, Any]) -> Iterator[str]:
    """DATABASE_URL of a pool in transaction mode."""
    with pgbouncer(address, mode="transaction") as pooled:
        user, password = quote(pooled["user"]), quote(pooled["password"])
        at = f"{pooled['host']}:{pooled['port']}/{pooled['dbname']}"
        yield f"postgresql://{user}:{password}@{at}"


PROGRAMS = {
    "web": ["-c", "import config.wsgi"],
    "worker": ["-m", "celery", "-A", "config", "worker", "--pool", "solo"],
    "command": ["manage.py", "verify_audit"],
}


@needs_pgbouncer
@pytest.mark.parametrize("arguments", PROGRAMS.values(), ids=PROGRAMS)
def test_no_program_starts_on_an_unsafe_pooler(unsafe: str, arguments: list[str]) -> None:
    environment = os.environ | {
        "DATABASE_URL": unsafe,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert f"DATABASE_URL: the pooler gave this client a backend that {MIXED}" in done.stderr


def test_a_server_that_does_not_come_up_is_refused(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: Any) -> None:
        raise OperationalError("no route to host")

    monkeypatch.setattr(start, "PATIENCE", 0.0)
    monkeypatch.setattr(start, "run_checks", fail)
    monkeypatch.setattr(start, "leave", lambda: None)
    with pytest.raises(ImproperlyConfigured, match="no answer: no route to host"):
        start.refuse_unfit_database()
    assert connection.connection is not None
