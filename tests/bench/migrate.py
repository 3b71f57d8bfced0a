"""A column and an index in every county of a province, and a run that finds nothing to do.

Beside django-tenants' own executor. Both migrate the counties; ours takes the template along.
"""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from kernel.workdays.clock import now
from tenants.migration.fingerprint import fingerprints
from tenants.migration.report import Outcome
from tenants.migration.run import migrate_counties
from tenants.models import County
from tenants.provisioning.names import TEMPLATE, schema_of
from tenants.provisioning.schema import make_schema
from tenants.provisioning.template import ensure_template
from tests.bench.comparison import Comparison, Way, as_shipped
from tests.tenants.migration.release import copy_release

COUNTIES, FEW = 183, 3  # Sichuan; in a small run
OPERATIONS = """
migrations.AddField("StoredFile", "note", models.CharField(max_length=20, null=True)),
migrations.AddIndex("StoredFile", models.Index(fields=["note"], name="note_idx")),
"""
TABLE = "files_storedfile"
CATALOGUE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT attrelid::regclass::text || attname || format_type(atttypid, atttypmod) AS part
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
   WHERE relname = %s AND relnamespace::regnamespace::text = ANY(%s)
     AND attnum > 0 AND NOT attisdropped
  UNION ALL SELECT schemaname || indexdef FROM pg_indexes
   WHERE tablename = %s AND schemaname = ANY(%s)
) AS parts
"""


def measure(small: bool) -> Iterable[Comparison]:
    counties = FEW if small else COUNTIES
    schemas = make_province(counties)
    with tempfile.TemporaryDirectory() as folder:
        add_release(Path(folder))
        theirs = f"migrate_schemas --executor=standard, {counties} counties"
        yield Comparison(
            name="migrate",
            baseline=Way(theirs, lambda: run_theirs(schemas), lambda: put_back(schemas)),
            ours=Way("migrate_counties", lambda: run_ours(schemas), lambda: put_back(schemas)),
            goal=">= 30",
        )
        run_ours(schemas)
        yield Comparison(
            name="migrate.noop",
            baseline=Way(f"{theirs}, nothing to apply", lambda: find_nothing_theirs(schemas)),
            ours=Way("migrate_counties, nothing to apply", lambda: find_nothing_ours(schemas)),
            goal=">= 200",
        )


def make_province(counties: int) -> list[str]:
    """Counties without hosts and people: what a migration sees of them."""
    ensure_template()
    codes = [f"51{number:04}" for number in range(counties)]
    for code in codes:
        with transaction.atomic():
            make_schema(schema_of(code))
            County.objects.create(
                code=code, name=code, schema_name=schema_of(code), prefecture_code=code[:4],
                state="ACTIVE", wrapped_key="", created_at=now(),
            )  # fmt: skip
    return [schema_of(code) for code in codes]


def add_release(folder: Path) -> None:
    """The next release of the files app, in this process only."""
    sys.path.insert(0, str(folder))
    copy_release("files", folder, "bench_release").add(
        "0002_note", OPERATIONS, after="0001_initial"
    )
    settings.MIGRATION_MODULES = {"files": "bench_release"}


@as_shipped()
def run_theirs(schemas: list[str]) -> Any:
    call_command("migrate_schemas", tenant=True, executor="standard", verbosity=0)
    connection.set_schema_to_public()
    return answer(schemas)


def run_ours(schemas: list[str]) -> Any:
    report = migrate_counties()
    assert report.failed == [], report.to_json()
    return answer(schemas)


@as_shipped()
def find_nothing_theirs(schemas: list[str]) -> dict[str, str]:
    call_command("migrate_schemas", tenant=True, executor="standard", verbosity=0)
    connection.set_schema_to_public()
    return fingerprints(schemas)


def find_nothing_ours(schemas: list[str]) -> dict[str, str]:
    """The fingerprints that the run itself has read."""
    rows = {row.schema: row for row in migrate_counties().rows}
    assert {row.outcome for row in rows.values()} == {Outcome.CURRENT}
    return {schema: rows[schema].after for schema in schemas}


def answer(schemas: list[str]) -> Any:
    """Fingerprint of each county; columns and indexes of all."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE, [TABLE, schemas, TABLE, schemas])
        return fingerprints(schemas), cursor.fetchone()


def put_back(schemas: list[str]) -> None:
    """Every schema as it was before the release."""
    for schema in [TEMPLATE, *schemas]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {schema}.{TABLE} DROP COLUMN IF EXISTS note; "
                f"DELETE FROM {schema}.django_migrations "
                "WHERE app = 'files' AND name <> '0001_initial'"
            )
