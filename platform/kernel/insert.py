"""Inserts that the ORM cannot say: once under a given uuid, or beside another statement."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from kernel.base import UuidModel

R = TypeVar("R", bound=UuidModel)


@cache
def columns_of(model: type[models.Model]) -> tuple[str, str]:
    """All columns but the id as an INSERT names them, and a mark for each."""
    fields = _fields(model)
    return ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))


def insert_text(rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
    """The INSERT of new rows of one table, at least one, and its values; an end may follow."""
    model = type(rows[0])
    columns, marks = columns_of(model)
    lines = ", ".join([f"({marks})"] * len(rows))
    text = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {lines}'
    return text, [value for row in rows for value in values_of(row)]


def values_of(row: models.Model) -> list[Any]:
    """The values of a new row in the order of ``columns_of``."""
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in _fields(type(row))
    ]


def mark_saved(row: models.Model, pk: int) -> None:
    """The row lies in the table under this id: save() would change it, not insert it."""
    row.pk, row._state.adding, row._state.db = pk, False, connection.alias


def insert_missing(rows: Sequence[R]) -> list[R]:
    """Insert, in one statement, the rows whose uuid does not stand yet; these, in their order.

    Waits for a transaction that is about to insert the same uuid: the table's unique index is
    the lock, so that one statement does what a look, a lock and an insert would. All wait in the
    order of uuids, so that no two wait for each other. Of two rows with one uuid the first counts.
    """
    if not rows:
        return []
    in_order = sorted(rows, key=lambda row: row.uuid)
    text, values = insert_text(in_order)
    with connection.cursor() as cursor:
        cursor.execute(f"{text} ON CONFLICT (uuid) DO NOTHING RETURNING uuid, id", values)
        made = dict(cursor.fetchall())
    new = []
    for row in rows:
        if row.uuid in made:
            mark_saved(row, made.pop(row.uuid))
            new.append(row)
    return new


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]
