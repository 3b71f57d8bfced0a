"""All schemas at once: what is done, what is left alone, what stops the run."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kernel.access.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.jobs.tasks import run
from tenants.jobs.migration import ask_for_migration
from tenants.migration.fingerprint import fingerprints
from tenants.migration.run import Options, migrate_counties
from tenants.models import County
from tests.tenants.migration.conftest import (
    CODES,
    NOTE,
    SCHEMAS,
    TABLE,
    columns,
    indexes,
    is_new,
    make_thin,
    outcomes,
    recorded,
)
from tests.tenants.migration.test_python import add_file

FIRST, SECOND, THIRD = SCHEMAS


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_counties_get_columns_indexes_and_rows(thin, noted, migrate):
    before = fingerprints(SCHEMAS)

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "DONE")
    assert [is_new(schema) for schema in SCHEMAS] == [True] * 3
    after = fingerprints(SCHEMAS)
    assert [(row.before, row.after) for row in report.rows] == [
        (before[schema], after[schema]) for schema in SCHEMAS
    ]
    assert len(set(before.values()) | set(after.values())) == 2
    assert [group.plan.migrations for group in report.groups] == [["files.0002_note"]]


def test_second_run_does_nothing(thin, noted, migrate):
    migrate()
    columns_before = [columns(schema) for schema in SCHEMAS]

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "CURRENT")
    assert (report.groups, [row.tries for row in report.rows if row.schema != FIRST]) == (
        [],
        [0, 0],
    )
    assert [columns(schema) for schema in SCHEMAS] == columns_before


def test_django_finds_nothing_to_do_afterwards(thin, noted, migrate, capsys):
    migrate()

    call_command("migrate_schemas", schema_name=FIRST, executor="standard")

    assert "No migrations to apply." in capsys.readouterr().out
    assert is_new(FIRST)


def test_result_is_what_django_makes(thin, noted, migrate):
    call_command("migrate_schemas", schema_name=FIRST, executor="standard", verbosity=0)
    connection.set_schema_to_public()

    report = migrate()

    assert outcomes(report) == {CODES[0]: "CURRENT", CODES[1]: "DONE", CODES[2]: "DONE"}
    assert columns(FIRST) == columns(SECOND)
    assert indexes(FIRST) == indexes(SECOND)
    assert len(set(fingerprints(SCHEMAS).values())) == 1


def test_rows_of_shared_apps_are_written_though_they_change_no_fingerprint(thin, migrate):
    shared = recorded(FIRST, app="seals")
    execute(f"DELETE FROM {FIRST}.django_migrations WHERE app = 'seals'")
    before = fingerprints(SCHEMAS)

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "CURRENT", CODES[2]: "CURRENT"}
    assert fingerprints(SCHEMAS) == before
    assert (recorded(FIRST, app="seals"), "0001_initial" in shared) == (shared, True)


def test_template_goes_first_and_spares_go_along(thin, noted, migrate, monkeypatch):
    monkeypatch.setattr("tenants.migration.run.TEMPLATE", "county_pattern")
    monkeypatch.setattr("tenants.migration.target.TEMPLATE", "county_pattern")
    schemas = [make_thin("", schema="county_pattern"), *SCHEMAS, make_thin("", schema="spare_9")]

    report = migrate(only=frozenset(schemas))

    assert [row.schema for row in report.rows] == schemas
    assert [is_new(schema) for schema in schemas] == [True] * 5


def test_failing_template_stops_all(thin, noted, migrate, monkeypatch):
    monkeypatch.setattr("tenants.migration.run.TEMPLATE", "county_pattern")
    monkeypatch.setattr("tenants.migration.target.TEMPLATE", "county_pattern")
    make_thin("", schema="county_pattern")
    execute(f"ALTER TABLE county_pattern.{TABLE} ADD COLUMN note text")

    report = migrate(only=frozenset({"county_pattern", *SCHEMAS}))

    assert outcomes(report) == {"county_pattern": "FAILED"} | dict.fromkeys(CODES, "UNTRIED")
    assert 'column "note" of relation "files_storedfile" already exists' in report.rows[0].error
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


def test_statement_that_fails_leaves_its_county_old_and_the_others_go_on(thin, noted, migrate):
    # The index's name is taken: the column before it must not stay either.
    execute(f"CREATE INDEX note_idx ON {SECOND}.{TABLE} (name)")

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "FAILED", CODES[2]: "DONE"}
    assert report.rows[1].error == 'ProgrammingError: relation "note_idx" already exists'
    assert (report.rows[1].tries, report.rows[1].before) == (1, report.rows[1].after)
    assert "note" not in columns(SECOND)
    assert recorded(SECOND) == ["0001_initial"]


def test_full_disk_leaves_every_county_old(thin, release, migrate):
    full = "DO $$BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END$$"
    release.add("0002_note", f'{NOTE}\nmigrations.RunSQL("{full}")', after="0001_initial")

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "FAILED")
    assert report.rows[0].error == "OperationalError: No space left on device"
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


def test_installation_without_counties_has_nothing_to_do(db, migrate):
    assert migrate(only=frozenset({"c000000"})).to_json() == {
        "dry_run": False,
        "counts": {},
        "migrations": [],
        "schemas": [],
    }


def test_first_of_a_group_may_fail_without_the_others(thin, noted, migrate):
    execute(f"CREATE INDEX note_idx ON {FIRST}.{TABLE} (name)")

    report = migrate()

    assert outcomes(report) == {CODES[0]: "FAILED", CODES[1]: "DONE", CODES[2]: "DONE"}


def test_canary_that_fails_stops_all(thin, noted, migrate):
    execute(f"CREATE INDEX note_idx ON {THIRD}.{TABLE} (name)")

    report = migrate(canary=CODES[2])

    assert outcomes(report) == {CODES[0]: "UNTRIED", CODES[1]: "UNTRIED", CODES[2]: "FAILED"}
    assert [row.label for row in report.failed] == list(CODES)
    assert [is_new(schema) for schema in (FIRST, SECOND)] == [False, False]


def test_canary_that_is_well_lets_the_others_follow(thin, noted, migrate):
    assert outcomes(migrate(canary=CODES[2])) == dict.fromkeys(CODES, "DONE")


def test_canary_that_is_no_county_is_refused(thin, noted, migrate):
    with pytest.raises(Invalid) as refused:
        migrate(canary="999999")

    assert (refused.value.errors[0].field, refused.value.errors[0].given) == ("canary", "999999")
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


def test_county_of_a_newer_version_is_left_alone_and_named(thin, noted, migrate):
    execute(
        f"INSERT INTO {SECOND}.django_migrations (app, name, applied) "
        "VALUES ('files', '0007_later', now())"
    )

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "UNFIT", CODES[2]: "DONE"}
    assert report.rows[1].error == "belongs to a newer version, which has files.0007_later"
    assert recorded(SECOND) == ["0001_initial", "0007_later"]


def test_county_with_a_gap_is_left_alone_and_named(thin, noted, migrate):
    noted.add("0003_more", "", after="0002_note")
    execute(
        f"INSERT INTO {SECOND}.django_migrations (app, name, applied) "
        "VALUES ('files', '0003_more', now())"
    )

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "UNFIT", CODES[2]: "DONE"}
    assert "before its dependency files.0002_note" in report.rows[1].error
    assert "note" not in columns(SECOND)


def test_county_with_an_empty_history_is_left_alone_and_named(thin, noted, migrate):
    execute(f"DELETE FROM {SECOND}.django_migrations")

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "UNFIT", CODES[2]: "DONE"}
    assert (report.rows[1].error, columns(SECOND)[-1]) == ("has an empty history", "uploaded_at")


def test_squashed_migrations_are_recorded_as_django_does(thin, noted, migrate):
    migrate(only=frozenset({FIRST}))
    noted.add(
        "0001_squashed_0002",
        NOTE,
        after="0001_initial",
    )
    path = noted.folder / noted.package / "0001_squashed_0002.py"
    path.write_text(
        path.read_text().replace("    atomic = True", '    replaces = [("files", "0002_note")]')
    )

    assert outcomes(migrate()) == dict.fromkeys(CODES, "DONE")
    names = ["0001_initial", "0001_squashed_0002", "0002_note"]
    assert [recorded(schema) for schema in SCHEMAS] == [names] * 3


def test_histories_that_differ_get_plans_of_their_own(thin, noted, migrate):
    migrate(only=frozenset({SECOND}))
    noted.add(
        "0003_more",
        'migrations.AddField("StoredFile", "more", models.IntegerField(null=True))',
        after="0002_note",
    )

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "DONE")
    assert {tuple(group.schemas): group.plan.migrations for group in report.groups} == {
        (FIRST, THIRD): ["files.0002_note", "files.0003_more"],
        (SECOND,): ["files.0003_more"],
    }
    assert len(set(fingerprints(SCHEMAS).values())) == 1


def test_constraint_made_and_removed_by_the_same_plan(thin, release, migrate):
    # Collected SQL alone cannot do this: the name is looked up in the database.
    release.add(
        "0002_unique",
        'migrations.AddField("StoredFile", "mark", models.IntegerField(null=True, unique=True))',
        after="0001_initial",
    ).add(
        "0003_not_unique",
        'migrations.AlterField("StoredFile", "mark", models.IntegerField(null=True))',
        after="0002_unique",
    )

    assert outcomes(migrate()) == dict.fromkeys(CODES, "DONE")
    assert indexes(SECOND) == [name for name in indexes(SECOND) if "mark" not in name]


def test_migration_outside_a_transaction_is_refused(thin, release, migrate):
    release.add("0002_note", NOTE, after="0001_initial", atomic=False)

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "UNFIT")
    assert report.rows[0].error == (
        "cannot be migrated in one transaction: files.0002_note is not atomic"
    )


def test_suspended_county_is_migrated_and_erased_one_has_no_schema(thin, noted, migrate):
    County.objects.filter(code=CODES[0]).update(state="SUSPENDED")
    County.objects.filter(code=CODES[1]).update(state="LEAVING")
    execute(f"DROP SCHEMA {THIRD} CASCADE")
    County.objects.filter(code=CODES[2]).update(state="ERASED")

    assert outcomes(migrate()) == {CODES[0]: "DONE", CODES[1]: "DONE"}


def test_county_without_its_schema_is_named_unless_it_is_being_made(thin, noted, migrate):
    execute(f"DROP SCHEMA {SECOND} CASCADE; DROP SCHEMA {THIRD} CASCADE")
    County.objects.filter(code=CODES[2]).update(state="PROVISIONING")

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "UNFIT"}
    assert report.rows[1].error == "has no schema with a django_migrations table"


def test_public_must_be_migrated_first(thin, noted, migrate):
    execute("DELETE FROM public.django_migrations WHERE app = 'seals'")

    with pytest.raises(Conflict, match=r"seals\.0001_initial") as refused:
        migrate()

    assert refused.value.code == "public_is_old"
    assert [is_new(schema) for schema in SCHEMAS] == [False] * 3


def test_county_made_while_the_run_goes_on_is_caught_up(thin, noted, migrate, monkeypatch):
    late = "990004"

    def progress(done: int, total: int) -> None:
        if not County.objects.filter(code=late).exists():
            make_thin(late)

    options = Options(only=frozenset({*SCHEMAS, f"c{late}"}), connections=1)
    report = migrate_counties(options, progress=progress)

    assert outcomes(report) == dict.fromkeys((*CODES, late), "DONE")
    assert is_new(f"c{late}")


def test_spare_handed_out_while_the_run_goes_on_becomes_its_county(thin, noted, migrate):
    make_thin("", schema="spare_9")

    def progress(done: int, total: int) -> None:
        if not County.objects.filter(code="990004").exists():
            execute("ALTER SCHEMA spare_9 RENAME TO c990004")
            County.objects.create(
                code="990004", name="", schema_name="c990004", created_at="2026-01-01T00:00Z"
            )

    options = Options(only=frozenset({*SCHEMAS, "spare_9", "c990004"}), connections=1)
    report = migrate_counties(options, progress=progress)

    assert outcomes(report) == dict.fromkeys((*CODES, "990004"), "DONE")
    assert is_new("c990004")


def test_command_refuses_what_would_wait_for_ever(db):
    with pytest.raises(CommandError, match="--lock-timeout: expected a number from 1, got 0"):
        call_command("migrate_counties", lock_timeout=0)


def test_operators_read_no_value_of_a_county(thin, release, migrate, monkeypatch):
    cast = "ALTER TABLE files_storedfile ALTER COLUMN name TYPE integer USING name::integer"
    release.add("0002_cast", f'migrations.RunSQL("{cast}")', after="0001_initial")
    add_file(SECOND, "张三")

    report = migrate()

    assert outcomes(report)[CODES[1]] == "FAILED"
    assert report.rows[1].error == 'DataError: invalid input syntax for type integer: "张三"'
    monkeypatch.setattr("tenants.jobs.migration.migrate_counties", lambda *given, **more: report)
    order = ask_for_migration(actor=Actor.system(None))
    run(county="", job=str(order.uuid))
    order.refresh_from_db()
    assert (order.state, order.error["code"]) == ("FAILED", "not_migrated")
    assert order.error["detail"].endswith(f"{CODES[1]}: DataError")
