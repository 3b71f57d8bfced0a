"""Reading the trail, and proving it whole."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.access.actor import Actor
from kernel.audit.domain.entry import digest_of
from kernel.audit.models import Entry
from kernel.seals.models import Seal
from kernel.tenancy import current_county

# The entry with which a county takes over places, and whole chains, from another.
CARRIED = "division.carried"
Seals = dict[int, tuple[str, str]]


def history_of(actor: Actor, object_uuid: UUID) -> QuerySet[Entry]:
    """What was done to one object, newest first, within what the actor may see.

    Also what was done in a county that is no more, and was carried here with the object.
    """
    seen = Entry.objects.restrict(actor, "view").filter(object_uuid=object_uuid)
    return seen.order_by("-at", "-seq")


def carried_chains() -> dict[str, dict[str, Any]]:
    """The last link of each chain that came with a county that is no more, by its code."""
    said: dict[str, dict[str, Any]] = {}
    for after in own_chain().filter(action=CARRIED).order_by("seq").values_list("after", flat=True):
        said |= after.get("chains", {})
    return said


def own_chain() -> QuerySet[Entry]:
    return Entry.objects.filter(carried_from="")


def find_breaks() -> Iterator[str]:
    """Each place where a chain is broken: changed, missing, or unlike its seal.

    First the county's own chain; then each that was carried here: a whole of its own, which
    must end with the link that the own chain names.
    """
    yield from breaks_in("", county_seals(current_county() or ""))
    said = carried_chains()
    there = set(Entry.objects.exclude(carried_from="").values_list("carried_from", flat=True))
    for code in sorted(there | set(said)):
        if code not in said:
            yield f"{code}: entries that no county brought"
            continue
        head = said[code]
        seals = {seq: one for seq, one in county_seals(code).items() if seq < head["seq"]}
        seals[head["seq"]] = (head["digest"], "the day it was carried here")
        yield from (f"{code}: {found}" for found in breaks_in(code, seals))


def county_seals(code: str) -> Seals:
    """What a county's chain was sealed with: number of the entry -> (digest, day)."""
    rows = Seal.objects.filter(county_code=code)
    return {seal.seq: (seal.digest, str(seal.day)) for seal in rows}


def breaks_in(code: str, seals: Seals) -> Iterator[str]:
    """Where one chain is broken: the county's own (no code) or one that was carried."""
    previous, expected, last = "", 1, 0
    for entry in Entry.objects.filter(carried_from=code).order_by("seq").iterator():
        if entry.seq != expected:
            yield f"entries {expected} to {entry.seq - 1} are missing"
        if entry.previous != previous or entry.digest != digest_of(entry):
            yield f"entry {entry.seq} was changed"
        digest, day = seals.get(entry.seq, (entry.digest, ""))
        if digest != entry.digest:
            yield f"entry {entry.seq} is not the one sealed on {day}"
        previous, expected, last = entry.digest, entry.seq + 1, entry.seq
    if seals and max(seals) > last:
        yield f"entries {last + 1} to {max(seals)} are missing"
