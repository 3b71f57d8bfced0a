"""Pushing what changed to the installation above: numbered, signed, resumable.

Changes are found by comparing each unit's rows with those that were numbered last, so that
no way of writing a row can be forgotten: first by a quick mark, then by digest. The rows
of a unit are read when it is sent: a unit that changed twice is sent once.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from evaluation.rollup.cells.letter import Batch, write_batch
from evaluation.rollup.cells.transport import PushFailed, Upper, upper
from evaluation.rollup.cells.units import EMPTY, Unit, UnitName, digests, read_units, versions
from evaluation.rollup.models import Upstream, UpstreamUnit

LEASE = timedelta(minutes=5)  # a push that was killed is taken up again after this
FIRST_PAUSE = timedelta(minutes=1)  # after a failure; doubled by each further one
LONGEST_PAUSE = timedelta(hours=1)
UNITS_READ = 50
BATCH_BYTES = 1024**2
logger = logging.getLogger(__name__)

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Pushed:
    """What one push did."""

    units: int
    batches: int


def push_when_due() -> Pushed | None:
    """Push unless another process does, or a failure is too fresh; None then, and without an
    installation above. A failure is kept with the time of the next try, never raised."""
    to = upper()
    if to is None or not _claim():
        return None
    try:
        return push(to)
    except PushFailed as error:
        logger.warning("push failed: %s", error)
        _note_failure(str(error))
        return None


def push(to: Upper, *, anew: bool = False, progress: Progress = lambda units: None) -> Pushed:
    """Bring the installation above up to date; ``anew`` sends every unit again.

    ``progress`` is called with the number of units of each batch. Killed at any point, the
    next push goes on from what is stored above. Raises PushFailed.
    """
    position = to.position()
    collect(to.cell, above=position, anew=anew)
    units = batches = 0
    for batch in _batches(to.cell, position):
        Upstream.objects.update(sent=batch.last, next_try_at=Now() + LEASE)
        if to.send(write_batch(batch)) != batch.last:
            raise PushFailed("another push was faster; the next one goes on from there")
        Upstream.objects.update(acknowledged=batch.last)
        units, batches = units + len(batch.units), batches + 1
        progress(len(batch.units))
    Upstream.objects.update(next_try_at=Now(), failures=0, error="", pushed_at=Now())
    return Pushed(units, batches)


@transaction.atomic
def collect(cell: str, *, above: int, anew: bool = False) -> int:
    """Number every unit that is not as it was when numbered last; how many there were.

    ``above`` is the position of the installation above. When that is a number never sent
    from here, this database is an older copy and its numbers mean something else there: all
    units are numbered anew, after it.
    """
    state = _locked_state()
    anew = anew or above > state.sent
    state.sequence = max(state.sequence, above)
    state.sent = max(state.sent, above)
    state.acknowledged = above
    known = {(unit.county_code, unit.part): unit for unit in UpstreamUnit.objects.all()}
    changed = []
    looked_at = []
    for name, version, digest in _suspects(cell, known, anew=anew):
        unit = known.get(name) or UpstreamUnit(county_code=name[0], part=name[1])
        if anew or unit.pk is None or unit.digest != digest:
            state.sequence += 1
            unit.digest, unit.sequence = digest, state.sequence
            changed.append(unit)
        unit.version = version
        looked_at.append(unit)
    columns = ["digest", "version", "sequence"]
    UpstreamUnit.objects.bulk_update([unit for unit in looked_at if unit.pk], columns)
    UpstreamUnit.objects.bulk_create([unit for unit in looked_at if not unit.pk])
    state.save()
    return len(changed)


def _suspects(
    cell: str, known: Mapping[UnitName, UpstreamUnit], *, anew: bool
) -> Iterator[tuple[UnitName, str, str]]:
    """(name, version, digest) of units that may have changed, a county's divisions before its
    figures; one that is gone has neither version nor digest."""
    found = versions(cell)
    changed = {
        name
        for name in {*known, *found}
        if anew or name not in known or known[name].version != found.get(name, EMPTY)
    }
    if len(changed) > UNITS_READ:
        present = digests(cell)
    else:
        present = {unit.name: unit.digest for unit in read_units(changed)}
    for name in sorted(changed, key=lambda name: (name[0], name[1] != "divisions", name)):
        yield name, found.get(name, EMPTY), present.get(name, EMPTY)


def _batches(cell: str, position: int) -> Iterator[Batch]:
    """What was numbered after a position, in batches of about BATCH_BYTES."""
    first, last, held, size = position, position, list[Unit](), 0
    for number, unit in _units_after(position):
        length = len(unit.rows.encode())
        if held and size + length > BATCH_BYTES:
            yield Batch(cell, first, last, tuple(held))
            first, held, size = last, [], 0
        held.append(unit)
        last, size = number, size + length
    if held:
        yield Batch(cell, first, last, tuple(held))


def _units_after(position: int) -> Iterator[tuple[int, Unit]]:
    while True:
        numbered = list(
            UpstreamUnit.objects.filter(sequence__gt=position)
            .order_by("sequence")
            .values_list("county_code", "part", "sequence")[:UNITS_READ]
        )
        if not numbered:
            return
        units = read_units((county, part) for county, part, _number in numbered)
        yield from zip((number for *_name, number in numbered), units, strict=True)
        position = numbered[-1][-1]


def _locked_state() -> Upstream:
    Upstream.objects.get_or_create(slot=1, defaults={"next_try_at": Now()})
    return Upstream.objects.select_for_update().get(slot=1)


def _claim() -> bool:
    """Take the push for LEASE, if it is due."""
    Upstream.objects.get_or_create(slot=1, defaults={"next_try_at": Now()})
    due = Upstream.objects.filter(next_try_at__lte=Now())
    return bool(due.update(next_try_at=Now() + LEASE))


@transaction.atomic
def _note_failure(error: str) -> None:
    state = _locked_state()
    pause = min(FIRST_PAUSE * 2 ** min(state.failures, 10), LONGEST_PAUSE)
    state.failures += 1
    state.error = error
    state.save(update_fields=["failures", "error"])
    Upstream.objects.update(next_try_at=Now() + pause)
