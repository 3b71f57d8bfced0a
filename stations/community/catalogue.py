"""The maps a station draws and its ways of work, read once from data/."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stations.casework.catalogue import Label

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Step:
    """One step of a way of work, and the page on which it is recorded."""

    label: Label
    page: str


@dataclass(frozen=True)
class Flow:
    """A way of work (N15)."""

    code: str
    label: Label
    steps: tuple[Step, ...]


@cache
def flows() -> tuple[Flow, ...]:
    """In the order of the file."""
    return tuple(
        Flow(
            code,
            _label(row),
            tuple(Step(_label(step), step["page"]) for step in row["steps"]),
        )
        for code, row in _read("flows")["flows"].items()
    )


@cache
def map_choices() -> list[tuple[str, Label]]:
    """(code, name) of the kinds of maps, for a form and the model's field (Q07)."""
    return [(code, _label(row)) for code, row in _maps().items()]


@cache
def maps_of_persons() -> frozenset[str]:
    """Codes of the maps that show where persons served live."""
    return frozenset(code for code, row in _maps().items() if row.get("persons"))


def _maps() -> dict[str, Any]:
    return _read("maps")["maps"]  # type: ignore[no-any-return]


def _label(row: dict[str, Any]) -> Label:
    return Label(row["zh"], row["en"])


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
