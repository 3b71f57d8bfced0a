"""The narrow executor makes what Django's makes, to the letter of a dump."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.tenants.provisioning.schemas import dump

WAYS = {
    "made_by_django": "django.core.management.commands.migrate.Command",
    "made_by_ours": "tenants.migration.command.MigrateCommand",
}
# With all it depends on: tables, foreign keys, changed and removed fields, constraints, Python.
APP = "people"


@pytest.fixture
def schemas(transactional_db):
    run(*(f"CREATE SCHEMA {schema}" for schema in WAYS))
    yield tuple(WAYS)
    connection.set_schema_to_public()
    run(*(f"DROP SCHEMA {schema} CASCADE" for schema in WAYS))


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_tables_are_those_that_django_makes(schemas, settings):
    for schema, command in WAYS.items():
        settings.TENANT_BASE_MIGRATE_COMMAND = command
        call_command("migrate_schemas", APP, tenant=True, schema_name=schema, verbosity=0)

    theirs, ours = (dump(schema) for schema in schemas)

    assert theirs.count("CREATE TABLE") > 20
    assert ours == theirs


def test_what_lies_in_public_is_only_noted_in_a_county_also_in_a_transaction(schemas):
    """As the template is made; an index made concurrently refuses a transaction."""
    schema = schemas[1]
    with transaction.atomic():
        call_command("migrate_schemas", "rollup", tenant=True, schema_name=schema, verbosity=0)

    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE 'rollup%%'",
            [schema],
        )
        assert cursor.fetchall() == []
        cursor.execute(f"SELECT name FROM {schema}.django_migrations WHERE app = 'rollup'")
        assert ("0006_board_indexes",) in cursor.fetchall()
