"""A second installation for a test: a database of its own, and a process that works on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from deploy.location import locate
from deploy.postgres import database_url

# All processes of a test open the same wrapped keys.
SECRETS = {"QIANZHAN_MASTER_KEY": settings.MASTER_KEY, "QIANZHAN_SECRET_KEY": settings.SECRET_KEY}
HOLLOW = ["--schema-only", "--no-owner", "--schema=public"]


def own_url(name: str | None = None) -> str:
    """The address of a database on the server of this test run, by default its own."""
    found = connection.settings_dict
    url = database_url(int(found["PORT"]), found["PASSWORD"])
    return url.rpartition("/")[0] + "/" + (name or found["NAME"])


def copy_public(url: str) -> None:
    """Make the public tables of the test database, empty, in another one."""
    programs = locate().binaries / "bin"
    dumped = subprocess.run(
        [programs / "pg_dump", *HOLLOW, own_url()], capture_output=True, text=True, check=True
    ).stdout
    wanted = dumped.replace("CREATE SCHEMA public;", "")
    loaded = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", url]
    subprocess.run(loaded, input=wanted, text=True, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """A database with the public tables, empty, on the server of this run; its address."""
    name = f"{connection.settings_dict['NAME']}_{name}"
    with psycopg.connect(own_url("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            copy_public(own_url(name))
            yield own_url(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Installation:
    """A process of the program on a database of its own; ``ask`` runs one function there.

    The functions are those of tests/distributed/served.py.
    """

    def __init__(self, url: str, **environment: str) -> None:
        self.environment = os.environ | SECRETS | {"DATABASE_URL": url, **environment}
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Installation":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.distributed.served"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.ROOT,
            env=self.environment | {"PYTHONPATH": f"{settings.ROOT}:{settings.ROOT}/platform"},
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process
        self.process.communicate()

    def ask(self, name: str, *arguments: Any) -> Any:
        """The answer of a function; its failure is an AssertionError with its text."""
        assert self.process
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"failed": "it has died"}')
        assert "failed" not in answer, answer["failed"]
        return answer["found"]
