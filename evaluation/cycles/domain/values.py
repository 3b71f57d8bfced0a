"""Checking inputs as they are written, and writing them so that they stay exact."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.queries.sheet import Line, rubric_of, sheet_input
from evaluation.rubrics.queries import refusal_texts
from evaluation.scoring import Refusal, check
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


def plain(value: Any) -> Any:
    """A value for a JSON column: decimals as quoted text, which never meets a float."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
