"""For migrations: what lay in clear in a column that has become an encrypted one."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.migrations import AlterField, RunPython
from django.db.models.functions import Cast

from kernel.crypto.cipher import MARKS

BATCH = 1000


def encrypt_altered(app: str, altered: Iterable[AlterField]) -> RunPython:
    """The step after those that made fields of the app EncryptedTextFields.

    Texts that are encrypted are left, so that the step may run again.
    """
    columns = [(step.model_name, step.name) for step in altered]

    def encrypt_all(apps: Any, schema_editor: Any) -> None:
        for model, field in columns:
            encrypt_column(apps.get_model(app, model)._base_manager.all(), field)

    return RunPython(encrypt_all, RunPython.noop)


def encrypt_column(rows: models.QuerySet[Any], field: str) -> None:
    """Encrypt the field of the rows that hold it in clear."""
    clear = rows.exclude(**{field: ""}).annotate(stored=Cast(field, models.TextField()))
    for mark in MARKS.values():
        clear = clear.exclude(stored__startswith=f"{mark}:")
    waiting = clear.order_by("pk").values_list("pk", "stored")
    batch = [rows.model(pk=pk, **{field: stored}) for pk, stored in waiting]
    rows.bulk_update(batch, [field], batch_size=BATCH)
