"""A province's counties with their divisions, beside psql playing what was made again.

The baseline has nothing to think about: the DDL written out for every schema, and COPY of the
very rows that the product has made.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from deploy.location import wheel_binaries
from kernel.access.actor import Actor
from tenants.domain.province import CountyRow, add_counties, rows_of_province
from tenants.models import County, Division
from tenants.provisioning.catalogue import read_tables
from tenants.provisioning.ddl import read_ddl
from tenants.provisioning.names import TEMPLATE, schema_of
from tenants.provisioning.template import ensure_template
from tests.bench.comparison import Comparison, Way

PROVINCE = "51"
FEW = 3  # counties in a small run
HISTORY = "django_migrations"


def measure(small: bool) -> Iterable[Comparison]:
    ensure_template()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as raw:
        public = empty_tables(raw)
        few = FEW if small else None
        make_province(few)
        with tempfile.TemporaryDirectory(prefix="qianzhan-") as folder:
            script = write_script(raw, Path(folder), public)
            number = County.objects.count()

            def prepare() -> None:
                take_back(raw, public)

            yield Comparison(
                name="province",
                baseline=Way(
                    f"psql: DDL of {number} schemas, COPY of their rows and the divisions",
                    lambda: play(script),
                    prepare,
                    lambda: count_all(raw, public),
                ),
                ours=Way(
                    "load_divisions and add_counties on 2 connections",
                    lambda: make_province(few),
                    prepare,
                    lambda: count_all(raw, public),
                ),
                goal="<= 1.5",
                close=prepare,
            )


def make_province(few: int | None) -> None:
    """What `manage.py add_province --province 51` does."""
    rows: list[CountyRow] = rows_of_province(PROVINCE)
    add_counties(rows[:few], actor=Actor.system(None))


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


def count_all(raw: psycopg.Connection[Any], public: list[str]) -> dict[str, int]:
    """Rows of every table: of public, and of all counties together."""
    found = {name: count(raw, "public", name) for name in public}
    for table in read_tables(TEMPLATE):
        schemas = [schema for (schema,) in raw.execute(SCHEMAS).fetchall()]
        found[f"county.{table.name}"] = sum(count(raw, each, table.name) for each in schemas)
    return found


SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname ~ '^c[0-9]{6}$' ORDER BY nspname"


def take_back(raw: psycopg.Connection[Any], public: list[str]) -> None:
    """Drop the counties and empty what they left in public."""
    for (schema,) in raw.execute(SCHEMAS).fetchall():
        raw.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
    tables = sql.SQL(", ").join(sql.Identifier("public", name) for name in public)
    raw.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))


def write_script(raw: psycopg.Connection[Any], folder: Path, public: list[str]) -> Path:
    """The script that makes again all that is there now."""
    script, ddl = folder / "province.sql", read_ddl()
    filled = [name for name in public if count(raw, "public", name)]
    with script.open("wb") as out:
        out.write(b"BEGIN;\n")
        for name in in_order(raw, filled):
            write_copy(raw, out, "public", name)
        out.write(b"COMMIT;\n")
        for (code,) in County.objects.order_by("code").values_list("code"):
            schema = schema_of(code)
            out.write(f"BEGIN;\n{ddl.script(schema)}".encode())
            for table in read_tables(TEMPLATE):
                if count(raw, schema, table.name):
                    write_copy(raw, out, schema, table.name)
            out.write(b"COMMIT;\n")
    return script
