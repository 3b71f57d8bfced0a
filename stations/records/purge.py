"""Emptying a text that must not stand: military secrets, state security (C41b).

A record's model says in ``free_texts`` which of its texts are written freely; names and numbers
are corrected instead.
"""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role
from kernel.audit.domain import record as write_audit
from kernel.errors import Conflict
from stations.network.queries.scope import own_stations
from stations.records.domain import refuse, require_row
from stations.records.models import Record
from stations.records.reasons import read_reason

ACTION = "text.purge"
# Stands where a record cannot be without a text; the code keeps texts that are unique apart.
PURGED = "已清除"
CODE_LENGTH = 8


def purge_texts(prefix: str = "station__") -> Rule:
    """Who empties a text: the head, the supervisor of the station."""
    own = own_stations(prefix)
    return by_role({Role.HEAD: own, Role.SUPERVISOR: own})


def texts_in(entry: Record) -> list[models.Field]:
    """The texts of a record that hold something."""
    names = (*type(entry).free_texts, "withdrawn_reason")
    return [
        entry._meta.get_field(name)  # type: ignore[misc]
        for name in names
        if holds_text(getattr(entry, name))
    ]


def holds_text(value: Any) -> bool:
    """Whether there is something to empty."""
    return bool(value) and not str(value).startswith(PURGED)


@transaction.atomic
def purge_entry(*, actor: Actor, entry: Record, field: str, reason: str) -> Record:
    """Empty one text of a record by itself.

    Raises Forbidden for all but the head and the supervisor, Invalid for a field that is no free
    text or without a reason, Conflict when it is empty.
    """
    require_row(actor, entry, "purge")
    allowed = (*type(entry).free_texts, "withdrawn_reason")
    if field not in allowed:
        refuse("field", _("This is no text of the record."), field, list(allowed))
    rows: Any = type(entry)._base_manager.select_for_update(of=("self",))
    held = rows.get(pk=entry.pk)
    empty_text(actor=actor, held=held, field=field, reason=reason)
    return held  # type: ignore[no-any-return]


def empty_text(
    *, actor: Actor, held: Any, field: str, reason: str, about: dict[str, Any] | None = None
) -> None:
    """Empty a text of a locked row. The trail keeps who, when, which field and why, never the
    text, and whom it is ``about``. Raises Conflict when it is empty, Invalid without a reason."""
    if not holds_text(getattr(held, field)):
        raise Conflict(_("There is no text in this field."), code="empty")
    why = read_reason(reason)
    may_be_empty = held._meta.get_field(field).blank
    setattr(held, field, "" if may_be_empty else f"{PURGED} {held.uuid.hex[:CODE_LENGTH]}")
    held.save(update_fields=[field, "changed_at"])
    after = {"field": field, "reason": why, **(about or {})}
    write_audit(actor=actor, action=ACTION, obj=held, after=after)
