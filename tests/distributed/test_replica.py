"""The province's figures read from a replica: two real servers, streaming replication."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from deploy.temporary import TemporaryServer, temporary_server
from tests.distributed.installation import Installation, copy_public, own_url

pytestmark = pytest.mark.django_db
SPAN = """
INSERT INTO rollup_stationspan (county_code, station_code, level, division_code, valid_from, as_of)
VALUES ('510402', %s, 'STATION', '', '2024-01-01', now())
"""
COUNTY = """
INSERT INTO tenants_division (uuid, code, level, name, parent_code, valid_from, reform_affected,
                              densely_populated, successors)
VALUES (gen_random_uuid(), '510402', 'COUNTY', '东区', '5104', '2020-01-01', false, false, '[]')
"""


@pytest.fixture(scope="module")
def primary(django_db_setup: None, django_db_blocker) -> Iterator[TemporaryServer]:
    with temporary_server("copied") as server:
        with django_db_blocker.unblock():
            copy_public(server.url)
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(COUNTY)
        yield server


@pytest.fixture(scope="module")
def standby(primary: TemporaryServer) -> Iterator[TemporaryServer]:
    with temporary_server(replica_of=primary) as server:
        yield server


@pytest.fixture(scope="module")
def process(primary: TemporaryServer, standby: TemporaryServer) -> Iterator[Installation]:
    with Installation(primary.url, REPLICA_URL=standby.url) as started:
        yield started


@pytest.fixture
def installation(
    process: Installation, primary: TemporaryServer, standby: TemporaryServer
) -> Installation:
    """An installation without stations that reads the standby."""
    with psycopg.connect(primary.url, autocommit=True) as connection:
        connection.execute("TRUNCATE rollup_stationspan")
    wait_level(primary, standby)
    process.ask("follow", standby.url)
    return process


def add_station(server: TemporaryServer, code: str) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute(SPAN, [code])


def run(server: TemporaryServer, statement: str) -> object:
    with psycopg.connect(server.url, autocommit=True) as connection:
        return connection.execute(statement).fetchone()


def wait_level(primary: TemporaryServer, standby: TemporaryServer) -> None:
    """Until the standby has all that the primary has written by now."""
    (position,) = run(primary, "SELECT pg_current_wal_flush_lsn()::text")
    end = time.monotonic() + 30
    while run(standby, f"SELECT pg_last_wal_replay_lsn() >= '{position}'") != (True,):
        assert time.monotonic() < end
        time.sleep(0.02)


def pause(standby: TemporaryServer) -> None:
    """Let nothing more appear on the standby, though it goes on receiving."""
    run(standby, "SELECT 1 FROM (SELECT pg_wal_replay_pause()) asked")
    end = time.monotonic() + 30
    while run(standby, "SELECT pg_get_wal_replay_pause_state()") != ("paused",):
        assert time.monotonic() < end
        time.sleep(0.02)


def resume(primary: TemporaryServer, standby: TemporaryServer) -> None:
    run(standby, "SELECT 1 FROM (SELECT pg_wal_replay_resume()) asked")
    wait_level(primary, standby)


def test_the_board_reads_the_replica_and_shows_a_write_once_it_is_replayed(
    installation, primary, standby
):
    pause(standby)
    add_station(primary, "510402-S001")
    before = installation.ask("running")
    resume(primary, standby)

    after = installation.ask("running")

    assert before == {"stations": 0, "read": "replica", "logged": []}
    assert after == {"stations": 1, "read": "replica", "logged": []}
    assert installation.ask("checked") == []


def test_nothing_can_be_written_there_and_a_writer_never_reads_there(installation):
    assert "read-only transaction" in installation.ask("write_there")
    assert installation.ask("running")["read"] == "replica"
    assert installation.ask("running_in_transaction") == "default"


def test_the_guard_holds_on_the_replica_too(installation):
    assert installation.ask("running")["read"] == "replica"
    assert installation.ask("read_astray") == "WrongSearchPath"


def test_without_the_replica_the_board_still_answers(installation, primary):
    add_station(primary, "510402-S001")
    with temporary_server(replica_of=primary) as own:
        wait_level(primary, own)
        installation.ask("follow", own.url)
        assert installation.ask("running")["read"] == "replica"

    in_the_middle = installation.ask("running_as_before")
    afterwards = installation.ask("running")

    for answer in (in_the_middle, afterwards):
        assert (answer["stations"], answer["read"]) == (1, "default")
        assert answer["logged"][0].startswith("replica not read: ")
    assert installation.ask("checked")[0].startswith("rollup.W001 REPLICA_URL: ")


def test_a_replica_too_far_behind_is_left_until_it_has_caught_up(installation, primary, standby):
    installation.ask("follow", standby.url, 1)
    pause(standby)
    add_station(primary, "510402-S001")
    time.sleep(1.2)
    behind = installation.ask("running")
    resume(primary, standby)
    level = installation.ask("running")

    assert (behind["stations"], behind["read"]) == (1, "default")
    assert re.fullmatch(r"replica not read: it is \d+ s behind, more than 1 s", behind["logged"][0])
    assert level == {"stations": 1, "read": "replica", "logged": []}


def test_a_promoted_replica_is_not_read_any_more(installation, primary):
    with temporary_server(replica_of=primary) as own:
        installation.ask("follow", own.url)
        assert installation.ask("running")["read"] == "replica"
        run(own, "SELECT pg_promote()")
        add_station(primary, "510402-S001")

        answer = installation.ask("running")

    assert (answer["stations"], answer["read"]) == (1, "default")
    assert answer["logged"] == ["replica not read: it is no standby any more"]


def test_a_server_that_is_no_copy_is_named_at_the_start(process, primary):
    process.ask("follow", own_url())

    assert process.ask("running")["read"] == "default"
    assert process.ask("checked") == [
        "rollup.E001 REPLICA_URL: it is no copy of the server of DATABASE_URL."
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("REPLICA_URL", "mysql://x/y", "REPLICA_URL: expected postgresql://"),
        ("QIANZHAN_REPLICA_MAX_LAG", "0", "QIANZHAN_REPLICA_MAX_LAG: expected a whole number"),
    ],
)
def test_a_wrong_setting_stops_the_start(name, value, expected):
    environment = Installation("postgresql://a:b@127.0.0.1:1/c", **{name: value}).environment
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env=environment | {"PYTHONPATH": f"{settings.ROOT}/platform"},
        capture_output=True, text=True, check=False, cwd=settings.ROOT,
    )  # fmt: skip

    assert started.returncode == 1
    assert expected in started.stderr
