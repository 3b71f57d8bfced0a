"""Checks of reconciling: where a decision is due, and whether the sheet can be scored."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.domain.step import fault_of_length
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import grades_due, lacking, list_lines, rubric_of
from evaluation.cycles.queries.spread import spreads
from kernel.errors import FieldError, Invalid

Decided = dict[str, tuple[str, str]]
KEYS = ("indicator", "grade", "reason")


def check_decisions(
    evaluation: Evaluation, grades: Mapping[str, Sequence[str]], decisions: Any
) -> Decided:
    """The decisions as {indicator: (grade, reason)}; raises Invalid with every fault.

    Due is one for each graded indicator whose spread is above the limit, and no other.
    """
    due = {each.indicator for each in spreads(evaluation, grades) if each.needs_decision}
    letters = [each.id for each in rubric_of(evaluation.cycle).letters]
    decided: Decided = {}
    errors = []
    for index, given in enumerate(_read_list(decisions)):
        fault = _fault(given, f"decisions[{index}]", due, letters, decided)
        if fault:
            errors.append(fault)
        else:
            decided[given["indicator"]] = (given["grade"], given["reason"].strip())
    named = [each.get("indicator") for each in decisions if isinstance(each, Mapping)]
    message = _("The grades lie too far apart: a decision with a reason is needed.")
    errors += [
        FieldError(each, "decision_due", message, list(grades[each]), letters)
        for each in grades_due(evaluation)
        if each in due and each not in named
    ]
    if errors:
        raise Invalid(errors[0].message, errors=errors)
    return decided


def check_complete(evaluation: Evaluation, grades: Mapping[str, Sequence[str]]) -> None:
    """Refuse to score a sheet that lacks something, such as T1-T4; Invalid lists it."""
    lines = list_lines(evaluation, grades=grades)
    message = _("Without this value there is no total.")
    errors = [
        FieldError(f"{indicator}.{key}", "required", message)
        for indicator, keys in lacking(evaluation, lines).items()
        for key in keys
    ]
    if errors:
        raise Invalid(_("The sheet is not complete."), code="incomplete", errors=errors)


def _read_list(decisions: Any) -> Sequence[Any]:
    if not isinstance(decisions, list | tuple):
        message = _("A list of decisions is expected.")
        raise Invalid(message, errors=[FieldError("decisions", "invalid", message, decisions)])
    return decisions


def _fault(
    given: Any, path: str, due: set[str], letters: list[str], decided: Decided
) -> FieldError | None:
    if not isinstance(given, Mapping) or set(given) != set(KEYS):
        message = _("Indicator, grade and reason are expected.")
        return FieldError(path, "invalid", message, given, list(KEYS))
    indicator, grade, reason = (given[key] for key in KEYS)
    if not isinstance(indicator, str) or indicator not in due or indicator in decided:
        message = _("No decision is due for this indicator.")
        return FieldError(f"{path}.indicator", "not_due", message, indicator, sorted(due))
    if grade not in letters:
        message = _("Not one of the grades.")
        return FieldError(f"{path}.grade", "unknown", message, grade, letters)
    if not isinstance(reason, str) or not reason.strip() or "\0" in reason:
        message = _("A reason is needed.")
        return FieldError(f"{path}.reason", "required", message, reason)
    return fault_of_length(reason.strip(), f"{path}.reason")
