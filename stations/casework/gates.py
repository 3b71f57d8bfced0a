"""What must be written before a case moves on: read once from data/gates.yaml (C912a)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from stations.casework.enums import CaseKind, DocumentKind, Stage

FILE = Path(__file__).parent / "data" / "gates.yaml"
CLOSED = "CLOSED"


@dataclass(frozen=True)
class Gate:
    """One row: this many documents of a kind before a stage, and the clause that asks for it."""

    clause: str
    before: str
    cases: tuple[CaseKind, ...]
    document: DocumentKind
    signed: bool
    at_least: int


@cache
def all_gates() -> tuple[Gate, ...]:
    """The rows of the file. Raises ValueError for a stage, kind or document that is none."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Gate(
            clause=row["clause"],
            before=CLOSED if row["before"] == CLOSED else Stage(row["before"]),
            cases=tuple(CaseKind(kind) for kind in row["cases"]),
            document=DocumentKind(row["document"]),
            signed=row["signed"],
            at_least=row["at_least"],
        )
        for row in rows
    )


def next_step(stage: str) -> str:
    """What follows a stage: the next one, or CLOSED after the last."""
    order = [*Stage.values, CLOSED]
    return order[order.index(stage) + 1]


def missing_gates(kind: str, before: str, written: Iterable[tuple[str, bool]]) -> tuple[Gate, ...]:
    """The gates before a step that the documents written, as (kind, signed), do not open."""
    held: Counter[tuple[str, bool]] = Counter()
    for document, signed in written:
        held[(document, False)] += 1
        if signed:
            held[(document, True)] += 1
    return tuple(
        gate
        for gate in all_gates()
        if gate.before == before
        and kind in gate.cases
        and held[(gate.document, gate.signed)] < gate.at_least
    )
