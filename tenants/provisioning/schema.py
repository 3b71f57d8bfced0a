"""Making, handing out and dropping the schema of one county."""

from django.db import connection, transaction

from tenants.citus import has_citus
from tenants.provisioning.ddl import read_ddl
from tenants.provisioning.names import TEMPLATE, is_county_schema, is_spare
from tenants.provisioning.template import hold_template


def make_schema(name: str, *, filled: bool = True) -> None:
    """Make a schema equal to the template, with its history and the rows of its migrations.

    In the caller's transaction. Without `filled` the tables stay empty (for a restore). The
    template must be there (ensure_template) and is held until the transaction ends, so that a
    county is never made after a template that a migration has just left behind. Raises
    ValueError for a name that is no county's and no spare's; the server's error when the schema
    exists.
    """
    check_name(name)
    with transaction.atomic():
        hold_template()
        ddl = read_ddl(TEMPLATE)
        rows = ddl.row_script(name) if filled else ""
        # One text is one round trip; Citus hands on single statements only.
        texts = [ddl.script(name) + rows] if not has_citus() else ddl.single(name, filled=filled)
        with connection.cursor() as cursor:
            # The tables are empty: no index is worth asking whether workers should build it.
            cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
            for text in texts:
                cursor.execute(text)


def drop_schema(name: str) -> None:
    """Drop a county's or a spare schema with all it holds; nothing happens when it is absent."""
    check_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")


def schema_is_there(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


def check_name(name: str) -> None:
    if not (is_county_schema(name) or is_spare(name)):
        raise ValueError(f"{name} is the name of no county's schema.")
