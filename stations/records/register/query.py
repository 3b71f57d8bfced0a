"""Reading a register within what the actor may see."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import FieldError, Invalid, NotFound
from stations.records.register.declare import Filter, Register


def rows_of(register: Register, actor: Actor, station: Any = None) -> QuerySet:
    """The records that stand, at a station with its rooms or wherever the actor reaches."""
    rows = register.model.objects.restrict(actor, "view").filter(register.only, withdrawn_at=None)
    here = rows.filter(register.here(station)) if station else rows
    return _with_relations(register, here).order_by(*register.order)


def find_entry(register: Register, actor: Actor, uuid: UUID, station: Any = None) -> Any:
    """One record, withdrawn or not. Raises NotFound when unseen; a reading may be noted."""
    rows = register.model.objects.restrict(actor, "view").filter(register.only, uuid=uuid)
    kept = register.kept or register.here
    here = rows.filter(kept(station)) if station else rows
    found = _with_relations(register, here).first()
    if found is None:
        raise NotFound(_("No such record."))
    if register.on_read:
        register.on_read(actor, found)
    return found


def narrow(register: Register, rows: QuerySet, given: Mapping[str, str]) -> QuerySet:
    """The rows that fit the filters given. Raises Invalid naming a value that is no choice."""
    for each in register.filters:
        value = given.get(each.name, "") or each.default
        if not value:
            continue
        allowed = [str(choice) for choice, _label in choices_of(register, each)]
        if value not in allowed:
            message = _("This is not one of the choices.")
            wrong = FieldError(each.name, "invalid_choice", message, value, allowed)
            raise Invalid(message, errors=[wrong])
        rows = each.narrow(rows, value) if each.narrow else rows.filter(**{each.name: value})
    return rows


def choices_of(register: Register, given: Filter) -> list[tuple[Any, Any]]:
    """(value, label) of a filter: its own, else those of the model's field."""
    if given.choices:
        return list(given.choices())
    return list(register.model._meta.get_field(given.name).flatchoices)


def _with_relations(register: Register, rows: QuerySet) -> QuerySet:
    """One query whatever is shown: the relations that the columns walk over come along."""
    names = {column.relations for column in register.all_columns} - {""}
    has_station = any(field.name == "station" for field in register.model._meta.fields)
    related = rows.select_related(*names, *(["station"] if has_station else []))
    return register.extend(related)
