"""The template schema: the one that Django's own migrations make; counties are made after it."""

from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from tenants.provisioning.names import TEMPLATE

TEMPLATE_LOCK = 0x74706C74  # an advisory lock's number in this database, taken by nobody else


def ensure_template() -> None:
    """Make the template when it is absent and apply what it lacks of this code's migrations.

    All or nothing; of several processes one does it, the others wait. A template that is newer
    than this code is left as it is.
    """
    if is_current():
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TEMPLATE_LOCK])
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE}")
        if not is_current():
            call_command(
                "migrate_schemas",
                tenant=True,
                schema_name=TEMPLATE,
                interactive=False,
                verbosity=0,
            )


def is_current() -> bool:
    """Whether the template holds the last migration of every app that lies in counties."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{TEMPLATE}.django_migrations"])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"SELECT app, name FROM {TEMPLATE}.django_migrations")
        return last_migrations() <= set(cursor.fetchall())


def hold_template() -> None:
    """Keep the template from being migrated until this transaction ends; makers share the hold."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TEMPLATE}.django_migrations IN SHARE MODE")


@lru_cache(maxsize=1)
def last_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of the last migration of each app that lies in counties, as in this code."""
    names = set(settings.TENANT_APPS)
    labels = {config.label for config in apps.get_app_configs() if config.name in names}
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return frozenset(leaf for leaf in leaves if leaf[0] in labels)
