"""Texts of a rubric in the language of the screen."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.scoring.indicator import Indicator, InputSpec, Label
from evaluation.scoring.numbers import decimal_text


def label_text(label: Label) -> str:
    """The label in the screen's language."""
    return label.en if (get_language() or "").startswith("en") else label.zh


def value_text(spec: InputSpec, value: Any) -> str:
    """One input's value in words: yes/no, a choice's label, lists, numbers with their unit."""
    if value is None:
        return _("not qualified") if spec.nullable else "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if spec.type == "choice":
        return next(
            (label_text(each.label) for each in spec.choices if each.id == value), str(value)
        )
    if spec.type == "rows":
        return "；".join(_row_text(spec, row) for row in value) or "—"
    if isinstance(value, dict):
        return "，".join(f"{key}: {each}" for key, each in sorted(value.items()))
    if isinstance(value, list):
        return " ".join(str(each) for each in value) or "—"
    unit = label_text(spec.unit) if spec.unit else ""
    return f"{value} {unit}".strip()


def _row_text(spec: InputSpec, row: dict[str, Any]) -> str:
    cells = [row.get(part.key) for part in reversed(spec.row)]
    return "/".join("—" if cell is None else str(cell) for cell in cells)


def input_lines(indicator: Indicator, inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of the inputs given, in the rubric's order; N/A stands alone."""
    if inputs.get("na") is True:
        return [(_("Does not apply"), _("yes"))]
    return [
        (label_text(spec.label), value_text(spec, inputs[spec.key]))
        for spec in indicator.inputs
        if spec.key in inputs
    ]


def threshold_text(indicator: Indicator) -> str:
    """The seed's numbers of an indicator's formula: "30 (3.1.5)"."""
    seeds = [
        f"{decimal_text(each.value)}（{each.clause}）"
        for part in indicator.parts
        for each in part.parameters
        if each.origin == "SEED"
    ]
    return "，".join(seeds)
