"""What a head declares and a reviewer grades, shaped by the station's strength.

The keys are those of the township rubric (its YAML files say what each is worth).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import list_lines

LETTERS = "ABCDE"


@dataclass(frozen=True)
class Draw:
    """Chance, leaning towards full where the station is strong."""

    random: Random
    strength: float

    def some(self, keys: str) -> dict[str, bool]:
        """Yes or no for each of these keys."""
        return {key: self.random.random() < 0.15 + self.strength for key in keys.split()}

    def part(self, whole: int) -> int:
        """How many of a whole are there."""
        share = self.strength + self.random.uniform(-0.12, 0.08)
        return min(whole, max(0, round(whole * share)))

    def decimal(self, low: float, high: float) -> str:
        return f"{low + (high - low) * self.strength:.2f}"


def declare(random: Random, strength: float) -> dict[str, dict[str, Any]]:
    """Declared inputs of every indicator that has some."""
    draw = Draw(random, strength)
    return declare_place(draw) | declare_services(draw) | declare_operation(draw)


def declare_place(draw: Draw) -> dict[str, dict[str, Any]]:
    """Facilities and staffing."""
    furniture = "desk data_cabinet file_cabinet computer printer telephone multimedia whiteboard"
    return {
        "F2": {"office_m2": "40.00", "service_m2": draw.decimal(22, 70)},
        "F3": draw.some("outdoor logo exact_name wall"),
        "F4": draw.some("office service activity"),
        "F5": draw.some(furniture),
        "F6": draw.some("entrance toilet"),
        "F7": {"state": "IN_DATE" if draw.strength > 0.5 else "EXPIRED"},
        "F8": draw.some("board online"),
        "S4": {"staff": 6, "documented": draw.part(6)},
        "S6": draw.some("uniform badge"),
    }


def declare_services(draw: Draw) -> dict[str, dict[str, Any]]:
    """Service content."""
    part, needs = draw.part, 12
    targets = [(340, part(340)), (12, part(13))]
    branch = True if draw.strength > 0.8 else None
    return {
        "C01": {"joint": part(3), "member_service": part(2), "branch": branch},
        "C03": {"spaces": part(2), "deliberations": part(3)},
        "C15": {"targets": [{"planned": str(p), "actual": str(a)} for p, a in targets]},
        "C17": {"kinds": part(6)},
        "C20": {"needs": needs, "linked": part(needs), "channel": draw.strength > 0.5},
        "C21": {"delivered": part(2)},
    }


def declare_operation(draw: Draw) -> dict[str, dict[str, Any]]:
    """Operation."""
    part, complaints = draw.part, round(3 * (1 - draw.strength))
    return {
        "O1": draw.some("agreement licence hours"),
        "O2": {"in_force": part(8), "in_use": part(8)},
        "O3": draw.some("overall phase measures"),
        "O4": {"projects": [{"due": 6, "done": part(6)}, {"due": 4, "done": part(4)}]},
        "O8": {
            "channel": draw.strength > 0.4,
            "complaints": complaints,
            "on_time": complaints if draw.strength > 0.6 else 0,
            "with_action": complaints if draw.strength > 0.7 else 0,
        },
        "O9": draw.some("plan drill agreement_filed"),
    }


def survey(random: Random, strength: float) -> dict[str, dict[str, str]]:
    """The satisfaction percentages the bureau enters until surveys exist."""
    return {
        indicator: {"mean_percent": f"{62 + 32 * strength + random.uniform(-3, 3):.2f}"}
        for indicator in ("T1", "T2", "T3", "T4")
    }


def grade_of(random: Random, strength: float) -> str:
    """A reviewer's letter: near the station's strength, one step off now and then."""
    near = min(4, max(0, round((0.95 - strength) * 5)))
    return LETTERS[min(4, max(0, near + random.choice((0, 0, 0, 0, 1, -1))))]


def declared_keys(evaluation: Evaluation, given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs that are the head's own on this sheet, of those given."""
    found: dict[str, dict[str, Any]] = {}
    for line in list_lines(evaluation):
        inputs = given.get(line.indicator.id, {})
        values = {key: value for key, value in inputs.items() if key in line.own_keys}
        if values:
            found[line.indicator.id] = values
    return found
