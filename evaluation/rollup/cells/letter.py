"""How a cell's calls are signed, and what a batch looks like on the way."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.rollup.cells.units import FORMAT, Unit

PURPOSE = "qianzhan-cell-1"
TIME_HEADER = "Qianzhan-Time"
SIGNATURE_HEADER = "Qianzhan-Signature"
# A signed call is taken this long before and after it was made.
VALID_SECONDS = 600


def signed_text(method: str, path: str, moment: str, body: bytes) -> bytes:
    """What the signature of a call covers: all of it but the host."""
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join((PURPOSE, method, path, moment, digest)).encode()


@dataclass(frozen=True)
class Batch:
    """Units that changed after number ``first``, up to and including ``last``."""

    cell: str
    first: int
    last: int
    units: tuple[Unit, ...]


def write_batch(batch: Batch) -> bytes:
    """The batch as JSON; rows go in as PostgreSQL wrote them, numbers untouched."""
    head = json.dumps(
        {"format": FORMAT, "cell": batch.cell, "first": batch.first, "last": batch.last}
    )
    units = ",".join(_units(batch.units))
    return f'{head[:-1]}, "units": [{units}]}}'.encode()


def _units(units: Iterable[Unit]) -> Iterable[str]:
    for unit in units:
        county, part = unit.name
        named = json.dumps({"county": county, "part": part, "digest": unit.digest})
        yield f'{named[:-1]}, "rows": {unit.rows}}}'
