"""Which numbers a county may put in place of the published ones."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from evaluation.rubrics.adoption.texts import bounds_text, number_text
from evaluation.scoring import Rubric, exact_decimal
from evaluation.scoring.indicator import Parameter
from kernel.errors import FieldError, Invalid


def check_overlay(
    rubric: Rubric, overlay: Mapping[str, str], changes: Mapping[str, Any]
) -> dict[str, str]:
    """The overlay after the changes, as path -> text; raises Invalid with every fault.

    Only numbers that differ from the published ones are kept. A number may move when it is
    the project's default, within its bounds; points move inside an area, whose sum stays.
    """
    numbers = rubric.numbers()
    errors = [error for path in changes if (error := _fault(path, numbers, changes[path]))]
    _refuse(errors)
    wanted = {path: Fraction(value) for path, value in overlay.items()}
    wanted |= {path: _read(value, numbers[path]) for path, value in changes.items()}
    _refuse(list(_wrong_sums(rubric.with_numbers(wanted))))
    return {
        path: number_text(wanted[path])
        for path in numbers
        if path in wanted and wanted[path] != numbers[path].value
    }


def _read(value: Any, number: Parameter) -> Fraction:
    """The value wanted; None is the published one."""
    found = number.value if value is None else exact_decimal(value)
    assert found is not None  # what is no number was refused before
    return found


def _fault(path: str, numbers: Mapping[str, Parameter], value: Any) -> FieldError | None:
    number = numbers.get(path)
    if number is None:
        message = _("This rubric has no number of that name.")
        return FieldError(path, "unknown", message, given=value)
    if value is None:
        return None
    wanted = exact_decimal(value)
    if wanted is None:
        message = _("A whole number or a decimal is needed.")
        return FieldError(path, "not_a_number", message, given=str(value))
    if wanted == number.value:
        return None
    if number.origin == "SEED":
        message = _("This number stands in the guideline, clause %(clause)s; it is never changed.")
        return FieldError(
            path,
            "seed",
            message % {"clause": number.clause},
            given=number_text(wanted),
            allowed=number_text(number.value),
        )
    return _out_of_bounds(path, number, wanted)


def _out_of_bounds(path: str, number: Parameter, wanted: Fraction) -> FieldError | None:
    low, high = number.min, number.max
    if (low is not None and wanted < low) or (high is not None and wanted > high):
        message = _("This number is outside the bounds set by the province.")
        return FieldError(
            path, "bounds", message, given=number_text(wanted), allowed=bounds_text(number)
        )
    if number.yearly and wanted.denominator != 1:
        message = _("A number of pieces or persons a year is a whole number.")
        return FieldError(
            path, "whole", message, given=number_text(wanted), allowed=bounds_text(number)
        )
    return None


def _wrong_sums(rubric: Rubric) -> Iterator[FieldError]:
    for area in rubric.areas:
        total = sum((each.points for each in rubric.of_area(area.id)), Fraction(0))
        if total != area.points:
            yield FieldError(
                f"areas.{area.id}",
                "area_sum",
                _("The points of an area's indicators must add up to the area's points."),
                given=number_text(total),
                allowed=number_text(area.points),
            )


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Invalid(_("The numbers were not changed."), code="overlay", errors=errors)
