"""What a head declares and a reviewer grades, shaped by the station's strength.

The keys are those of the township rubric (its YAML files say what each is worth).
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import rubric_of

LETTERS = "ABCDE"


def declare(random: Random, strength: float) -> dict[str, dict[str, Any]]:
    """Declared inputs of every indicator that has some."""

    def some(keys: str) -> dict[str, bool]:
        return {key: random.random() < 0.15 + strength for key in keys.split()}

    def part(whole: int) -> int:
        return min(whole, max(0, round(whole * (strength + random.uniform(-0.12, 0.08)))))

    def decimal(low: float, high: float) -> str:
        return f"{low + (high - low) * strength:.2f}"

    needs, complaints, files = 12, round(3 * (1 - strength)), 5
    return {
        "F2": {"office_m2": "40.00", "service_m2": decimal(22, 70)},
        "F3": some("outdoor logo exact_name wall"),
        "F4": some("office service activity"),
        "F5": some(
            "desk data_cabinet file_cabinet computer printer telephone multimedia whiteboard"
        ),
        "F6": some("entrance toilet"),
        "F7": {"state": "IN_DATE" if strength > 0.5 else "EXPIRED"},
        "F8": some("board online"),
        "S4": {"staff": 6, "documented": part(6)},
        "S6": some("uniform badge"),
        "S8": {"at_start": 5, "retained": part(5)},
        "C01": {
            "joint": part(3),
            "member_service": part(2),
            "branch": True if strength > 0.8 else None,
        },
        "C02": {"kinds": part(5)},
        "C03": {"spaces": part(2), "deliberations": part(3)},
        "C06": {"kinds": part(8), "applicable": 8},
        "C07": {"kinds": part(6)},
        "C08": {"kinds": part(3), "late_reports": 0 if strength > 0.5 else 1},
        "C09": {"kinds": part(3)},
        "C10": {"kinds": part(3)},
        "C12": {"plans": 6, "mean_share": decimal(0.3, 0.84)},
        "C15": {
            "targets": [
                {"planned": "340", "actual": str(part(340))},
                {"planned": "12", "actual": str(part(13))},
            ]
        },
        "C17": {"kinds": part(6)},
        "C19": {"kinds": part(4)},
        "C20": {"needs": needs, "linked": part(needs), "channel": strength > 0.5},
        "C21": {"delivered": part(2)},
        "O1": some("agreement licence hours"),
        "O2": {"in_force": part(8), "in_use": part(8)},
        "O3": some("overall phase measures"),
        "O4": {"projects": [{"due": 6, "done": part(6)}, {"due": 4, "done": part(4)}]},
        "O5": {"files": [{"due": 6, "present": part(6)} for _ in range(files)]},
        "O7": {"closed": 8, "archived": part(8)},
        "O8": {
            "channel": strength > 0.4,
            "complaints": complaints,
            "on_time": complaints if strength > 0.6 else 0,
            "with_action": complaints if strength > 0.7 else 0,
        },
        "O9": some("plan drill agreement_filed"),
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
    """The inputs that are the head's own in this cycle's rubric, of those given."""
    found: dict[str, dict[str, Any]] = {}
    for indicator in rubric_of(evaluation.cycle).indicators:
        own = {each.key for each in indicator.inputs if each.source == "declared"}
        values = {key: value for key, value in given.get(indicator.id, {}).items() if key in own}
        if values:
            found[indicator.id] = values
    return found
