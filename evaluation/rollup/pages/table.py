"""Rows of the evaluations as their template draws them: words, colours, areas in order."""

from typing import Any

from evaluation.cycles.queries.rolled import state_label
from evaluation.rollup.queries.label import GRADES, area_titles

TONES = {"SELF_EVAL": "idle", "RETURNED": "warn", "WITHDRAWN": "idle", "FINAL": "ok"}


def evaluation_context(table: dict[str, Any]) -> dict[str, Any]:
    """Columns and lines of a table of evaluation.rollup.queries.evaluation."""
    areas = area_titles(table["total"]["mean_areas"] or {})
    codes = [code for code, _title in areas]
    return {
        "areas": areas,
        "grades": list(GRADES.values()),
        "lines": [_line(row, codes) for row in table["rows"]],
        "whole": _line(table["total"], codes),
    }


def _line(row: dict[str, Any], areas: list[str]) -> dict[str, Any]:
    line = {
        **row,
        "grade_numbers": [row["grades"][grade] for grade in GRADES],
        "area_scores": [(row["mean_areas"] or {}).get(area) for area in areas],
    }
    if "state" in row:
        line["state_label"] = state_label(row["state"])
        line["tone"] = TONES.get(row["state"], "info")
        line["grade_label"] = GRADES.get(row["grade"], "—")
    return line
