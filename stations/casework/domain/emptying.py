"""Emptying the texts of all that hangs on a file or a case; what counts stays."""

from typing import Any

from django.db import models

from kernel.workdays import clock
from stations.casework.held import held_tables


def empty_texts(root: models.Model) -> int:
    """Empty every text of the rows that lead to the root; rows, days and choices stay.

    One statement a table. Gives the number of rows.
    """
    count = 0
    for table in held_tables(type(root)):
        values: dict[str, Any] = {field.name: _nothing(field) for field in table.texts}
        if values:
            ids = list(table.rows(root).values_list("pk", flat=True))
            values |= {"changed_at": clock.now()}
            count += table.model._base_manager.filter(pk__in=ids).update(**values)
    return count


def _nothing(field: models.Field) -> Any:
    return field.get_default() if isinstance(field, models.JSONField) else ""
