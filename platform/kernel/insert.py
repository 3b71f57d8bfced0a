"""Inserts that the ORM cannot say: once under a given uuid, or beside another statement."""

from functools import cache
from typing import Any

from django.db import connection, models


@cache
def columns_of(model: type[models.Model]) -> tuple[str, str]:
    """All columns but the id as an INSERT names them, and a mark for each."""
    fields = _fields(model)
    return ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))


def values_of(row: models.Model) -> list[Any]:
    """The values of a new row in the order of ``columns_of``."""
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in _fields(type(row))
    ]


def mark_saved(row: models.Model, pk: int) -> None:
    """The row lies in the table under this id: save() would change it, not insert it."""
    row.pk, row._state.adding, row._state.db = pk, False, connection.alias


def insert_once(row: models.Model) -> bool:
    """Insert the row unless its uuid stands already; True when it is new.

    Waits for a transaction that is about to insert the same uuid: the table's unique index is
    the lock, so that one statement does what a look, a lock and an insert would.
    """
    columns, marks = columns_of(type(row))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({marks}) '
            "ON CONFLICT (uuid) DO NOTHING RETURNING id",
            values_of(row),
        )
        found = cursor.fetchone()
    if found:
        mark_saved(row, found[0])
    return found is not None


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]
