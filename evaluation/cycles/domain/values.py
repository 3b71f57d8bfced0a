"""Checking inputs as they are written, and writing them so that they stay exact."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.labels import label_text
from evaluation.cycles.queries.sheet import NA, Line, rubric_of, sheet_input
from evaluation.rubrics.queries import refusal_texts
from evaluation.scoring import Refusal, check, missing_keys
from evaluation.scoring.indicator import InputSpec
from kernel.errors import FieldError, Invalid


def check_inputs(line: Line, *, given: Mapping[str, Any]) -> None:
    """Refuse values that cannot be, with the frozen fact or with the disputed one.

    Raises Invalid with field INDICATOR.key, what was given and what is allowed.
    """
    evaluation = line.item.evaluation
    refusals: dict[str, Refusal] = {}
    for inputs in line.variants():
        sheet = sheet_input(evaluation, {line.indicator.id: inputs})
        for each in check(rubric_of(evaluation.cycle), sheet):
            refusals.setdefault(each.path, each)
    if refusals:
        texts = {path: refusal_texts(each) for path, each in refusals.items()}
        raise Invalid(
            _("Some values are not allowed."),
            errors=[
                FieldError(path, "invalid", message, refusals[path].given, allowed)
                for path, (message, allowed) in texts.items()
            ],
        )


def refuse_gaps(line: Line) -> None:
    """Refuse a dispute that leaves open what it disputes: the ruling on it is final, and an
    accepted gap could never be scored.

    Raises Invalid with each field that is empty, of rows each cell.
    """
    evaluation, id, disputed = line.item.evaluation, line.indicator.id, line.item.disputed or {}
    if disputed == NA:
        return
    sheet = sheet_input(evaluation, {id: {**line.facts, **disputed}})
    lacking = missing_keys(rubric_of(evaluation.cycle), sheet).get(id, ())
    specs = [spec for spec in line.indicator.inputs if spec.key in lacking and spec.key in disputed]
    errors = [
        FieldError(f"{id}.{path}", "required", _("Not filled in: %(value)s.") % {"value": label})
        for spec in specs
        for path, label in _gaps(spec, disputed[spec.key])
    ]
    if errors:
        raise Invalid(_("Some values are not allowed."), errors=errors)


def _gaps(spec: InputSpec, value: Any) -> Iterator[tuple[str, str]]:
    """Where an input is open: (path, label), of a list of rows the cells."""
    if spec.type != "rows" or not value:
        yield spec.key, label_text(spec.label)
        return
    for index, row in enumerate(value):
        for cell in spec.row:
            if row.get(cell.key) is None:
                yield f"{spec.key}[{index}].{cell.key}", label_text(cell.label)


def plain(value: Any) -> Any:
    """A value for a JSON column: decimals as quoted text, which never meets a float."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
