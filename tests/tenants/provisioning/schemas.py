"""Schemas as pg_dump and psql see them: from outside the test's transaction."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

from deploy.location import wheel_binaries


def address() -> str:
    """The address of the test database."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{server}/{connection.settings_dict['NAME']}"


# `x IN ('A', 'B')` of a varchar: the server writes the cast around the list, and reads that text
# again as a cast of each element (so does every restore of a dump). Both mean the same.
CAST_LIST = re.compile(r"\(ARRAY\[([^\[\]]*)\]\)::text\[\]")


def dump(schema: str) -> str:
    """What `pg_dump -s` says of a committed schema, with its name taken out."""
    command = [str(wheel_binaries() / "bin" / "pg_dump"), "-s", "-n", schema, "-d", address()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not re.match(r"\\(un)?restrict", line)]
    text = re.sub(rf"\b{schema}\b", "SCHEMA", "\n".join(lines))
    return CAST_LIST.sub(cast_each, text)


def cast_each(found: re.Match[str]) -> str:
    cast = ", ".join(f"({each})::text" for each in found[1].split(", "))
    return f"ARRAY[{cast}]"


@contextmanager
def outside() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, committing at once."""
    options = "-c lock_timeout=10s"
    with psycopg.connect(address(), autocommit=True, options=options) as other:
        yield other


def names_of_schemas(pattern: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY 1", [pattern])
        return [name for (name,) in cursor.fetchall()]
