"""Running one set-based statement over public tables."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import InterfaceError, OperationalError, connections

from evaluation.rollup.replica import MAIN, give_up, reading_alias

JSONB = 3802  # the type's number in PostgreSQL; Django leaves its text to the caller


def fetch_rows(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement as dictionaries by column name, JSON columns decoded.

    Read from the replica where there is a fit one; one that fails meanwhile is left alone.
    """
    alias = reading_alias()
    try:
        return _fetch(alias, statement, values)
    except (OperationalError, InterfaceError) as error:
        if alias == MAIN:
            raise
        give_up(error)
    return _fetch(MAIN, statement, values)


def _fetch(alias: str, statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        columns = [(column.name, column.type_code == JSONB) for column in cursor.description]
        return [
            {
                name: orjson.loads(value) if is_json and value else value
                for (name, is_json), value in zip(columns, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


# A division, a county or a span holds on a day from its first day on until before its last.
IN_FORCE = "{0}.valid_from <= %(on)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(on)s)"


def in_force(alias: str) -> str:
    """The condition that a dated row holds on the day %(on)s."""
    return IN_FORCE.format(alias)
