"""Emptying a text that must not stand: military secrets, state security (C41b)."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.held import NOT_SHOWN, held_tables
from stations.casework.models import Beneficiary
from stations.records.domain import refuse, require_row
from stations.records.models import Record
from stations.records.purge import empty_text


@transaction.atomic
def purge_text(
    *, actor: Actor, person: Beneficiary, entry: Record, field: str, reason: str
) -> None:
    """Empty one text of what hangs on a person's file. The trail keeps who, when, which field
    and why, never the text.

    Raises Forbidden for all but the head and the supervisor, of a minor's file also for the
    supervisor to whom it is not open (X10); Invalid for a field that is no text of this person's
    file or without a reason, Conflict when it is empty.
    """
    require_row(actor, person, "purge")
    held = _lock(person, entry, field)
    about = {"person": person.uuid}
    empty_text(actor=actor, held=held, field=field, reason=reason, about=about)


def purgeable(table: Any) -> list[models.Field]:
    """The texts of a table that are written freely, no index by which a file is found; a person's
    name is corrected instead."""
    return [
        field
        for field in table.texts
        if not isinstance(field, models.JSONField)
        and not field.unique
        and field.name not in NOT_SHOWN
        and (table.label, field.name) != ("casework.beneficiary", "name")
    ]


def _lock(person: Beneficiary, entry: Record, field: str) -> Any:
    for table in held_tables(Beneficiary):
        if table.model is type(entry) and field in {each.name for each in purgeable(table)}:
            row = table.rows(person).filter(pk=entry.pk).select_for_update(of=("self",)).first()
            if row is not None:
                return row
    refuse("field", _("This is no text of the person's file."), field)
