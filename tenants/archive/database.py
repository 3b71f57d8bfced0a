"""What the database may answer to an export or a restore, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.errors import Conflict


def lock_patiently(cursor: Any) -> None:
    """Wait for locks no longer than the setting says, until this transaction ends."""
    # Not by SELECT: that would fix the moment which a transaction sees before it has the locks.
    cursor.execute(
        sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(settings.COUNTY_LOCK_TIMEOUT))
    )


@contextmanager
def telling_database(code: str) -> Iterator[None]:
    """A lock not got or a full disk as Conflict; the transaction has been undone."""
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        raise _in_words(code, error) from error


def _in_words(code: str, error: Exception) -> Exception:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(cause, psycopg.errors.LockNotAvailable):
        text = _(
            "Another transaction holds tables of county %(code)s; nothing was changed. "
            "Try again when it has ended."
        )
        return Conflict(text % {"code": code}, code="locked")
    if isinstance(cause, psycopg.errors.DiskFull):
        text = _("The database's disk is full; nothing was changed.")
        return Conflict(text, code="disk_full")
    return error
