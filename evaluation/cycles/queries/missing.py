"""What a station still has to give before its sheet can be handed in (api.md, submit)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.labels import label_text
from evaluation.cycles.models import Evaluation, Evidence
from evaluation.cycles.queries.sheet import Line, lacking
from kernel.errors import FieldError


def list_missing(evaluation: Evaluation, lines: Sequence[Line]) -> list[FieldError]:
    """One error for each missing INDICATOR or INDICATOR.key, in rubric order.

    A computed fact neither confirmed nor disputed, a declared input, required evidence.
    Grades and T1-T4 are not the station's to give.
    """
    keys = lacking(evaluation, lines)
    proven = set(
        Evidence.objects.filter(item__evaluation=evaluation).values_list(
            "item__indicator", flat=True
        )
    )
    return [
        error
        for line in lines
        if not line.is_survey
        for error in _missing_of(line, keys.get(line.indicator.id, ()), proven)
    ]


def _missing_of(line: Line, keys: Sequence[str], proven: set[str]) -> list[FieldError]:
    id, found = line.indicator.id, []
    if line.needs_confirmation:
        found.append(FieldError(id, "unconfirmed", _("Confirm or dispute the computed value.")))
    labels = {spec.key: label_text(spec.label) for spec in line.indicator.inputs}
    for key in keys:
        if key in line.own_keys:
            message = _("Not filled in: %(value)s.") % {"value": labels[key]}
            found.append(FieldError(f"{id}.{key}", "required", message))
    if line.indicator.evidence_required and id not in proven and not line.is_na:
        kinds: list[Any] = [label.zh for label in line.indicator.evidence_required]
        message = _("A proof must be attached.")
        found.append(FieldError(f"{id}.evidence", "required", message, None, kinds))
    return found
