"""What each schema's django_migrations says, of all schemas in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from kernel.tenancy.connection import connection
from tenants.migration.target import list_targets

# A schema's rows, in an order that no server's collation changes.
ONE = """
SELECT %s, md5(coalesce(string_agg(key, ',' ORDER BY key) FILTER (WHERE app = ANY(%s)), '')),
       md5(coalesce(string_agg(key, ',' ORDER BY key), ''))
  FROM (SELECT DISTINCT app, (app || '.' || name) COLLATE "C" AS key FROM {table}) AS history
"""


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
    """The history of each schema, in one query. Every schema must have its django_migrations."""
    names = list(schemas)
    if not names:
        return {}
    labels = county_labels()
    quote = connection.ops.quote_name
    parts = [ONE.format(table=f"{quote(name)}.django_migrations") for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts), [part for name in names for part in (name, labels)]
        )
        return {schema: History(*digests) for schema, *digests in cursor.fetchall()}


def fingerprints(schemas: Iterable[str] | None = None) -> dict[str, str]:
    """Fingerprint of the county apps' history by schema; of all schemas that are migrated."""
    if schemas is None:
        schemas = [target.schema for target in list_targets() if target.has_history]
    return {schema: history.fingerprint for schema, history in histories(schemas).items()}
