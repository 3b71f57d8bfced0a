"""Carrying a plan out in one schema, in one transaction."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import DataError, Error
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg import errors

from kernel.tenancy import county_context
from kernel.tenancy.connection import connection
from kernel.tenancy.schema import Limits, schema_transaction
from kernel.workdays.clock import now
from tenants.migration.fingerprint import histories, history_table
from tenants.migration.locks import holders
from tenants.migration.plan import Plan
from tenants.migration.target import Target
from tenants.provisioning.names import is_spare
from tenants.provisioning.spare import hold_spare

PASSING = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


class HistoryMoved(Exception):
    """Somebody else has migrated or replaced the schema since the plan was made."""


def apply_plan(target: Target, plan: Plan, *, start: str, limits: Limits) -> None:
    """Carry the plan out: all of it, or nothing and an exception.

    `start` is the digest of the whole history that the plan was made for. The history is
    locked first, so that two runs at once cannot do the same work twice.
    """
    history = history_table(target.schema)
    with schema_transaction(target.schema, limits):
        if is_spare(target.schema) and not hold_spare(target.schema):
            raise HistoryMoved("it is being handed out to a county; start it again")
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {history} IN SHARE ROW EXCLUSIVE MODE")
        now_there = histories([target.schema]).get(target.schema)
        if now_there is None or now_there.whole != start:
            raise HistoryMoved("its history changed while the migration ran; start it again")
        with _standing_in(target, plan), DatabaseSchemaEditor(connection, atomic=False) as editor:
            for step in plan.steps:
                step.run(editor)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {history} (app, name, applied) "
                "SELECT app, name, %s FROM unnest(%s::text[], %s::text[]) AS row (app, name)",
                [now(), [app for app, _ in plan.rows], [name for _, name in plan.rows]],
            )


def _standing_in(target: Target, plan: Plan) -> AbstractContextManager[Any]:
    """Python may ask which county it stands in; SQL alone needs no County."""
    return county_context(target.code) if target.code and plan.has_python else nullcontext()


def is_passing(error: BaseException) -> bool:
    """A lock that was not free or a deadlock: worth another try."""
    return isinstance(error, Error) and isinstance(error.__cause__, PASSING)


def quotes_data(error: BaseException) -> bool:
    """Whether its text may quote a county's data: a value that does not fit, or Python's own."""
    return isinstance(error, DataError) or not isinstance(error, Error)


def explain(error: BaseException, schema: str) -> str:
    """The error on one line, and for a lock that was not free, who holds it."""
    text = f"{type(error).__name__}: {str(error).strip()}".splitlines()[0].removesuffix(": ")
    held = holders(schema) if is_passing(error) else ""
    return f"{text}; locks are held by {held}" if held else text
