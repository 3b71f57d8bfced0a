"""Reading one given value by the type of its input.

A reader returns the value in the form the methods take, LACKING when a list row lacks a key,
or INVALID after noting what cannot be. Forms: count an int, decimal a Fraction, flag a bool, grade
the mean value of its letters, choice its id, counts a tuple, rows a tuple of (whole, part),
levels a dict of level to count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from evaluation.scoring.given import Allowed, Refusal
from evaluation.scoring.indicator import InputSpec
from evaluation.scoring.numbers import decimal_text, exact_decimal
from evaluation.scoring.review import mean_grade
from evaluation.scoring.rubric import Rubric


class Mark(Enum):
    """LACKING: not given. INVALID: given, and refused."""

    LACKING = "lacking"
    INVALID = "invalid"


LACKING = Mark.LACKING
INVALID = Mark.INVALID


@dataclass
class Reading:
    """Collects the refusals of one sheet; knows the rubric and the months to expect."""

    rubric: Rubric
    months: int
    refusals: list[Refusal] = field(default_factory=list)
    wholes: list[Refusal] = field(default_factory=list)

    def refuse(self, path: str, message: str, given: Any, allowed: Allowed) -> Mark:
        """Notes a refusal; returns INVALID, to be returned by the reader in turn."""
        self.refusals.append(Refusal(path, message, given, allowed))
        return INVALID

    def refuse_whole(self, path: str, given: Any, whole: Fraction) -> Mark:
        """Notes a part greater than its whole, to be reported after all keys."""
        allowed = Allowed("at most %(whole)s", whole=decimal_text(whole))
        self.wholes.append(Refusal(path, "more than its whole", given, allowed))
        return INVALID

    def report_wholes(self) -> None:
        """Moves the parts greater than their wholes to the refusals."""
        self.refusals += self.wholes
        self.wholes.clear()


def read_value(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    """The value of one input; None counts as lacking unless the input may be null."""
    if given is None:
        return None if spec.nullable else LACKING
    return READERS[spec.type](spec, given, path, reading)


def _range(spec: InputSpec) -> Allowed:
    whole = spec.type != "decimal"
    if spec.above is not None:
        template = "a whole number above %(min)s" if whole else "a decimal above %(min)s"
        return Allowed(template, min=decimal_text(spec.above))
    least = decimal_text(spec.min or Fraction(0))
    if spec.max is None:
        return Allowed(
            "a whole number from %(min)s" if whole else "a decimal from %(min)s", min=least
        )
    template = (
        "a whole number from %(min)s to %(max)s" if whole else "a decimal from %(min)s to %(max)s"
    )
    return Allowed(template, min=least, max=decimal_text(spec.max))


def _in_range(spec: InputSpec, value: Fraction | int) -> bool:
    if spec.above is not None and value <= spec.above:
        return False
    least = spec.min if spec.min is not None else 0
    return value >= least and (spec.max is None or value <= spec.max)


def _read_count(spec: InputSpec, given: Any, path: str, reading: Reading) -> int | Mark:
    if type(given) is not int:
        return reading.refuse(path, "not a whole number", given, _range(spec))
    if not _in_range(spec, given):
        return reading.refuse(path, "out of range", given, _range(spec))
    return given


def _read_decimal(spec: InputSpec, given: Any, path: str, reading: Reading) -> Fraction | Mark:
    value = exact_decimal(given)
    if value is None:
        return reading.refuse(path, "not a decimal", given, _range(spec))
    if not _in_range(spec, value):
        return reading.refuse(path, "out of range", given, _range(spec))
    return value


def _read_flag(spec: InputSpec, given: Any, path: str, reading: Reading) -> bool | Mark:
    if type(given) is not bool:
        allowed = "true, false or null" if spec.nullable else "true or false"
        return reading.refuse(path, "neither true nor false", given, Allowed(allowed))
    return given


def _read_grade(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    letters = given if isinstance(given, list | tuple) else [given]
    known = [each.id for each in reading.rubric.letters]
    if not letters or any(each not in known for each in letters):
        allowed = Allowed("one of %(letters)s, or a list of them", letters=", ".join(known))
        return reading.refuse(path, "not a grade", given, allowed)
    return mean_grade(reading.rubric, letters)


def _read_choice(spec: InputSpec, given: Any, path: str, reading: Reading) -> str | Mark:
    allowed = [each.id for each in spec.choices]
    if given not in allowed:
        return reading.refuse(path, "not one of the choices", given, Allowed(", ".join(allowed)))
    return str(given)


def _read_counts(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    allowed = Allowed("a list of %(months)s counts, one per open month-end", months=reading.months)
    if not isinstance(given, list | tuple):
        return reading.refuse(path, "not a list", given, allowed)
    if len(given) != reading.months:
        reading.refuse(path, "a list of another length", given, allowed)
    values = [
        _read_count(spec, each, f"{path}[{index}]", reading) for index, each in enumerate(given)
    ]
    return INVALID if INVALID in values or len(given) != reading.months else tuple(values)


def _read_rows(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    keys = ", ".join(each.key for each in spec.row)
    if not isinstance(given, list | tuple):
        return reading.refuse(
            path, "not a list", given, Allowed("a list of rows with %(keys)s", keys=keys)
        )
    rows = [_read_row(spec, each, f"{path}[{i}]", reading) for i, each in enumerate(given)]
    if INVALID in rows:
        return INVALID
    return LACKING if LACKING in rows else tuple(rows)


def _read_row(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    keys = [each.key for each in spec.row]
    if not isinstance(given, Mapping):
        allowed = Allowed("a row with %(keys)s", keys=", ".join(keys))
        return reading.refuse(path, "not a row", given, allowed)
    unknown = [key for key in given if key not in keys]
    for key in unknown:
        reading.refuse(f"{path}.{key}", "unknown key", given[key], Allowed(", ".join(keys)))
    values = [
        read_value(each, given.get(each.key), f"{path}.{each.key}", reading) for each in spec.row
    ]
    if unknown or INVALID in values:
        return INVALID
    if LACKING in values:
        return LACKING
    whole, part = values
    if spec.row[1].at_most and part > whole:
        return reading.refuse_whole(f"{path}.{keys[1]}", given[keys[1]], whole)
    return whole, part


def _read_levels(spec: InputSpec, given: Any, path: str, reading: Reading) -> Any:
    levels = range(1, (spec.max_level or 0) + 1)
    allowed = Allowed("counts for the levels 1 to %(last)s", last=levels[-1])
    if not isinstance(given, Mapping):
        return reading.refuse(path, "not counts by level", given, allowed)
    values: dict[int, Any] = {}
    for key, count in given.items():
        level = next((n for n in levels if key == str(n) or (type(key) is int and key == n)), None)
        at = f"{path}.{key}"
        if level is None:
            values[len(levels) + 1] = reading.refuse(at, "unknown level", key, allowed)
        elif level in values:
            values[level] = reading.refuse(at, "the level is given twice", count, allowed)
        elif count is not None:
            values[level] = _read_count(spec, count, at, reading)
    return INVALID if INVALID in values.values() else values


READERS: dict[str, Callable[[InputSpec, Any, str, Reading], Any]] = {
    "count": _read_count,
    "decimal": _read_decimal,
    "flag": _read_flag,
    "grade": _read_grade,
    "choice": _read_choice,
    "counts": _read_counts,
    "rows": _read_rows,
    "levels": _read_levels,
}
