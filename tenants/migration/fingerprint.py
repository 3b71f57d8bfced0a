"""What each schema's django_migrations says, of all schemas in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from kernel.tenancy.backend.base import PLAIN_NAME
from kernel.tenancy.connection import connection
from tenants.migration.target import list_targets

# In an order that no server's collation changes; a row that came twice counts once.
DIGESTS = """
SELECT schema, md5(coalesce(string_agg(key, ',' ORDER BY key) FILTER (WHERE app = ANY(%s)), '')),
       md5(string_agg(key, ',' ORDER BY key))
  FROM (SELECT DISTINCT schema, app, (app || '.' || name) COLLATE "C" AS key
          FROM ({rows}) AS rows) AS history
 GROUP BY schema
"""
ROWS = "SELECT '{schema}' AS schema, app, name FROM {table}"

Key = tuple[str, str]  # app label, name of the migration


@dataclass(frozen=True)
class History:
    """Digests of a schema's migration history.

    `fingerprint` covers the county apps, whose tables lie in the schema. `whole` covers the
    rows of shared apps too: Django writes them into every schema, so we do.
    """

    fingerprint: str
    whole: str


def county_labels() -> list[str]:
    """Labels of the apps whose tables lie in county schemas."""
    return sorted(
        config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS
    )


def histories(schemas: Iterable[str]) -> dict[str, History]:
    """The history of each schema, in one query. Every schema must have its django_migrations.

    A schema whose history is empty is not in the answer.
    """
    rows = [ROWS.format(schema=name, table=history_table(name)) for name in schemas]
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS.format(rows=" UNION ALL ".join(rows)), [county_labels()])
        return {schema: History(*digests) for schema, *digests in cursor.fetchall()}


def history_table(schema: str) -> str:
    """The table's name in SQL. Raises ValueError for a name that SQL would have to quote."""
    if not PLAIN_NAME.fullmatch(schema):
        raise ValueError(f"{schema!r} is no name of a county's schema.")
    return f"{schema}.django_migrations"


def applied(schema: str) -> set[Key]:
    """The rows of a schema's history."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {history_table(schema)}")
        return set(cursor.fetchall())


def fingerprints(schemas: Iterable[str] | None = None) -> dict[str, str]:
    """Fingerprint of the county apps' history by schema; of all schemas that are migrated."""
    if schemas is None:
        schemas = [target.schema for target in list_targets() if target.has_history]
    return {schema: history.fingerprint for schema, history in histories(schemas).items()}
