"""What of a record is shown, and to whom in full."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.crypto import mask_name
from kernel.listing import list_words
from kernel.workdays.clock import ZONE

NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """A value of a record: by its path over relations, or computed by ``read``.

    ``personal`` values are for those who may read names: others get a name masked, and
    anything else not at all. ``key`` is the name in the API (the path with underscores if
    left out), ``kind`` that of a computed value there.
    """

    path: str
    label: Any = ""
    personal: bool = False
    key: str = ""
    read: Callable[[Any], Any] | None = None
    kind: type = str

    @property
    def name(self) -> str:
        return self.key or self.path.replace(".", "_")

    @property
    def relations(self) -> str:
        """The relations on the way, as select_related() names them; "" without one."""
        return "" if self.read else self.path.rpartition(".")[0].replace(".", "__")

    def field(self, model: type[models.Model]) -> models.Field | None:
        """The model's field behind the path; None for a computed value."""
        if self.read:
            return None
        found: Any = None
        for part in self.path.split("."):
            try:
                found = model._meta.get_field(part)
            except FieldDoesNotExist:
                return None
            model = found.related_model if found.is_relation else model
        return found  # type: ignore[no-any-return]

    def heading(self, model: type[models.Model]) -> str:
        """The column's label: its own, else the field's."""
        field = self.field(model)
        return str(self.label or (field.verbose_name if field else self.name))

    def value(self, record: Any, opens: bool) -> Any:
        """A plain value, as the API gives it."""
        found = self.read(record) if self.read else _walk(record, self.path)
        if not self.personal or opens or not found:
            return found
        return mask_name(str(found)) if self.path.endswith("name") else ""

    def show(self, record: Any, opens: bool) -> str:
        """The words on a page."""
        found = self.value(record, opens)
        owner_path, _dot, last = self.path.rpartition(".")
        owner = _walk(record, owner_path) if owner_path and not self.read else record
        label = None if self.read else getattr(owner, f"get_{last}_display", None)
        return str(label()) if label and found not in (None, "") else say(found)


def say(value: Any) -> str:
    """A value in the reader's words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(value.astimezone(ZONE), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list | tuple):
        return list_words(say(each) for each in value) or NOTHING
    return NOTHING if value in (None, "") else str(value)


def _walk(record: Any, path: str) -> Any:
    for part in path.split("."):
        record = None if record is None else getattr(record, part)
    return record
