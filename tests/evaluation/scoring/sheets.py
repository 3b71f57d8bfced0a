"""Whole sheets for the tests, written as a station head would fill them in."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from evaluation.scoring import SheetInput

# The points of rubric.md, section 2.
# fmt: off
POINTS = {
    "F1": "1", "F2": "1", "F3": "1.5", "F4": "1.5", "F5": "1", "F6": "1.5",
    "F7": "1.5", "F8": "1",
    "S1": "5", "S2": "1", "S3": "3", "S4": "1", "S5": "2", "S6": "0.5",
    "S7": "1.5", "S8": "1",
    "C01": "1.5", "C02": "1.5", "C03": "2", "C04": "4", "C05": "3", "C06": "3.5",
    "C07": "3", "C08": "2.5", "C09": "1", "C10": "1", "C11": "4", "C12": "3",
    "C13": "2", "C14": "2", "C15": "2", "C16": "2.5", "C17": "1", "C18": "2.5",
    "C19": "1", "C20": "1", "C21": "1",
    "O1": "1.5", "O2": "2", "O3": "1.5", "O4": "2", "O5": "3", "O6": "2",
    "O7": "1", "O8": "1", "O9": "1",
    "T1": "9", "T2": "3", "T3": "1.5", "T4": "1.5",
}
# fmt: on
INDICATORS = list(POINTS)
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
