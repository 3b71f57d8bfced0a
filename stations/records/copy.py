"""Many rows at once, by COPY (architecture.md, decision 9).

Meant for imports and the demo's generator: no objects, no audit entry per row. The
caller gives plain dicts keyed by column (``station_id``, not ``station``).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from kernel.crypto import EncryptedTextField
from kernel.errors import FieldError, Invalid
from kernel.hooks import records_changed
from stations.records.models import Record, end_of_day

BATCH = 5000
ENCODED = (EncryptedTextField, models.JSONField)  # stored otherwise than given

Row = Mapping[str, Any]


@transaction.atomic
def copy_rows(model: type[Record], rows: Iterable[Row]) -> list[int]:
    """Insert records in batches of COPY and return their ids in the order of the rows.

    Raises Invalid for a key that is no column of the model; nothing is then written.
    """
    ids: list[int] = []
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        ids += _copy_batch(model, batch)
    records_changed.call()
    return ids


def complete(row: Row, **events: str) -> dict[str, Any]:
    """The row with its times of receipt, where it does not name them.

    ``events`` pairs the column of a later event's day with the column of its receipt,
    which becomes the later of the record's own receipt and the end of that day.
    """
    full = dict(row)
    received = full.get("received_at")
    if received is not None:
        full.setdefault("changed_at", received)
    for day_key, stamp_key in events.items():
        day: date | None = full.get(day_key)
        if day is not None and full.get(stamp_key) is None:
            full[stamp_key] = max(received, end_of_day(day)) if received else end_of_day(day)
    return full


def complete_span(row: Row) -> dict[str, Any]:
    """A Span's row with the times of receipt of its beginning and its end."""
    return complete(row, valid_to="ended_received_at")


def _copy_batch(model: type[models.Model], batch: list[Row]) -> list[int]:
    fields = list(model._meta.concrete_fields)
    _check_keys(model, fields, batch)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        ids = _take_ids(cursor, model, len(batch))
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for values in _lines(fields, batch, ids):
                copy.write_row(values)
    return ids


def _take_ids(cursor: Any, model: type[models.Model], count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [model._meta.db_table, count],
    )
    return [row[0] for row in cursor.fetchall()]


def _lines(
    fields: list[models.Field], batch: list[Row], ids: list[int]
) -> Iterator[tuple[Any, ...]]:
    readers = [(field.attname, field, isinstance(field, ENCODED)) for field in fields]
    for row, pk in zip(batch, ids, strict=True):
        given = {**row, "id": pk}
        yield tuple(
            _value(field, given[key] if key in given else field.get_default(), encoded)
            for key, field, encoded in readers
        )


def _value(field: models.Field, value: Any, encoded: bool) -> Any:
    return field.get_db_prep_save(value, connection) if encoded else value


def _check_keys(model: type[models.Model], fields: list[models.Field], batch: list[Row]) -> None:
    allowed = {field.attname for field in fields} - {"id"}
    for number, row in enumerate(batch):
        if unknown := sorted(set(row) - allowed):
            message = _("Row %(number)d of %(model)s has unknown columns: %(names)s") % {
                "number": number,
                "model": model._meta.label,
                "names": ", ".join(unknown),
            }
            errors = [
                FieldError(name, "unknown", message, name, sorted(allowed)) for name in unknown
            ]
            raise Invalid(message, errors=errors)
