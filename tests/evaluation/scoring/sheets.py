"""Whole sheets for the tests, written as a station head would fill them in."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from evaluation.scoring import SheetInput

INDICATORS = (
    [f"F{n}" for n in range(1, 9)]
    + [f"S{n}" for n in range(1, 9)]
    + [f"C{n:02}" for n in range(1, 22)]
    + [f"O{n}" for n in range(1, 10)]
    + [f"T{n}" for n in range(1, 5)]
)
AREA_POINTS = {"F": 10, "S": 15, "C": 45, "O": 15, "T": 15}
NA_ANYWHERE = ("S6", "S8", "C10", "C11", "C21", "O7", "T4")
NA_ON_BASIC = ("F2", "F4", "F6")


def flags(*keys: str) -> dict[str, bool]:
    return dict.fromkeys(keys, True)


EQUIPMENT = flags(
    "desk",
    "data_cabinet",
    "file_cabinet",
    "computer",
    "printer",
    "telephone",
    "multimedia",
    "whiteboard",
)
FULL: dict[str, dict[str, Any]] = {
    "F1": {"grade": "A"},
    "F2": {"office_m2": 40, "service_m2": 60},
    "F3": flags("outdoor", "logo", "exact_name", "wall"),
    "F4": {**flags("office", "service", "activity"), "grade": "A"},
    "F5": EQUIPMENT,
    "F6": flags("entrance", "toilet"),
    "F7": {"state": "IN_DATE"},
    "F8": flags("board", "online"),
    "S1": {"certified": [2] * 12},
    "S2": {"active": 5},
    "S3": flags("one_head", "full_time", "appointed"),
    "S4": {"staff": 4, "documented": 4},
    "S5": {"staff": 4, "pledged": 4, "upheld": 0},
    "S6": flags("uniform", "badge"),
    "S7": {"worker_months": 40, "supervised": 36, "kinds": 3},
    "S8": {"at_start": 5, "retained": 4},
    "C01": {"joint": 2, "member_service": 1, "branch": True},
    "C02": {"kinds": 4},
    "C03": {"spaces": 1, "deliberations": 2},
    "C04": {"functional": 5, "hobby": 5, "reform_affected": 3, "area_has_reform": True},
    "C05": {"volunteers": 30, "steps": 4},
    "C06": {"kinds": 6, "applicable": 8},
    "C07": {"kinds": 5},
    "C08": {"kinds": 3, "late_reports": 0},
    "C09": {"kinds": 3},
    "C10": {"kinds": 3},
    "C11": {"due": {1: 20, 4: 10}, "done": {1: 20, 4: 10}},
    "C12": {"plans": 3, "mean_share": Decimal("0.8")},
    "C13": {"roster": 120, "filed": 120},
    "C14": {"raised": 30, "closed": 27},
    "C15": {"targets": [{"planned": 10, "actual": 10}, {"planned": "2.5", "actual": 3}]},
    "C16": {"registered": 1},
    "C17": {"kinds": 4},
    "C18": {"cumulative": 4, "window_years": 2},
    "C19": {"kinds": 4},
    "C20": {"needs": 10, "linked": 8, "channel": True},
    "C21": {"delivered": 1},
    "O1": flags("agreement", "licence", "hours"),
    "O2": {"in_force": 8, "in_use": 8},
    "O3": flags("overall", "phase", "measures"),
    "O4": {"projects": [{"due": 6, "done": 6}, {"due": 2, "done": 2}]},
    "O5": {"files": [{"due": 6, "present": 6}], "grade": "A"},
    "O6": {"grade": "A"},
    "O7": {"closed": 20, "archived": 20},
    "O8": {"channel": True, "complaints": 0, "on_time": 0, "with_action": 0},
    "O9": flags("plan", "drill", "agreement_filed"),
    "T1": {"mean_percent": 90},
    "T2": {"mean_percent": 90},
    "T3": {"mean_percent": 90},
    "T4": {"mean_percent": 90},
}


def full_inputs(**changes: Any) -> dict[str, Any]:
    """Every indicator at its full points, some of them replaced; None takes one out."""
    inputs = {**deepcopy(FULL), **changes}
    return {id: given for id, given in inputs.items() if given is not None}


def sheet_of(inputs: dict[str, Any], **head: Any) -> SheetInput:
    """A station of the guideline track, open since 2021, in the year 2023."""
    given = {"year": 2023, "track": "GUIDELINE", "opened_on": "2021-06-01", **head}
    return SheetInput(inputs=inputs, **given)
