"""The runner of the embedded PostgreSQL: starts it, guards it, leaves nothing behind."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from deploy import postgres
from deploy.location import ROOT, Location, locate
from deploy.postgres import PostgresError
from deploy.temporary import TemporaryServer, temporary_server


@pytest.fixture
def location(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Location]:
    """The programs of this clone, with a folder that the database's user can enter."""
    with tempfile.TemporaryDirectory(prefix="qianzhan-test-") as folder:
        Path(folder).chmod(0o711)
        found = locate()
        yield Location(Path(folder), found.binaries, found.account)


@pytest.fixture
def data_dir(location: Location) -> Iterator[Path]:
    """The data folder of a server that is stopped when the test ends."""
    folder = location.data / "postgres"
    yield folder
    postgres.stop(folder, how=signal.SIGQUIT)


def folder_of(port: int) -> str:
    """The folder that the process with this port in its command line works in."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if "postgres" in words[0] and str(port) in words and "-D" in words:
            return words[words.index("-D") + 1]
    return ""


def is_gone(port: int, folder: str) -> bool:
    return not folder_of(port) and not Path(folder).parents[1].exists()


def test_a_temporary_server_is_tuned_and_asks_for_its_password() -> None:
    with temporary_server() as server:
        with psycopg.connect(server.url) as connection:
            shown = [
                connection.execute(f"SHOW {name}").fetchone()[0]
                for name in (
                    "server_version_num",
                    "max_locks_per_transaction",
                    "recovery_init_sync_method",
                    "listen_addresses",
                    "password_encryption",
                    "fsync",
                )
            ]
        assert shown[0].startswith("18")
        assert shown[1:] == ["1024", "syncfs", "127.0.0.1", "scram-sha-256", "off"]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url.replace(server.password, "wrong"))


def test_the_servers_log_names_a_refused_statement_but_nothing_of_its_values() -> None:
    """A doubled ID number, a row that breaks a rule: the name and the number stay out (X06)."""
    with temporary_server() as server:
        log = Path(folder_of(server.port)) / "log"
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE p (n text UNIQUE, age int NOT NULL CHECK (age > 0))")
            connection.execute("INSERT INTO p VALUES ('曾大山', 70)")
            for row in ("('曾大山', 70)", "('曾大山二', NULL)", "('曾大山三', -1)"):
                with pytest.raises(psycopg.IntegrityError):
                    connection.execute(f"INSERT INTO p VALUES {row}")
        written = "".join(file.read_text() for file in log.iterdir())
    assert "p_n_key" in written  # what was refused is said
    assert "曾大山" not in written


def test_a_temporary_server_is_removed_also_after_an_error() -> None:
    with pytest.raises(RuntimeError), temporary_server() as server:
        folder = folder_of(server.port)
        assert Path(folder).is_dir()
        raise RuntimeError
    assert is_gone(server.port, folder)


def test_a_temporary_server_ends_with_the_process_that_asked_for_it() -> None:
    script = (
        "import os, signal; from deploy.temporary import TemporaryServer\n"
        "server = TemporaryServer(); server.start(); print(server.port, flush=True)\n"
        "input(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stdin
        port = int(process.stdout.readline())
        folder = folder_of(port)
        assert folder
        process.communicate("\n")
    wait_for = TemporaryServer()  # another one takes longer to start than the first to end
    wait_for.start()
    wait_for.stop()
    assert is_gone(port, folder)


def test_password_and_port_are_kept(location: Location, data_dir: Path) -> None:
    first = postgres.start(data_dir, location=location, fast=True)
    secret = data_dir / "password"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert postgres.start(data_dir, location=location) == first
    postgres.stop(data_dir)
    assert postgres.running(data_dir) is None
    second = postgres.start(data_dir, location=location, fast=True)
    assert (second.port, second.password) == (first.port, first.password)
    assert second.pid != first.pid


def test_a_killed_server_does_not_count_as_running(location: Location, data_dir: Path) -> None:
    server = postgres.start(data_dir, location=location, fast=True)
    os.kill(server.pid, signal.SIGKILL)
    while postgres._is_alive(server.pid, data_dir):
        pass
    assert (data_dir / "cluster" / "postmaster.pid").exists()
    assert postgres.running(data_dir) is None
    assert postgres.start(data_dir, location=location, fast=True).pid != server.pid


def test_a_port_in_use_is_named(location: Location, data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PostgresError, match=rf"Port {port} is in use"):
            postgres.start(data_dir, location=location, port=port, fast=True)


def test_a_remembered_port_in_use_gives_way(location: Location, data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        location.own(data_dir)
        (data_dir / "port").write_text(f"{other.getsockname()[1]}\n")
        server = postgres.start(data_dir, location=location, fast=True)
        assert server.port != other.getsockname()[1]
        assert (data_dir / "port").read_text() == f"{server.port}\n"


def test_data_of_another_version_are_refused(location: Location, data_dir: Path) -> None:
    (data_dir / "cluster").mkdir(parents=True)
    (data_dir / "cluster" / "PG_VERSION").write_text("16\n")
    with pytest.raises(PostgresError, match=r"made by PostgreSQL 16; .* PostgreSQL 18"):
        postgres.start(data_dir, location=location)
    assert sorted(path.name for path in (data_dir / "cluster").iterdir()) == ["PG_VERSION"]


def test_no_disk_space_is_said_before_anything_is_written(
    location: Location, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SimpleNamespace(free=3 * 1024**2)
    monkeypatch.setattr(postgres.shutil, "disk_usage", lambda path: full)
    with pytest.raises(PostgresError, match="3 MB free, PostgreSQL needs 512 MB"):
        postgres.start(data_dir, location=location)
    assert not data_dir.exists()


def test_a_half_made_data_folder_is_made_anew(location: Location, data_dir: Path) -> None:
    location.own(data_dir)
    (data_dir / "cluster.new").mkdir()
    (data_dir / "cluster.new" / "leftover").touch()
    assert postgres.start(data_dir, location=location, fast=True).pid > 0
    assert not (data_dir / "cluster.new").exists()


def test_who_leaves_last_stops_the_shared_server(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = location.data
    (root / ".data").mkdir(mode=0o755)
    monkeypatch.setattr(postgres, "locate", lambda root: location)
    monkeypatch.setenv("DATABASE_URL", "before")
    with postgres.ensure_running(root) as first:
        with postgres.ensure_running(root) as second:
            assert second.pid == first.pid
        assert os.environ["DATABASE_URL"] == first.url
        assert postgres.running(first.data_dir) == first
    assert postgres.running(first.data_dir) is None
    assert os.environ["DATABASE_URL"] == "before"
