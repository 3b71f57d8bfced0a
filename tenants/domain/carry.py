"""Carrying places, or all of a county that is no more, to another county.

Of a township that goes, its places go with people, casework, community and memberships; what was
before the day stays in the county left. Of a county that is merged, all goes: evaluations with
files and results, audit trail and dated history as well, marked with the code they come from
(decision 0011).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from kernel import hooks
from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.audit.models import ChainHead
from kernel.audit.queries.entry import CARRIED, carried_chains
from kernel.errors import Conflict
from kernel.files.models import StoredFile
from kernel.hooks import Departure, DivisionMoves, Effect
from kernel.tenancy import county_context
from tenants.archive.files import copy_file
from tenants.domain.carry_rows import ANCHOR, Carrier, Choice, Progress, choose_all, choose_of
from tenants.models import County, CountyState, DivisionChange

Members = list[dict[str, Any]]


@dataclass(frozen=True)
class FileMove:
    """Content that the county it comes to must have too."""

    source: str
    to: str
    digest: str

    def do(self) -> None:
        """Copy it; may be repeated. Raises Conflict when it is missing or was changed on disk."""
        copy_file(self.source, self.to, self.digest)


@dataclass
class Carried:
    """What was carried, and the files that are still to follow."""

    effects: list[Effect] = field(default_factory=list)
    files: list[FileMove] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """What leaves a county for another, read there; `whole`: the county is merged into it."""

    departures: list[Departure]
    members: Members
    choice: Choice
    chains: dict[str, dict[str, Any]]
    digests: list[str]

    @property
    def codes(self) -> list[str]:
        return [one.values["code"] for one in self.departures]


def carry_places(
    source: County,
    moves: DivisionMoves,
    change: DivisionChange,
    actor: Actor,
    progress: Progress,
) -> Carried:
    """Carry the places that sit in another county now, with their records and memberships.

    Stands in no county when called. Raises Conflict when the other county is no tenant that
    works, or knows a place already; when a county to be merged still evaluates.
    """
    targets = {code[:6] for codes in moves.codes.values() for code in codes if len(code) > 4}
    done = Carried()
    for to in sorted(targets - {source.code}):
        with county_context(source.code):
            load = read_load(source.code, to, moves)
        if load.departures or load.members:
            refuse_target(to, load.codes)
            done.effects.append(deliver(source.code, to, load, moves, change, actor, progress))
            done.files += [FileMove(source.code, to, digest) for digest in load.digests]
    return done


def read_load(source: str, to: str, moves: DivisionMoves) -> Load:
    """What goes from the county one stands in to another."""
    whole = moves.codes.get(source) == (to,)
    if whole:
        hooks.county_merging.call()
    departures = [one for found in hooks.places_leaving.call(moves, to) for one in found]
    codes = [one.values["code"] for one in departures]
    members = [row for found in hooks.members_leaving.call(moves, codes, to) for row in found]
    places = {one.row_id for one in departures}
    head: dict[str, Any] = dict(ChainHead.objects.values("seq", "digest").get())
    if not whole:
        choice = choose_of(places)
        return Load(departures, members, choice, {source: head}, digests_of(choice))
    refuse_left_behind(places)
    choice, chains = choose_all(moves.on), carried_chains() | {source: head}
    return Load(departures, members, choice, chains, digests_of(choice))


def digests_of(choice: Choice) -> list[str]:
    """The contents of the files chosen."""
    files = StoredFile.objects.filter(pk__in=choice.get(StoredFile, []))
    return sorted(set(files.values_list("digest", flat=True)))


def deliver(
    source: str,
    to: str,
    load: Load,
    moves: DivisionMoves,
    change: DivisionChange,
    actor: Actor,
    progress: Progress,
) -> Effect:
    """Enter what goes in the county it comes to."""
    carrier = Carrier(
        source, to, moves.on, {apps.get_model(ANCHOR): {}}, divisions=followers(moves, to)
    )
    with county_context(to):
        for arrived in hooks.places_arriving.call(load.departures, moves.on, actor):
            carrier.keys[apps.get_model(ANCHOR)] |= arrived
    count = carrier.carry(load.choice, progress)
    with county_context(to):
        hooks.rows_joined.call(carrier.joined, moves.on)
        hooks.members_arriving.call(load.members)
        hooks.network_changed.call()
        hooks.records_changed.call()
        after = {"from": source, "places": load.codes, "rows": count, "members": len(load.members)}
        # The earlier history by its last link: sealed there, or carried along as a whole.
        after |= {"chain": load.chains[source], "files": len(load.digests)}
        if moves.codes.get(source) == (to,):
            after["chains"] = load.chains
        record(actor=actor, action=CARRIED, obj=change, after=after)
    if moves.codes.get(source) != (to,):
        with county_context(source):
            hooks.places_left.call(load.departures, moves.on)
    subject = ", ".join(load.codes)
    return Effect("carried", subject, source, f"{to}: {count + len(load.members)}")


def followers(moves: DivisionMoves, to: str) -> dict[str, str]:
    """What alone follows a division, where that lies in the other county."""
    follow = {old: codes[0] for old, codes in moves.codes.items() if len(codes) == 1}
    return {old: code for old, code in follow.items() if code.startswith(to)}


def refuse_left_behind(places: Collection[int]) -> None:
    """A county is merged with every place it has."""
    left = apps.get_model(ANCHOR)._default_manager.exclude(pk__in=places)
    if named := ", ".join(left.order_by("code").values_list("code", flat=True)[:10]):
        message = _("These places sit in no division that goes along: %(places)s.")
        raise Conflict(message % {"places": named}, code="left_behind")


def refuse_target(to: str, codes: Collection[str]) -> None:
    """Places need a county to go to."""
    if County.objects.filter(code=to, state=CountyState.ACTIVE, rehearsal_of="").exists():
        return
    message = _("%(places)s go to %(county)s, which is no active county here. Add it first.")
    message %= {"places": ", ".join(codes), "county": to}
    raise Conflict(message, code="no_county")
