"""A PostgreSQL server for one run of the tests or benchmarks, in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.errors import SetupError
from deploy.location import ROOT, locate
from deploy.postgres import PostgresError, database_url, free_port, start, stop

PASSWORD = "QIANZHAN_KEPT_PASSWORD"
PRIMARY = "QIANZHAN_KEPT_PRIMARY"
MODES: dict[str, dict[str, Any]] = {
    "fast": {"fast": True},
    "durable": {},
    "copied": {"fast": True, "alone": False},
    "replica": {"fast": True, "alone": False},
}


class TemporaryServer:
    """A keeper process of its own starts the server, and stops and removes it when this process
    closes the keeper's input, on purpose or by dying. `mode`: "fast" gives up durability,
    "durable" does not, "copied" is fast and may have replicas; with `replica_of`, a running
    server, it is a replica of that one."""

    def __init__(self, mode: str = "fast", *, replica_of: TemporaryServer | None = None) -> None:
        self.mode = "replica" if replica_of else mode
        self.primary: str = replica_of.url if replica_of else ""
        self.port = free_port()
        self.password: str = replica_of.password if replica_of else secrets.token_hex(16)
        self.url: str = database_url(self.port, self.password)
        self._keeper: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises PostgresError."""
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.temporary", self.mode, str(self.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
            cwd=ROOT, env=os.environ | {PASSWORD: self.password, PRIMARY: self.primary},
        )  # fmt: skip
        assert self._keeper.stdout
        answer = self._keeper.stdout.readline().strip()
        if answer != "ready":
            self.stop()
            raise PostgresError(answer or "The keeper of the temporary server died.")

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._keeper:
            self._keeper.communicate()
            self._keeper = None


@contextlib.contextmanager
def temporary_server(
    mode: str = "fast", *, replica_of: TemporaryServer | None = None
) -> Iterator[TemporaryServer]:
    """A server for the length of the block; its folder is removed afterwards."""
    server = TemporaryServer(mode, replica_of=replica_of)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def keep(port: int, password: str, mode: str, primary: str) -> None:
    """Run the server until standard input ends; say `ready` or what went wrong."""
    with tempfile.TemporaryDirectory(prefix="qianzhan-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the database's user passes through
        data_dir = Path(folder) / "postgres"
        try:
            how = MODES[mode] | {"replica_of": primary or None, "password": password}
            start(data_dir, port=port, location=locate(), **how)
            print("ready", flush=True)
            sys.stdin.read()
        except SetupError as error:
            print(" ".join(str(error).split()), flush=True)
        finally:
            stop(data_dir, how=signal.SIGQUIT)  # without a checkpoint: the data are thrown away


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    keep(int(sys.argv[2]), os.environ[PASSWORD], sys.argv[1], os.environ[PRIMARY])
