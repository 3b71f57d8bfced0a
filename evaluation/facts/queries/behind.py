"""The records behind a frozen fact, as they are today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from evaluation.facts.definitions import load_definitions
from evaluation.facts.models import FrozenFact
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.scope import Fact, FactScope, StationInfo
from kernel.access.actor import Actor
from kernel.tenancy import division_code
from stations.casework.queries import SOURCES as CASEWORK
from stations.community.queries import SOURCES as COMMUNITY
from stations.people.queries import SOURCES as PEOPLE
from stations.projects.queries import SOURCES as PROJECTS
from stations.records.lines import Line, Source

SOURCES: dict[str, Source] = {**PEOPLE, **CASEWORK, **COMMUNITY, **PROJECTS}


@dataclass(frozen=True)
class RecordRow:
    """A record: its kind in words, who (masked as access allows), what, when.

    ``changed`` since the fact was frozen, and ``note`` says how; the sheet stays as it was.
    """

    kind: str
    kind_text: str | Promise
    uuid: UUID
    label: str
    on: date | None
    changed: bool
    note: str


@dataclass(frozen=True)
class RecordsPage:
    """One page of the records; ``total`` over all pages, ``number`` from 1."""

    rows: list[RecordRow]
    number: int
    pages: int
    total: int


def records_behind(
    fact: FrozenFact, *, actor: Actor, page: int = 1, page_size: int = 50
) -> RecordsPage:
    """The records of a fact by kind and day, those that are gone last.

    The caller has reached the evaluation through its ``restrict``. The number of queries
    depends on the kinds of record, never on how many there are.
    """
    refs = _ordered(fact)
    pages = max(1, -(-len(refs) // page_size))
    number = min(max(page, 1), pages)
    shown = refs[(number - 1) * page_size : number * page_size]
    lines = describe(shown, actor)
    rows = [_row(fact, kind, uuid, lines.get((kind, uuid))) for kind, uuid in shown]
    return RecordsPage(rows=rows, number=number, pages=pages, total=len(refs))


def recount(fact: FrozenFact, *, station: StationInfo) -> Fact | None:
    """What the same question gives on today's records: beside the frozen value, never for it.

    None where it gives nothing any more.
    """
    facts = compute_facts(scope_of(fact, station), [fact.indicator])[station.id]
    return facts.get(fact.indicator)


def is_redefined(fact: FrozenFact) -> bool:
    """Whether what counts, for any figure, has changed since: ``recount`` goes by today's."""
    return fact.definitions != load_definitions().digest


def scope_of(fact: FrozenFact, station: StationInfo) -> FactScope:
    """What the fact was asked for, of one station."""
    return FactScope(
        county=division_code(),
        year=fact.year,
        cutoff_on=fact.cutoff_on,
        received_by=fact.received_by,
        stations=(station,),
    )


def _ordered(fact: FrozenFact) -> list[tuple[str, UUID]]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, uuid in fact.records:
        by_kind[kind].append(UUID(uuid))
    standing: list[tuple[str, UUID]] = []
    gone: list[tuple[str, UUID]] = []
    for kind, uuids in by_kind.items():
        found = SOURCES[kind].order(uuids)
        standing += [(kind, uuid) for uuid in found]
        gone += [(kind, uuid) for uuid in sorted(set(uuids) - set(found))]
    return standing + gone


def describe(refs: Sequence[tuple[str, UUID]], actor: Actor) -> dict[tuple[str, UUID], Line]:
    """The lines of the records that exist, by kind and identity; two queries a kind."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, uuid in refs:
        by_kind[kind].append(uuid)
    return {
        (kind, uuid): line
        for kind, uuids in by_kind.items()
        for uuid, line in SOURCES[kind].describe(uuids, actor).items()
    }


def _row(fact: FrozenFact, kind: str, uuid: UUID, line: Line | None) -> RecordRow:
    title = SOURCES[kind].title
    if line is None:
        return RecordRow(kind, title, uuid, "", None, True, _("no longer there"))
    note = ""
    if line.withdrawn_at is not None:
        note = _("withdrawn since")
    elif line.changed_at > fact.frozen_at:
        note = _("changed since")
    return RecordRow(kind, title, uuid, label_of(line), line.on, bool(note), note)


def label_of(line: Line) -> str:
    """Who and what, in one line."""
    return " · ".join(text for text in (line.who, line.what) if text)
