"""Small schemas with one table and a whole history, and releases that are thrown away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kernel.tenancy.schema import Limits
from kernel.workdays.clock import now
from tenants.migration.report import Report
from tenants.migration.run import Options, Patience, migrate_counties
from tenants.models import County
from tests.fixtures.counties import COUNTY
from tests.tenants.migration.release import Release, copy_release

TABLE = "files_storedfile"
CODES = ("990001", "990002", "990003")
SCHEMAS = tuple(f"c{code}" for code in CODES)
NOTE = """migrations.AddField("StoredFile", "note", models.CharField(max_length=20, null=True)),
migrations.AddIndex("StoredFile", models.Index(fields=["note"], name="note_idx")),"""


@pytest.fixture
def release_of(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[str], Release]:
    """release_of("files").add("0002_note", operations, after="0001_initial")"""
    monkeypatch.syspath_prepend(tmp_path)

    def make(label: str) -> Release:
        package = f"release_{label}_{abs(hash(request.node.nodeid))}"
        settings.MIGRATION_MODULES = {**settings.MIGRATION_MODULES, label: package}
        return copy_release(label, tmp_path, package)

    return make


@pytest.fixture
def release(release_of: Callable[[str], Release]) -> Release:
    """A release of a county app with one table."""
    return release_of("files")


@pytest.fixture
def noted(release: Release) -> Release:
    """A release that adds a column and an index."""
    return release.add("0002_note", NOTE, after="0001_initial")


def make_thin(code: str, *, schema: str = "") -> str:
    """A schema with one table and the history of a real county; its name."""
    schema = schema or f"c{code}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in (TABLE, "django_migrations"):
            cursor.execute(f"CREATE TABLE {schema}.{table} (LIKE c{COUNTY}.{table} INCLUDING ALL)")
        cursor.execute(
            f"INSERT INTO {schema}.django_migrations (app, name, applied) "
            f"SELECT app, name, applied FROM c{COUNTY}.django_migrations"
        )
    if code:
        County.objects.create(
            code=code, name=code, schema_name=schema, prefecture_code=code[:4],
            state="ACTIVE", wrapped_key="", created_at=now(),
        )  # fmt: skip
    return schema


@pytest.fixture
def thin(counties: None) -> tuple[str, ...]:
    """Three small counties in the test's transaction."""
    return tuple(make_thin(code) for code in CODES)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[tuple[str, ...]]:
    """Three small counties that other connections see."""
    made = tuple(make_thin(code) for code in CODES)
    yield made
    connection.close()
    with connection.cursor() as cursor:
        for schema in made:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")


def columns(schema: str) -> list[str]:
    """Columns of the table, made by the release or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped ORDER BY attnum",
            [f"{schema}.{TABLE}"],
        )
        return [name for (name,) in cursor.fetchall()]


def indexes(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = %s",
            [schema, TABLE],
        )
        return sorted(name for (name,) in cursor.fetchall())


def recorded(schema: str, *, app: str = "files") -> list[str]:
    """Migrations of the app in the schema's history."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM {schema}.django_migrations WHERE app = %s ORDER BY name", [app]
        )
        return [name for (name,) in cursor.fetchall()]


def is_new(schema: str) -> bool:
    """True for new, False for old; a failure for anything between."""
    seen = (
        "note" in columns(schema),
        "note_idx" in indexes(schema),
        "0002_note" in recorded(schema),
    )
    assert len(set(seen)) == 1, f"{schema} is neither old nor new: {seen}"
    return seen[0]


def outcomes(report: Report) -> dict[str, str]:
    print([row.error for row in report.rows])  # shown when a test fails
    return {row.label: str(row.outcome) for row in report.rows}


@pytest.fixture
def migrate() -> Callable[..., Report]:
    """migrate(**options) in the small counties, on this connection, without pauses."""

    def run(**options: Any) -> Report:
        options = {
            "only": frozenset(SCHEMAS),
            "connections": 1,
            "limits": Limits(lock_ms=50),
            "patience": Patience(tries=2, pause=0.01),
            **options,
        }
        return migrate_counties(Options(**options))

    return run
