"""Figures of one station, each drawn anew: hardly two stations give the same."""

from random import Random
from typing import Any

MONTHS = 12


def figures(draw: Random) -> dict[str, dict[str, Any]]:
    """Inputs of the indicators that count or measure; the others are yes or no, or letters."""

    def parts(whole: str, *keys: str, most: int = 300) -> dict[str, Any]:
        total = draw.randint(1, most)
        return {whole: total, **{key: draw.randint(0, total) for key in keys}}

    def decimal(most: int) -> str:
        return f"{draw.uniform(0, most):.2f}"

    def by_level() -> dict[str, int]:
        return {str(level): draw.randint(0, 50) for level in range(1, 6)}

    functional, hobby = draw.randint(1, 40), draw.randint(1, 40)
    return {
        "F2": {"office_m2": decimal(500), "service_m2": decimal(500)},
        "S1": {"certified": [draw.randint(0, 4) for _ in range(MONTHS)]},
        "S2": {"active": draw.randint(0, 400)},
        "S4": parts("staff", "documented"),
        "S5": {**parts("staff", "pledged"), "upheld": 0},
        "S7": {**parts("worker_months", "supervised"), "kinds": draw.randint(0, 3)},
        "S8": parts("at_start", "retained"),
        "C03": {"spaces": draw.randint(0, 60), "deliberations": draw.randint(0, 60)},
        "C04": {
            "functional": functional,
            "hobby": hobby,
            "reform_affected": draw.randint(0, functional + hobby),
            "area_has_reform": True,
        },
        "C05": {"volunteers": draw.randint(0, 2000), "steps": draw.randint(0, 4)},
        "C11": {"due": by_level(), "done": by_level()},
        "C12": {"plans": draw.randint(3, 90), "mean_share": f"{draw.random():.4f}"},
        "C13": parts("roster", "filed"),
        "C14": parts("raised", "closed"),
        "C15": {
            "targets": [
                {"planned": draw.randint(1, 90), "actual": decimal(90)}
                for _ in range(draw.randint(1, 5))
            ]
        },
        "C18": {"cumulative": draw.randint(0, 14), "window_years": decimal(5)},
        "C20": {**parts("needs", "linked"), "channel": True},
        "C21": {"delivered": draw.randint(0, 400)},
        "O4": {"projects": [parts("due", "done", most=6) for _ in range(5)]},
        "O5": {"files": [parts("due", "present", most=6) for _ in range(5)], "grade": "B"},
        "O7": parts("closed", "archived"),
        "O8": {**parts("complaints", "on_time", "with_action"), "channel": True},
        **{id: {"mean_percent": decimal(100)} for id in ("T1", "T2", "T3", "T4")},
    }
