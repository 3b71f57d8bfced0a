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

from deploy.errors import SetupError
from deploy.location import ROOT, locate
from deploy.postgres import PostgresError, database_url, free_port, start, stop

PASSWORD = "QIANZHAN_KEPT_PASSWORD"


class TemporaryServer:
    """A keeper process of its own starts the server, and stops and removes it when this process
    closes the keeper's input, on purpose or by dying. `fast` gives up durability."""

    def __init__(self, *, fast: bool = True) -> None:
        self.mode = "fast" if fast else "durable"
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.url = database_url(self.port, self.password)
        self._keeper: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises PostgresError."""
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.temporary", self.mode, str(self.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
            cwd=ROOT, env=os.environ | {PASSWORD: self.password},
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
def temporary_server(*, fast: bool = True) -> Iterator[TemporaryServer]:
    """A server for the length of the block; its folder is removed afterwards."""
    server = TemporaryServer(fast=fast)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def keep(port: int, password: str, *, fast: bool) -> None:
    """Run the server until standard input ends; say `ready` or what went wrong."""
    with tempfile.TemporaryDirectory(prefix="qianzhan-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the database's user passes through
        data_dir = Path(folder) / "postgres"
        try:
            start(data_dir, port=port, fast=fast, password=password, location=locate())
            print("ready", flush=True)
            sys.stdin.read()
        except SetupError as error:
            print(" ".join(str(error).split()), flush=True)
        finally:
            stop(data_dir, how=signal.SIGQUIT)  # without a checkpoint: the data are thrown away


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    keep(int(sys.argv[2]), os.environ[PASSWORD], fast=sys.argv[1] == "fast")
