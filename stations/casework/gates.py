"""What must be done before a case moves on: data/gates.yaml, or as the county has it (C912a)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from stations.casework.care_enums import CapabilityOutcome
from stations.casework.custody_enums import RuleTopic
from stations.casework.enums import CaseKind, DocumentKind, Stage
from stations.casework.queries.county_rule import rule_in_force

FILE = Path(__file__).parent / "data" / "gates.yaml"
CLOSED = "CLOSED"
NEVER = "NEVER"  # in a county's own rule: not asked for
STEPS = (*Stage.values, CLOSED)


@dataclass(frozen=True)
class Gate:
    """One row: what is asked before a stage (NEVER: unless the county places it), and by which
    clause, that of the requirements and that of the standard; known by its key.

    Either so many documents of a kind, or the capability check with an outcome (C81c).
    """

    key: str
    clause: str
    norm: str
    before: str
    cases: tuple[CaseKind, ...]
    document: DocumentKind | None = None
    signed: bool = False
    at_least: int = 1
    check: CapabilityOutcome | None = None

    @property
    def label(self) -> Any:
        """What is asked, in words."""
        return self.document.label if self.document else _("Capability check")


@cache
def all_gates() -> tuple[Gate, ...]:
    """The rows of the file. Raises ValueError for a stage, kind, document or outcome that is
    none, KeyError for a row that asks for nothing."""
    return tuple(read_gate(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read_gate(row: dict[str, Any]) -> Gate:
    """A row of the file. Raises as ``all_gates``."""
    shared: dict[str, Any] = {
        "key": row["key"],
        "clause": row["clause"],
        "norm": row["norm"],
        "before": row["before"] if row["before"] in (CLOSED, NEVER) else Stage(row["before"]),
        "cases": tuple(CaseKind(kind) for kind in row["cases"]),
    }
    if "check" in row:
        return Gate(**shared, check=CapabilityOutcome(row["check"]))
    return Gate(
        **shared,
        document=DocumentKind(row["document"]),
        signed=row["signed"],
        at_least=row["at_least"],
    )


def gates_in_force() -> tuple[Gate, ...]:
    """The rows as the county has placed them; those of the file while it has not."""
    own = rule_in_force(RuleTopic.GATES)
    placed = (replace(gate, before=own.get(gate.key, gate.before)) for gate in all_gates())
    return tuple(gate for gate in placed if gate.before != NEVER)


def next_step(stage: str) -> str:
    """What follows a stage: the next one, or CLOSED after the last."""
    return STEPS[STEPS.index(stage) + 1]


def missing_gates(
    kind: str, before: str, written: Iterable[tuple[str, bool]], outcomes: Collection[str]
) -> tuple[Gate, ...]:
    """The gates before a step that neither the documents written, as (kind, signed), nor the
    outcomes of capability checks open."""
    held: Counter[tuple[str, bool]] = Counter()
    for document, signed in written:
        held[(document, False)] += 1
        if signed:
            held[(document, True)] += 1

    def is_open(gate: Gate) -> bool:
        if gate.document is None:
            return gate.check in outcomes
        return held[(gate.document, gate.signed)] >= gate.at_least

    return tuple(
        gate
        for gate in gates_in_force()
        if gate.before == before and kind in gate.cases and not is_open(gate)
    )


def may_check(kind: str, stage: str) -> bool:
    """Whether the capability check still belongs here: at intake, or while the step that waits
    for it lies ahead, as in a crisis."""
    awaiting = [gate.before for gate in gates_in_force() if gate.check and kind in gate.cases]
    return stage == Stage.INTAKE or any(STEPS.index(stage) < STEPS.index(step) for step in awaiting)
