"""Taking what a cell pushes: known by its key, in order, whole or not at all."""

import time
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from evaluation.rollup.cells.check import ReceivedBatch, ReceivedUnit, kinds_of, read_batch
from evaluation.rollup.cells.letter import VALID_SECONDS, signed_text
from evaluation.rollup.cells.units import (
    KINDS,
    PROVINCE_DIGITS,
    Kind,
    UnitName,
    digests,
    read_units,
)
from evaluation.rollup.models import Cell
from kernel.crypto.signing import verify
from kernel.errors import Conflict, FieldError, Invalid
from kernel.workdays.clock import now
from tenants.models import County, Division


def find_cell(
    *, code: str, method: str, path: str, moment: str, signature: str, body: bytes
) -> Cell | None:
    """The cell that signed this call; None for an unknown one and for any doubt."""
    cell = Cell.objects.filter(code=code).first()
    if cell is None or not (moment.isascii() and moment.isdigit() and len(moment) < 20):
        return None
    if abs(time.time() - int(moment)) > VALID_SECONDS:
        return None
    if not verify(signed_text(method, path, moment, body), signature, cell.public_key):
        return None
    Cell.objects.filter(pk=cell.pk).update(seen_at=now())
    return cell


def position_of(cell: Cell) -> int:
    """The number of the last change that was taken from a cell."""
    return Cell.objects.values_list("position", flat=True).get(pk=cell.pk)


def digests_of(cell: Cell) -> list[tuple[str, str, str]]:
    """(county, part, digest) of every unit held of a cell."""
    return sorted((*name, digest) for name, digest in digests(cell.code).items())


def take_batch(*, cell: Cell, body: bytes) -> int:
    """Store a batch of a cell that was found by its signature; the position afterwards.

    A batch that is stored already changes nothing. Raises Invalid for a value that is not
    allowed or a digest that does not fit, Conflict for a batch that does not follow the
    last one or writes into a county of this installation; nothing is written then.
    """
    batch = read_batch(cell.code, body)
    with transaction.atomic():
        held = Cell.objects.select_for_update().get(pk=cell.pk)
        if batch.last <= held.position:
            return held.position
        if batch.first != held.position:
            raise Conflict(
                _("The batch follows %(first)s; the last one stored is %(position)s.")
                % {"first": batch.first, "position": held.position},
                code="out_of_order",
            )
        _refuse_own(batch)
        for unit in batch.units:
            _replace_unit(unit)
        _compare(batch)
        held.position = batch.last
        held.received_at = now()
        held.save(update_fields=["position", "received_at"])
    return held.position


def _refuse_own(batch: ReceivedBatch) -> None:
    """A county that lives here speaks for itself."""
    counties = {unit.name[0] for unit in batch.units}
    own = sorted(County.objects.filter(code__in=counties).values_list("code", flat=True))
    if own:
        raise Conflict(
            _("These counties belong to this installation: %(codes)s.") % {"codes": ", ".join(own)},
            code="own_county",
        )


def _replace_unit(unit: ReceivedUnit) -> None:
    for name in kinds_of(unit.name[1]):
        kind = KINDS[name]
        stored = kind.model._default_manager.filter(_scope(unit.name, kind))
        _replace(kind, stored, unit.rows[name])


def _scope(name: UnitName, kind: Kind) -> models.Q:
    """The rows here that a unit stands for."""
    county, part = name
    if kind.model is Division:
        below = models.Q(code__startswith=county)
        if len(county) == PROVINCE_DIGITS:
            return below & models.Q(level__in=("PROVINCE", "PREFECTURE"))
        return below
    of_county = models.Q(county_code=county)
    return of_county & models.Q(year=int(part)) if part.isdigit() else of_county


def _replace(kind: Kind, stored: models.QuerySet[Any], rows: Iterable[models.Model]) -> None:
    """Make the stored rows these, touching only those that differ."""
    here = {_key(kind, row): row for row in stored}
    wanted = {_key(kind, row): row for row in rows}
    changed = []
    for key in here.keys() & wanted.keys():
        if any(getattr(here[key], name) != getattr(wanted[key], name) for name in kind.columns):
            for name in kind.columns:
                setattr(here[key], name, getattr(wanted[key], name))
            changed.append(here[key])
    manager = kind.model._default_manager
    surplus = [here[key].pk for key in here.keys() - wanted.keys()]
    manager.filter(pk__in=surplus).delete()
    manager.bulk_update(changed, kind.columns)
    manager.bulk_create([wanted[key] for key in wanted.keys() - here.keys()])


def _key(kind: Kind, row: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in kind.key)


def _compare(batch: ReceivedBatch) -> None:
    """What is stored now has the digest that the cell named: nothing was lost on the way."""
    names = [unit.name for unit in batch.units]
    for unit, stored in zip(batch.units, read_units(names), strict=True):
        if unit.digest != stored.digest:
            county, part = unit.name
            message = _("The rows of this unit do not have its digest.")
            raise Invalid(
                f"{county} {part}: {message}",
                code="digest_mismatch",
                errors=[FieldError(f"{county} {part}", "digest", message, unit.digest, None)],
            )
