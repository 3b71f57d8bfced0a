"""Carrying out a migration's operation with the models it can touch, and no others.

Django keeps all models of a state as classes and makes those anew that hang together with a
changed one. Here nearly all hang on the station, so of the two schemas' 516 operations most
made a hundred classes and used a few: nine tenths of the time in which an empty database gets
its tables. What SQL is run does not change.
"""

from collections.abc import Callable
from typing import Any

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation

Key = tuple[str, str]

# Of these the model itself and what it refers to is all that Django looks at.
OF_ONE_MODEL = (
    operations.CreateModel,
    operations.AddField,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AddIndex,
    operations.RemoveIndex,
)


class NarrowExecutor(MigrationExecutor):
    """Django's, but for how the models of a state are made."""

    def _migrate_all_forwards(
        self, state: ProjectState, plan: Any, full_plan: Any, fake: bool, fake_initial: bool
    ) -> ProjectState:
        """Without models made for all migrations to come: each operation makes its own."""
        state = state.clone()
        state.__dict__.pop("apps", None)
        wanted = {migration for migration, _ in plan}
        for migration, _ in full_plan:
            if migration in wanted:
                narrow: Any = NarrowMigration(migration)
                state = self.apply_migration(state, narrow, fake=fake, fake_initial=fake_initial)
        return state


class NarrowMigration:
    """A migration whose operations are carried out by ``carry_out``."""

    def __init__(self, migration: Migration) -> None:
        self._migration = migration

    def __getattr__(self, name: str) -> Any:
        return getattr(self._migration, name)

    def __str__(self) -> str:
        return str(self._migration)

    def apply(
        self, state: ProjectState, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """The state after it. One that is not atomic goes Django's way, a transaction a step.

        Of one whose tables lie in other schemas only the state is kept: an index of public's
        that is made concurrently would refuse the transaction in which the template is made.
        """
        if not router.allow_migrate(editor.connection.alias, self._migration.app_label):
            return self._migration.mutate_state(state, preserve=False)
        if not editor.atomic_migration:  # type: ignore[attr-defined]
            return self._migration.apply(state, editor, collect_sql)
        for operation in self._migration.operations:
            before = state.clone()
            operation.state_forwards(self._migration.app_label, state)
            carry_out(operation, self._migration.app_label, editor, before, state)
        return state


def carry_out(
    operation: Operation,
    label: str,
    editor: BaseDatabaseSchemaEditor,
    before: ProjectState,
    after: ProjectState,
) -> None:
    """Run an operation against the database; neither state keeps models made for it."""
    key = touched_model(operation, label, before)
    seen: Callable[[ProjectState], ProjectState] = (
        ProjectState.clone if key is None else lambda state: part_of(state, key)
    )
    operation.database_forwards(label, editor, seen(before), seen(after))


def touched_model(operation: Operation, label: str, before: ProjectState) -> Key | None:
    """The only model an operation needs, or None where it may look at any."""
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    key = label, str(name).lower()
    if isinstance(operation, OF_ONE_MODEL):
        return key
    if isinstance(operation, operations.AlterField):
        old = before.models[key].fields[operation.name]
        return None if is_referred_to(old) or is_referred_to(operation.field) else key
    return None


def is_referred_to(field: Any) -> bool:
    """Whether other tables' foreign keys may stand on the column, and change with it."""
    return bool(field.primary_key or field.unique)


def part_of(state: ProjectState, key: Key) -> ProjectState:
    """The state with one model and all that it refers to, directly or not."""
    models = {each: state.models[each].clone() for each in referred(state, key)}
    return ProjectState(models, real_apps=state.real_apps)


def referred(state: ProjectState, key: Key) -> set[Key]:
    """Models that must be there for one to be made: its bases and the ends of its relations."""
    found: set[Key] = set()
    waiting = [key]
    while waiting:
        each = waiting.pop()
        if each in found or each not in state.models:
            continue
        found.add(each)
        waiting += [resolve_relation(model, *each) for model in named_by(state.models[each])]
    return found


def named_by(model: Any) -> list[Any]:
    """The models that a model's fields and bases name."""
    ends = [field.remote_field for field in model.fields.values() if field.remote_field]
    through = [end.through for end in ends if getattr(end, "through", None)]
    bases = [base for base in model.bases if isinstance(base, str)]
    return [*(end.model for end in ends), *through, *bases]
