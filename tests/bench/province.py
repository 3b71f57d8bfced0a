"""A province's counties with their divisions, beside psql playing what was made again.

The baseline has nothing to think about: the DDL written out for every schema, and COPY of the
very rows that the product has made.
"""

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from psycopg import sql

from deploy.location import wheel_binaries
from kernel.access.actor import Actor
from tenants.domain.province import add_counties, rows_of_province
from tenants.migration.workers import in_parallel
from tenants.provisioning.catalogue import read_tables
from tenants.provisioning.ddl import in_order, read_ddl
from tenants.provisioning.names import TEMPLATE
from tenants.provisioning.schema import drop_schema
from tenants.provisioning.template import ensure_template
from tests.bench.comparison import Comparison, Way
from tests.tenants.provisioning.schemas import address, dump

PROVINCE = "51"
FEW = 3  # counties in a small run


def measure(small: bool) -> Iterable[Comparison]:
    ensure_template()
    few = FEW if small else None
    with (
        psycopg.connect(address(), autocommit=True) as raw,
        tempfile.TemporaryDirectory(prefix="qianzhan-") as folder,
    ):
        public = empty_tables(raw)
        make_province(few)
        counties = county_schemas(raw)
        number, filled = len(counties), filled_tables(raw, counties)
        script = Path(folder) / "province.sql"
        write_script(raw, script, public, filled)
        after = (lambda: take_back(raw, public), lambda: count_all(raw, public, filled))
        psql = f"psql: the DDL of {number} schemas, COPY of all rows and of the divisions"
        ours = f"divisions loaded and {number} counties added on 2 connections"
        yield Comparison(
            name="province",
            baseline=Way(psql, lambda: play(script), *after),
            ours=Way(ours, lambda: make_province(few), *after),
            goal="<= 1.5",
            close=after[0],
        )


def make_province(few: int | None) -> None:
    """What `manage.py add_province --province 51` does."""
    add_counties(rows_of_province(PROVINCE)[:few], actor=Actor.system(None))


def empty_tables(raw: psycopg.Connection[Any]) -> list[str]:
    """The public tables without a row before the province is made; what it writes lies there."""
    names = raw.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    return [name for (name,) in names if not count(raw, "public", name)]


def count(raw: psycopg.Connection[Any], schema: str, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    row = raw.execute(query).fetchone()
    return int(row[0]) if row else 0


def filled_tables(raw: psycopg.Connection[Any], counties: list[str]) -> list[str]:
    """The county tables that a new county has rows in, in the order of foreign keys."""
    tables = [table.name for table in in_order(read_tables(TEMPLATE))]
    return [name for name in tables if any(count(raw, each, name) for each in counties[:FEW])]


def count_all(
    raw: psycopg.Connection[Any], public: list[str], filled: list[str]
) -> tuple[dict[str, int], str]:
    """Rows of the tables of public and of all counties together; the last county's dump."""
    counties = county_schemas(raw)
    found = {name: count(raw, "public", name) for name in public}
    for table in filled:
        found[f"county.{table}"] = sum(count(raw, each, table) for each in counties)
    return found, dump(counties[-1])


def county_schemas(raw: psycopg.Connection[Any]) -> list[str]:
    rows = raw.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^c[0-9]{6}$' ORDER BY 1")
    return [name for (name,) in rows.fetchall()]


def take_back(raw: psycopg.Connection[Any], public: list[str]) -> None:
    """Drop the counties and empty what they left in public."""
    for _ in in_parallel(drop_schema, county_schemas(raw), 2):
        pass
    tables = sql.SQL(", ").join(sql.Identifier("public", name) for name in public)
    raw.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))


def write_script(
    raw: psycopg.Connection[Any], script: Path, public: list[str], filled: list[str]
) -> None:
    """All that is there now as a script that makes it again: a transaction each county."""
    ddl = read_ddl()
    with script.open("wb") as out:
        out.write(b"\\set ON_ERROR_STOP on\nBEGIN;\n")
        for name in sorted(public, key=lambda name: name != "tenants_county"):
            write_copy(raw, out, "public", name)
        out.write(b"COMMIT;\n")
        for schema in county_schemas(raw):
            out.write(f"BEGIN;\n{ddl.script(schema)}".encode())
            for table in filled:
                write_copy(raw, out, schema, table)
            out.write(b"COMMIT;\n")


def write_copy(raw: psycopg.Connection[Any], out: BinaryIO, schema: str, table: str) -> None:
    """The rows of a table, if it has any, as psql reads them."""
    if not count(raw, schema, table):
        return
    name = sql.Identifier(schema, table)
    with raw.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(name)) as rows:
        out.write(f"COPY {name.as_string(raw)} FROM STDIN;\n".encode())
        out.writelines(bytes(part) for part in rows)
        out.write(b"\\.\n")


def play(script: Path) -> None:
    """psql carries the script out, on one connection."""
    psql = str(wheel_binaries() / "bin" / "psql")
    command = [psql, "-X", "-q", "-f", str(script), "-d", address()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
