"""What a schema still lacks, found once for all schemas with the same history.

The plan is carried out for real in one schema, by Django's own operations, in a transaction
that is rolled back: unlike collected SQL this also knows the names of constraints that the
plan itself makes, shows the locks, and fails before any county is touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django_tenants.utils import get_public_schema_name

from kernel.tenancy.connection import connection
from kernel.tenancy.schema import Limits, schema_transaction
from tenants.migration.fingerprint import Key, applied, county_labels
from tenants.migration.locks import LockWatch
from tenants.migration.narrow import carry_out


class Unfit(Exception):
    """A history that this release cannot go on from; the text says why."""


@dataclass(frozen=True)
class SqlStep:
    """One SQL statement. `locks` are those it takes, when they were asked for."""

    migration: str
    sql: str
    locks: tuple[str, ...] = ()

    def run(self, editor: BaseDatabaseSchemaEditor) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.sql)

    def __str__(self) -> str:
        return self.sql


@dataclass(frozen=True)
class PythonStep:
    """An operation that is no SQL (RunPython), with the models before and after it."""

    migration: str
    label: str
    operation: Operation
    before: ProjectState
    after: ProjectState
    locks: tuple[str, ...] = ()

    def run(self, editor: BaseDatabaseSchemaEditor) -> None:
        self.operation.database_forwards(self.label, editor, self.before, self.after)

    def __str__(self) -> str:
        return f"-- in Python, a county at a time: {self.operation.describe()}"


@dataclass
class Plan:
    """The steps and the rows of django_migrations that bring a history up to date."""

    migrations: list[str] = field(default_factory=list)
    steps: list[SqlStep | PythonStep] = field(default_factory=list)
    rows: list[Key] = field(default_factory=list)

    @property
    def has_python(self) -> bool:
        return any(isinstance(step, PythonStep) for step in self.steps)


class Disk:
    """The migrations that this release consists of, read once a run."""

    def __init__(self) -> None:
        loader = MigrationLoader(None)
        self.nodes: set[Key] = set(loader.graph.nodes)
        self.known: set[Key] = set(loader.disk_migrations)
        self.known |= {key for each in loader.disk_migrations.values() for key in each.replaces}
        self.own = set(county_labels())

    def unknown(self, history: set[Key]) -> list[str]:
        """What the county apps' history holds and this release does not know."""
        return sorted(".".join(key) for key in history - self.known if key[0] in self.own)

    def missing_in_public(self) -> list[str]:
        """Migrations of shared apps that the shared schema still lacks."""
        lacking = self.nodes - applied(get_public_schema_name())
        return sorted(".".join(key) for key in lacking if key[0] not in self.own)


def make_plan(schema: str, disk: Disk, limits: Limits, *, watch_locks: bool = False) -> Plan:
    """The plan of this schema's history; empty when nothing is to be done. Writes nothing.

    Raises Unfit for a history with unknown migrations or a gap and for a migration that
    cannot run in a transaction, DatabaseError when a statement fails.
    """
    history = applied(schema)
    if unknown := disk.unknown(history):
        raise Unfit(f"belongs to a newer version, which has {', '.join(unknown)}")
    if disk.nodes <= history:
        return Plan()
    with schema_transaction(schema, limits):
        executor = MigrationExecutor(connection)
        refuse_gap(executor)
        leaves = executor.loader.graph.leaf_nodes()
        todo = [migration for migration, _ in executor.migration_plan(leaves)]
        refuse_not_atomic(todo)
        plan = Plan(migrations=[str(each) for each in todo if each.app_label in county_labels()])
        if todo:
            Rehearsal(plan, LockWatch(schema) if watch_locks else None).run(executor, todo)
        plan.rows = record(executor, todo)
        transaction.set_rollback(True)
    return plan


def refuse_gap(executor: MigrationExecutor) -> None:
    """Raise Unfit for a migration that is applied without one that it depends on."""
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        raise Unfit(f"has a gap in its history: {error}") from error


def refuse_not_atomic(todo: list[Migration]) -> None:
    """A county is old or new, never between: all of it runs in one transaction (ADR 0007)."""
    own = county_labels()
    wrong = [str(each) for each in todo if each.app_label in own and not each.atomic]
    if wrong:
        raise Unfit(f"cannot be migrated in one transaction: {', '.join(wrong)} is not atomic")


def record(executor: MigrationExecutor, todo: list[Migration]) -> list[Key]:
    """The rows that Django writes for these migrations, squashed ones included."""
    recorder = MigrationRecorder(connection)
    before = set(recorder.applied_migrations())
    for migration in todo:
        executor.record_migration(migration)  # type: ignore[call-arg, arg-type]  # older stubs
    executor.check_replacements()
    return sorted(set(recorder.applied_migrations()) - before)


class Rehearsal:
    """Carries migrations out and writes down each step."""

    def __init__(self, plan: Plan, locks: LockWatch | None) -> None:
        self.plan, self.locks = plan, locks
        self.migration = ""
        self.paused = False

    def run(self, executor: MigrationExecutor, todo: list[Migration]) -> None:
        state = applied_state(executor)
        own = county_labels()
        for migration in todo:
            if migration.app_label not in own:  # nothing of it lies in a county
                migration.mutate_state(state, preserve=False)
                continue
            self.migration = str(migration)
            with RecordingEditor(connection, self) as editor:
                for operation in migration.operations:
                    before = state.clone()
                    operation.state_forwards(migration.app_label, state)
                    self._carry_out(migration.app_label, operation, editor, before, state)

    def _carry_out(
        self,
        label: str,
        operation: Operation,
        editor: BaseDatabaseSchemaEditor,
        before: ProjectState,
        after: ProjectState,
    ) -> None:
        if is_sql(operation):
            carry_out(operation, label, editor, before, after)
            return
        step = PythonStep(self.migration, label, operation, before, after.clone())
        with self._pause():
            step.run(editor)
        self.plan.steps.append(step)
        self._taken()  # locks of Python are its own affair

    def add(self, sql: str) -> None:
        """A statement has run."""
        if not self.paused:
            self.plan.steps.append(SqlStep(self.migration, sql, self._taken()))

    def _taken(self) -> tuple[str, ...]:
        return self.locks.newly_taken() if self.locks else ()

    @contextmanager
    def _pause(self) -> Iterator[None]:
        self.paused = True
        try:
            yield
        finally:
            self.paused = False


class RecordingEditor(DatabaseSchemaEditor):
    """Runs each statement with its values put in, and tells the rehearsal."""

    def __init__(self, wrapper: Any, rehearsal: Rehearsal) -> None:
        super().__init__(wrapper, atomic=False)
        self.rehearsal = rehearsal

    def execute(self, sql: Any, params: Any = ()) -> None:
        text = str(sql)
        if params is not None:
            text = self.connection.ops.compose_sql(text, params)
        super().execute(text, None)
        self.rehearsal.add(text)


def applied_state(executor: MigrationExecutor) -> ProjectState:
    """The models as the applied migrations left them."""
    loader = executor.loader
    state = ProjectState(real_apps=loader.unmigrated_apps)
    everything = executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True)
    for migration, _ in everything:
        if (migration.app_label, migration.name) in loader.applied_migrations:
            migration.mutate_state(state, preserve=False)
    return state


def is_sql(operation: Operation) -> bool:
    """Whether the operation is nothing but SQL, the same in every county."""
    if isinstance(operation, SeparateDatabaseAndState):
        return all(is_sql(part) for part in operation.database_operations)
    return operation.reduces_to_sql
