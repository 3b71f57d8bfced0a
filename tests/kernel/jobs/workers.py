"""Real Celery workers on the test database, and a process that sends as the web does."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from django.db import connection

from deploy.postgres import free_port, port_is_free
from kernel.jobs.models import Job
from kernel.tenancy import county_context

# Debian's redis-tools has the server under another name, and starts no service.
REDIS = shutil.which("redis-server") or shutil.which("redis-check-rdb")
LEASE = 2  # seconds; in production two minutes
PATIENCE = 60


def database_url() -> str:
    """The address of the database that this test writes to."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = quote(str(connection.settings_dict["NAME"]))
    return urlunsplit(parts._replace(path=f"/{name}"))


class Worker:
    """A Celery worker with one child, in a process group of its own."""

    def __init__(self, folder: Path, name: str, visibility: int) -> None:
        self._log = folder / f"{name}.log"
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "QIANZHAN_ENV": "demo",
            "QIANZHAN_DATA": str(folder),
            "QIANZHAN_JOB_LEASE_SECONDS": str(LEASE),
            "QIANZHAN_VISIBILITY_SECONDS": str(visibility),
        }
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command += ["--include=tests.kernel.jobs.kinds", "--loglevel=INFO", f"--hostname={name}@%h"]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_ready(self) -> None:
        wait_until(lambda: " ready." in self._log.read_text(), self._log.read_text)

    def owns(self, child: int) -> bool:
        stat = Path(f"/proc/{child}/stat").read_text()
        return int(stat.rpartition(")")[2].split()[1]) == self._process.pid

    def kill(self) -> None:
        """The whole worker with its child, at once and without a word."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def workers(folder: Path, *names: str, visibility: int = 60) -> Iterator[list[Worker]]:
    """Started workers; killed at the end. The queue sends a message anew after `visibility`
    seconds."""
    started: list[Worker] = []
    try:
        for name in names:
            started.append(Worker(folder, name, visibility))
            started[-1].wait_ready()
        yield started
    finally:
        for worker in started:
            worker.kill()


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server that keeps nothing on disk; gives its address."""
    assert REDIS
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen(command, executable=REDIS, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until(lambda: not port_is_free(port))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def wait_until(
    happened: Callable[[], bool], explain: Callable[[], object] = lambda: "", *, step: float = 0.1
) -> None:
    """Look again and again until it has happened. AssertionError with `explain()` otherwise."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, explain()
        time.sleep(step)


def look(county: str, job: Job) -> Job:
    """The job as it is now."""
    with county_context(county):
        return Job.objects.get(pk=job.pk)
