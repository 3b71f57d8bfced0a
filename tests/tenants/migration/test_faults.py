"""Locks held by others, a killed process, two runs at once: each county stays old or new."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from kernel.tenancy.schema import Limits
from tenants.migration.run import Options, Patience, migrate_counties
from tests.fixtures.disk import fill, small_database
from tests.kernel.jobs.workers import database_url
from tests.tenants.migration.conftest import (
    CODES,
    SCHEMAS,
    TABLE,
    columns,
    is_new,
    outcomes,
)

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND, THIRD = SCHEMAS
PATIENT = Patience(tries=200, pause=0.02, longest=0.05)


@contextmanager
def table_in_use(schema: str) -> Iterator[psycopg.Connection[Any]]:
    """A long transaction that has read the table: nobody may change it until it ends."""
    with psycopg.connect(database_url(), application_name="a long report") as other:
        other.execute(f"SELECT count(*) FROM {schema}.{TABLE}")
        yield other


def test_lock_that_is_never_free_leaves_its_county_old_and_names_the_holder(
    committed, noted, migrate
):
    with table_in_use(SECOND) as other:
        pid = other.info.backend_pid
        report = migrate(connections=2)

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "FAILED", CODES[2]: "DONE"}
    error = report.rows[1].error
    holder = f"locks are held by process {pid} (a long report) since "
    assert error.startswith("OperationalError: canceling statement due to lock timeout; ")
    assert holder in error
    assert report.rows[1].tries == 2
    assert [is_new(schema) for schema in SCHEMAS] == [True, False, True]


def test_lock_that_is_given_back_is_waited_for(committed, noted, migrate):
    with table_in_use(SECOND) as other:

        def progress(done: int, total: int) -> None:
            # SECOND has failed at least once when all three have been tried.
            if done == total:
                other.rollback()

        options = Options(
            only=frozenset(SCHEMAS), connections=2, limits=Limits(lock_ms=50), patience=PATIENT
        )
        report = migrate_counties(options, progress=progress)

    assert outcomes(report) == dict.fromkeys(CODES, "DONE")
    assert report.rows[1].tries > 1
    assert (report.rows[0].tries, report.rows[2].tries) == (1, 1)
    assert [is_new(schema) for schema in SCHEMAS] == [True] * 3


def test_locked_reference_is_waited_for_too(committed, noted, migrate):
    # The first schema of a group is where the plan is made when there is no template.
    with table_in_use(FIRST) as other:
        timer = threading.Timer(0.3, other.rollback)
        timer.start()
        report = migrate(patience=PATIENT)
        timer.join()

    assert outcomes(report) == dict.fromkeys(CODES, "DONE")


def test_readers_wait_no_longer_than_the_lock_timeout(committed, noted, migrate):
    # Behind a waiting ACCESS EXCLUSIVE lock everybody queues: the service stays up because
    # the wait is given up, not because the lock is weak.
    with table_in_use(FIRST), psycopg.connect(database_url(), autocommit=True) as reader:
        run = threading.Thread(target=in_thread, args=(migrate,), kwargs={"patience": PATIENT})
        run.start()
        reader.execute("SET statement_timeout = '5s'")
        counts = [reader.execute(f"SELECT count(*) FROM {FIRST}.{TABLE}") for _ in range(20)]
        assert [count.fetchone() for count in counts] == [(0,)] * 20
        assert run.is_alive()
        assert is_new(FIRST) is False
    run.join()
    assert is_new(FIRST) is True


def in_thread(migrate: Any, **options: Any) -> None:
    try:
        migrate(only=frozenset({FIRST}), **options)
    finally:
        connection.close()


def test_killed_process_leaves_each_county_old_or_new_and_the_next_run_finishes(
    committed, noted, migrate
):
    with table_in_use(THIRD) as other:
        process = start_command(noted.folder)
        wait_for_lock(other)
        poll(other, DONE, lambda count: count == 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_for_end(other)
        killed = [is_new(schema) for schema in SCHEMAS]

    assert killed == [True, True, False]
    report = migrate()
    assert outcomes(report) == {CODES[0]: "CURRENT", CODES[1]: "CURRENT", CODES[2]: "DONE"}
    assert is_new(THIRD) is True


# The settings fixture changes this process only, so the other one is told on its own.
SCRIPT = """
import sys, django
django.setup()
from django.conf import settings
settings.MIGRATION_MODULES = {"files": sys.argv[1]}
from django.core.management import call_command
call_command("migrate_counties", *sys.argv[2:])
"""


def start_command(folder: Path) -> subprocess.Popen[bytes]:
    """migrate_counties in a process of its own, which waits long for locks."""
    package = settings.MIGRATION_MODULES["files"]
    counties = [f"--county={code}" for code in CODES]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, package, *counties, "--lock-timeout=60000", "--verbosity=0"],
        cwd=settings.ROOT,
        env=os.environ
        | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": f"{folder}:{settings.ROOT}:{settings.ROOT / 'platform'}",
        },
    )


WAITING = """
SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  JOIN pg_database d ON d.oid = l.database
 WHERE NOT l.granted AND c.relname = %s AND d.datname = current_database()
"""
DONE = f"""
SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexname = 'note_idx'
   AND schemaname = ANY(ARRAY{[FIRST, SECOND]})
"""


def wait_for_lock(other: psycopg.Connection[Any]) -> None:
    """Until the other process stands in the middle: its statement waits for a lock."""
    poll(other, WAITING, lambda count: count > 0)


def wait_for_end(other: psycopg.Connection[Any]) -> None:
    """Until the server has noticed that its client is gone."""
    poll(other, WAITING, lambda count: count == 0)


def poll(other: psycopg.Connection[Any], sql: str, good: Any) -> None:
    pause = threading.Event()
    for _ in range(1200):
        if good(other.execute(sql, [TABLE]).fetchone()[0]):  # type: ignore[index]
            return
        pause.wait(0.05)
    pytest.fail("The state that was waited for never came.")


def test_two_runs_at_once_do_the_work_once(committed, noted, migrate):
    runs = [threading.Thread(target=run_all, args=(migrate, [])) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert [is_new(schema) for schema in SCHEMAS] == [True] * 3
    assert [columns(schema).count("note") for schema in SCHEMAS] == [1] * 3
    assert outcomes(migrate()) == dict.fromkeys(CODES, "CURRENT")


def run_all(migrate: Any, reports: list[Any]) -> None:
    try:
        reports.append(migrate(limits=Limits(lock_ms=5000)))
    finally:
        connection.close()


def test_command_fails_with_the_names_of_what_failed(committed, noted, capsys):
    with table_in_use(SECOND), pytest.raises(CommandError) as failed:
        call_command(
            "migrate_counties",
            *(f"--county={code}" for code in CODES),
            "--lock-timeout=50",
            "--tries=1",
        )

    lines = str(failed.value).splitlines()
    assert lines[0] == "1 schemas are not up to date:"
    assert lines[1].startswith(f"{CODES[1]}: FAILED OperationalError: canceling statement")
    out = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in out] == [CODES[0], CODES[2], "schemas:"]
    assert out[-1] == "schemas: done 2, failed 1"


def test_disk_that_is_really_full_leaves_every_county_old(committed, noted, migrate, small_disk):
    disk = small_disk("64k")
    with small_database(disk):
        fill(disk, 0)
        report = migrate()
        assert outcomes(report) == dict.fromkeys(CODES, "FAILED")
        assert report.rows[0].error.endswith("No space left on device")
        assert [is_new(schema) for schema in SCHEMAS] == [False] * 3

    assert outcomes(migrate()) == dict.fromkeys(CODES, "DONE")
