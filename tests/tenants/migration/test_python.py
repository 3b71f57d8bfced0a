"""Operations in Python run once in every county, standing in it."""

from django.db import connection

from kernel.tenancy import current_county
from tests.tenants.migration.conftest import CODES, SCHEMAS, columns, outcomes, recorded

FIRST, SECOND, THIRD = SCHEMAS
FILL = """
from kernel.tenancy import current_county


def fill(apps, schema_editor):
    files = apps.get_model("files", "StoredFile")
    if files.objects.filter(name="bad").exists():
        raise ValueError("a name that cannot be kept")
    for file in files.objects.all():
        file.note = f"{current_county()}: {file.name}"
        file.save()
"""
BACKFILL = """migrations.AddField("StoredFile", "note", models.CharField(max_length=40, null=True)),
migrations.RunPython(fill, migrations.RunPython.noop),
migrations.AddField("StoredFile", "last", models.IntegerField(null=True)),"""


def add_file(schema: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {schema}.files_storedfile (uuid, name, size, media_type, digest, "
            "uploaded_by, uploaded_name, uploaded_at) "
            "VALUES (gen_random_uuid(), %s, 1, '', '', gen_random_uuid(), '', now())",
            [name],
        )


def notes(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT note FROM {schema}.files_storedfile ORDER BY id")
        return [note for (note,) in cursor.fetchall()]


def test_python_runs_in_each_county_between_its_statements(thin, release, migrate):
    release.add("0002_fill", BACKFILL, after="0001_initial", code=FILL)
    for schema in SCHEMAS:
        add_file(schema, f"file of {schema}")

    report = migrate()

    assert outcomes(report) == dict.fromkeys(CODES, "DONE")
    assert [notes(schema) for schema in SCHEMAS] == [[f"{code}: file of c{code}"] for code in CODES]
    assert [columns(schema)[-2:] for schema in SCHEMAS] == [["note", "last"]] * 3
    assert current_county() is None


def test_county_whose_data_python_refuses_stays_old(thin, release, migrate):
    release.add("0002_fill", BACKFILL, after="0001_initial", code=FILL)
    add_file(FIRST, "good")
    add_file(SECOND, "bad")

    report = migrate()

    assert outcomes(report) == {CODES[0]: "DONE", CODES[1]: "FAILED", CODES[2]: "DONE"}
    assert report.rows[1].error == "ValueError: a name that cannot be kept"
    assert report.rows[1].told == "ValueError"
    assert ("note" in columns(SECOND), recorded(SECOND)) == (False, ["0001_initial"])
    assert notes(FIRST) == ["990001: good"]


def test_python_in_separate_database_and_state_is_seen(thin, release, migrate):
    release.add(
        "0002_fill",
        'migrations.AddField("StoredFile", "note", models.CharField(max_length=40, null=True)),\n'
        "migrations.SeparateDatabaseAndState(database_operations=["
        "migrations.RunPython(fill, migrations.RunPython.noop)]),",
        after="0001_initial",
        code=FILL,
    )
    add_file(THIRD, "file")

    assert outcomes(migrate()) == dict.fromkeys(CODES, "DONE")
    assert notes(THIRD) == ["990003: file"]
