"""The texts about a person that may be purged: where they stand, never what they say (C41b)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.errors import NotFound
from kernel.workdays.clock import ZONE
from stations.casework.domain.purge import purgeable
from stations.casework.held import HeldTable, held_tables
from stations.records.purge import holds_text


@dataclass(frozen=True)
class Text:
    """One text of one row."""

    table: HeldTable
    row: Any
    field: models.Field

    @property
    def key(self) -> str:
        return f"{self.table.label}:{self.row.uuid}:{self.field.name}"

    @property
    def label(self) -> str:
        """The table, the day on which the row was received, the field."""
        day = date_format(self.row.received_at.astimezone(ZONE).date())
        return f"{self.table.title} · {day} · {self.field.verbose_name}"


def texts_of(root: models.Model) -> list[Text]:
    """The texts of a person's file or of a case that are not empty; one query a table."""
    return [text for table in held_tables(type(root)) for text in _texts(table, root)]


def find_text(root: models.Model, key: str) -> Text:
    """The text chosen. Raises NotFound."""
    for text in texts_of(root):
        if text.key == key:
            return text
    raise NotFound(_("There is no such text."))


def _texts(table: HeldTable, root: models.Model) -> Iterator[Text]:
    fields = purgeable(table)
    if not fields:
        return
    filled = Q()
    for field in fields:
        filled |= ~Q(**{field.name: ""})
    for row in table.rows(root).filter(filled):
        yield from (
            Text(table, row, field) for field in fields if holds_text(getattr(row, field.name))
        )
