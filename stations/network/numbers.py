"""What is data about the network, read once from data/rules.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kernel.access.models import Role
from stations.network.enums import Level

FILE = Path(__file__).parent / "data" / "rules.yaml"
Tree = dict[Level, tuple[Level, ...]]


@dataclass(frozen=True)
class RoomsAdvice:
    """How many rooms a county with the tag is advised to run, both ends included."""

    tag: str
    least: int
    most: int


@dataclass(frozen=True)
class Numbers:
    """What the file says; the source of each stands beside it there."""

    licence_notice_days: int
    tree: dict[str, Tree]
    rooms_advice: RoomsAdvice
    # Role that a head may propose somebody for -> the kinds of place it is held at.
    proposed_roles: dict[str, tuple[Level, ...]]


@cache
def numbers(file: Path = FILE) -> Numbers:
    """Raises ValueError for a kind of place or a role that is none, TypeError for one missing."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    given = {name: row["value"] for name, row in rows.items()}
    tree = {begin: _read_tree(kinds) for begin, kinds in given["tree"].items()}
    advice = RoomsAdvice(**given["rooms_advice"])
    roles = {
        str(Role(role)): tuple(Level(kind) for kind in kinds)
        for role, kinds in given["proposed_roles"].items()
    }
    return Numbers(**given | {"tree": tree, "rooms_advice": advice, "proposed_roles": roles})


def parent_levels(county: str) -> Tree:
    """Under which kinds of place each kind hangs in a county, by its division code (Q06)."""
    tree = numbers().tree
    return tree[max((begin for begin in tree if county.startswith(begin)), key=len)]


def _read_tree(kinds: dict[str, list[str]]) -> Tree:
    if set(kinds) != set(Level.values):
        raise ValueError(f"tree: expected exactly {Level.values}, found {sorted(kinds)}")
    return {Level(kind): tuple(Level(above) for above in given) for kind, given in kinds.items()}
