"""What happened to each schema."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from tenants.migration.plan import Plan


class Outcome(StrEnum):
    """`CURRENT` had nothing to do; `UNFIT` was left alone; `UNTRIED` came after a stop."""

    CURRENT = "CURRENT"
    DONE = "DONE"
    UNFIT = "UNFIT"
    FAILED = "FAILED"
    UNTRIED = "UNTRIED"


@dataclass
class Row:
    """One schema: fingerprints before and after, seconds and tries of its transaction."""

    schema: str
    code: str
    outcome: Outcome = Outcome.UNTRIED
    before: str = ""
    after: str = ""
    seconds: float = 0.0
    tries: int = 0
    error: str = ""
    # The same without what may quote a county's data: operators read it on their page.
    told: str = ""

    @property
    def label(self) -> str:
        return self.code or self.schema


@dataclass
class Group:
    """Schemas with the same history, and the plan that they share."""

    plan: Plan
    schemas: list[str]


@dataclass
class Report:
    """The schemas in the order in which they were taken up, and the plans made for them."""

    dry_run: bool = False
    rows: list[Row] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def failed(self) -> list[Row]:
        """What a person must look at; a dry run leaves schemas untried on purpose."""
        good = {Outcome.CURRENT, Outcome.DONE} | ({Outcome.UNTRIED} if self.dry_run else set())
        return [row for row in self.rows if row.outcome not in good]

    def counts(self) -> dict[str, int]:
        """Number of schemas by outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome if found[outcome]}

    def to_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "counts": self.counts(),
            "migrations": sorted({name for group in self.groups for name in group.plan.migrations}),
            "schemas": [asdict(row) | {"seconds": round(row.seconds, 3)} for row in self.rows],
        }
