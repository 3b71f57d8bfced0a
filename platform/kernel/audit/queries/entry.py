"""Reading the trail, and proving it whole."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from kernel.access.actor import Actor
from kernel.audit.domain.entry import digest_of
from kernel.audit.models import Entry
from kernel.seals.models import Seal
from kernel.tenancy import current_county


def history_of(actor: Actor, object_uuid: UUID) -> QuerySet[Entry]:
    """What was done to one object, newest first, within what the actor may see."""
    return Entry.objects.restrict(actor, "view").filter(object_uuid=object_uuid)


def find_breaks() -> Iterator[str]:
    """Each place where the county's chain is broken: changed, missing, or unlike its seal."""
    seals = {seal.seq: seal for seal in Seal.objects.filter(county_code=current_county())}
    previous, expected, last = "", 1, 0
    for entry in Entry.objects.order_by("seq").iterator():
        if entry.seq != expected:
            yield f"entries {expected} to {entry.seq - 1} are missing"
        if entry.previous != previous or entry.digest != digest_of(entry):
            yield f"entry {entry.seq} was changed"
        seal = seals.get(entry.seq)
        if seal is not None and seal.digest != entry.digest:
            yield f"entry {entry.seq} is not the one sealed on {seal.day}"
        previous, expected, last = entry.digest, entry.seq + 1, entry.seq
    if seals and max(seals) > last:
        yield f"entries {last + 1} to {max(seals)} are missing"
