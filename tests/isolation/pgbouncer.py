"""Debian's PgBouncer before a PostgreSQL server, for the length of a block."""

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.location import run_as, system_account
from deploy.postgres import HOST, free_port

PROGRAM = Path("/usr/sbin/pgbouncer")
PATIENCE = 20.0
SETTINGS = """[databases]
{name} = host={host} port={port} dbname={name}
[pgbouncer]
listen_addr = {host}
listen_port = {own_port}
unix_socket_dir =
auth_type = plain
auth_file = {users}
pool_mode = {mode}
default_pool_size = {size}
"""


@contextlib.contextmanager
def pgbouncer(address: dict[str, Any], *, mode: str, size: int = 4) -> Iterator[dict[str, Any]]:
    """``address`` (keyword arguments of psycopg.connect), led through a pool of ``size``."""
    own = free_port()
    with tempfile.TemporaryDirectory(prefix="qianzhan-pgbouncer-") as folder:
        users = Path(folder) / "users"
        users.write_text(f'"{address["user"]}" "{address["password"]}"\n')
        settings = Path(folder) / "pgbouncer.ini"
        values = {"name": address["dbname"], "port": address["port"], "own_port": own}
        values |= {"host": HOST, "users": users, "mode": mode, "size": size}
        settings.write_text(SETTINGS.format(**values))
        process = _launch(Path(folder), settings)
        try:
            _wait_for(process, own)
            yield address | {"host": HOST, "port": own}
        finally:
            process.terminate()
            process.wait()


def _launch(folder: Path, settings: Path) -> subprocess.Popen[bytes]:
    """It refuses to run as root: there it runs as the database's user."""
    account = system_account() if os.geteuid() == 0 else None
    if account:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [str(PROGRAM), "-q", str(settings)]
    return subprocess.Popen(command, cwd="/", **quiet, **run_as(account))  # type: ignore[call-overload, no-any-return]


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port)):
            return
        time.sleep(0.02)
    raise RuntimeError(f"PgBouncer does not answer on port {port}")
