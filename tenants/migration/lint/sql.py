"""The SQL of each migration that is not released yet, without a migrated database."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from kernel.tenancy.connection import connection
from kernel.tenancy.schema import Limits, schema_transaction
from tenants.migration.fingerprint import county_labels
from tenants.migration.narrow import carry_out
from tenants.migration.plan import is_sql
from tenants.provisioning.names import TEMPLATE


@dataclass(frozen=True)
class Text:
    """A migration and its SQL, a statement a line. `place` is "county" or "public"."""

    migration: Migration
    place: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.migration)


class OfflineEditor(DatabaseSchemaEditor):
    """Collects SQL. A constraint's name, which Django looks up in the database, is made up: the
    linter judges what a statement does, not whom it names."""

    def __init__(self, wrapper: Any) -> None:
        super().__init__(wrapper, collect_sql=True, atomic=False)

    def _constraint_names(self, *args: Any, **kwargs: Any) -> list[str]:
        return ["a_constraint"]


def unreleased(released: Mapping[str, str]) -> list[Text]:
    """The SQL of our apps' migrations after the released ones, in the order they are applied."""
    loader = MigrationLoader(None)
    connection.ensure_connection()  # quotes values
    return [collect(loader, migration) for migration in unreleased_migrations(loader, released)]


def unreleased_migrations(
    loader: MigrationLoader, released: Mapping[str, str]
) -> Iterator[Migration]:
    """Raises LookupError when a released migration is not there."""
    known = {key for item in released.items() for key in loader.graph.forwards_plan(item)}
    own = own_labels()
    seen = set()
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key[0] in own and key not in known and key not in seen:
                seen.add(key)
                yield loader.graph.nodes[key]


def own_labels() -> set[str]:
    """Labels of the apps that lie in this checkout."""
    return {
        config.label
        for config in apps.get_app_configs()
        if config.name.partition(".")[0] in {"kernel", "tenants", "stations", "evaluation", "api"}
    }


def collect(loader: MigrationLoader, migration: Migration) -> Text:
    """What the migration would run; Python operations have no SQL."""
    in_county = migration.app_label in county_labels()
    state = loader.project_state((migration.app_label, migration.name), at_end=False)
    # The router decides by the schema one stands in; the template need not be there yet.
    place = schema_transaction(TEMPLATE, Limits()) if in_county else nullcontext()
    with place, OfflineEditor(connection) as editor:
        for operation in migration.operations:
            before = state.clone()
            operation.state_forwards(migration.app_label, state)
            if is_sql(operation):
                carry_out(operation, migration.app_label, editor, before, state)
    lines = tuple(" ".join(line.split()) for line in editor.collected_sql if line[:2] != "--")
    return Text(migration, "county" if in_county else "public", lines)
