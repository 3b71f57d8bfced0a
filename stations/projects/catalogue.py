"""What projects agree by default, and what their targets may count: read once from data/."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stations.casework.catalogue import Label
from stations.network.queries.figures import Unit

FOLDER = Path(__file__).parent / "data"
# Of measures.yaml: which activities count under a target is said, all else follows from records.
BY_NAME = "activities"


@dataclass(frozen=True)
class Agreed:
    """What the file says a contract usually asks for; the sources stand beside it there."""

    min_workers: int
    min_supervisors: int
    report_months: int
    evaluation_months: int
    notice_days: int


@dataclass(frozen=True)
class Measure:
    """What a target counts, in which unit; ``counts`` names the records (queries/measure.py)."""

    code: str
    label: Label
    unit: Unit
    counts: str


@cache
def agreed() -> Agreed:
    """Raises TypeError for a missing number or one that nobody knows."""
    return Agreed(**{name: row["value"] for name, row in _read("project").items()})


@cache
def measures() -> dict[str, Measure]:
    """By code, in the order of the file. Raises ValueError for a unit that is none."""
    return {
        code: Measure(code, Label(row["zh"], row["en"]), Unit(row["unit"]), row["counts"])
        for code, row in _read("measures")["measures"].items()
    }


def measure_choices() -> list[tuple[str, Any]]:
    """(code, name and unit) for a form and the model's field."""
    return [(code, each.label) for code, each in measures().items()]


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]
