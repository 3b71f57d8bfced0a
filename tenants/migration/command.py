"""The command behind `migrate_schemas`: Django's `migrate` with the narrow executor."""

from typing import Any

from django.core.management.commands import migrate

from tenants.migration.narrow import NarrowExecutor


class MigrateCommand(migrate.Command):
    """Named by the setting TENANT_BASE_MIGRATE_COMMAND; Django has none for the executor."""

    def handle(self, *args: Any, **options: Any) -> None:
        module: Any = migrate
        kept = module.MigrationExecutor
        module.MigrationExecutor = NarrowExecutor
        try:
            super().handle(*args, **options)
        finally:
            module.MigrationExecutor = kept
