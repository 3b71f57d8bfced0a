"""A dry run shows the statements and their locks, and writes nothing."""

import json

import pytest
from django.core.management import call_command

from tests.tenants.migration.conftest import CODES, SCHEMAS, is_new, outcomes
from tests.tenants.migration.test_python import BACKFILL, FILL


@pytest.mark.django_db(transaction=True)
def test_dry_run_writes_nothing_and_knows_the_locks(committed, noted, migrate):
    report = migrate(dry_run=True)

    assert outcomes(report) == dict.fromkeys(CODES, "UNTRIED")
    assert report.failed == []
    assert [(step.sql, step.locks) for step in report.groups[0].plan.steps] == [
        (
            'ALTER TABLE "files_storedfile" ADD COLUMN "note" varchar(20) NULL',
            ("AccessExclusiveLock on files_storedfile",),
        ),
        (
            'CREATE INDEX "note_idx" ON "files_storedfile" ("note")',
            ("ShareLock on files_storedfile",),
        ),
    ]
    assert report.groups[0].schemas == list(SCHEMAS)
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


def test_dry_run_names_python_and_leaves_no_trace_of_it(thin, release, migrate):
    release.add("0002_fill", BACKFILL, after="0001_initial", code=FILL)

    steps = migrate(dry_run=True).groups[0].plan.steps

    assert [str(step).partition(" ")[0] for step in steps] == ["ALTER", "--", "ALTER"]
    assert str(steps[1]) == "-- in Python, a county at a time: Raw Python operation"
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


@pytest.mark.django_db(transaction=True)
def test_command_prints_statements_locks_and_schemas(committed, noted, capsys, tmp_path):
    file = tmp_path / "report.json"
    counties = [f"--county={code}" for code in CODES]

    call_command("migrate_counties", "--dry-run", *counties, f"--report={file}")

    assert capsys.readouterr().out == (
        "-- in c990001, c990002, c990003\n"
        "-- files.0002_note: AccessExclusiveLock on files_storedfile\n"
        'ALTER TABLE "files_storedfile" ADD COLUMN "note" varchar(20) NULL;\n'
        "-- files.0002_note: ShareLock on files_storedfile\n"
        'CREATE INDEX "note_idx" ON "files_storedfile" ("note");\n'
        "schemas: untried 3\n"
    )
    written = json.loads(file.read_text())
    assert (written["dry_run"], written["counts"]) == (True, {"UNTRIED": 3})
    assert written["migrations"] == ["files.0002_note"]
    assert [row["code"] for row in written["schemas"]] == list(CODES)
