"""What a place is equipped with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.errors import FieldError
from stations.network.domain.checks import check_model, errors_of, lock_station, refuse
from stations.network.models import Equipment, Station
from stations.records.domain import refuse_far, refuse_future


@dataclass(frozen=True)
class Item:
    """How many of a kind there are; for fire equipment, when checked and until when good."""

    kind: str
    count: int
    checked_on: date | None = None
    expires_on: date | None = None


@transaction.atomic
def set_equipment(*, actor: Actor, station: Station, items: Collection[Item]) -> None:
    """Let a place have exactly this equipment; a kind not given, or of count 0, is gone.

    Raises NotFound, Forbidden, or Invalid naming the fields.
    """
    station = lock_station(actor, station, "equip")
    rows = [
        Equipment(
            station=station,
            kind=item.kind,
            count=item.count,
            checked_on=item.checked_on,
            expires_on=item.expires_on,
        )
        for item in items
        if item.count
    ]
    refuse(check_items(rows))
    before = count_by_kind(station)
    Equipment.objects.filter(station=station).delete()
    Equipment.objects.bulk_create(rows)
    after = count_by_kind(station)
    record(actor=actor, action="station.equipment", obj=station, before=before, after=after)


def check_items(rows: Collection[Equipment]) -> list[FieldError]:
    """Each row by the model's rules, each kind once, days that can be."""
    fields = ("kind", "count", "checked_on", "expires_on")
    errors = [error for row in rows for error in check_model(row, only=fields)]
    kinds = [row.kind for row in rows]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        errors.append(FieldError("kind", "doubled", _("Each kind once."), kind))
    return errors + [error for row in rows for error in check_days(row.checked_on, row.expires_on)]


def check_days(checked_on: date | None, expires_on: date | None) -> list[FieldError]:
    """Checked until today, good for no longer than things are, and not only before the check."""
    errors: list[FieldError] = []
    if checked_on:
        errors += errors_of(refuse_future, "checked_on", checked_on)
    if expires_on:
        errors += errors_of(refuse_far, "expires_on", expires_on, "agreements")
    if not errors and checked_on and expires_on and expires_on < checked_on:
        message, allowed = _("It expires after it was checked."), f">= {checked_on}"
        errors.append(FieldError("expires_on", "too_early", message, expires_on, allowed))
    return errors


def count_by_kind(station: Station) -> dict[str, int]:
    return dict(Equipment.objects.filter(station=station).values_list("kind", "count"))
