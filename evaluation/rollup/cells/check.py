"""Reading a batch that came from outside: nothing of it is believed before it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from evaluation.rollup.cells.units import (
    COUNTY_DIGITS,
    FORMAT,
    KINDS,
    NAMES,
    PROVINCE_DIGITS,
    Kind,
    UnitName,
)
from evaluation.rollup.queries.scope import YEARS
from evaluation.rollup.sums import Sums
from kernel.errors import FieldError, Invalid

HEAD = {"format", "cell", "first", "last", "units"}
UNIT = {"county", "part", "digest", "rows"}
OF_YEAR = {"stations", "period"}
NUL = b"\\u0000"  # which no column can hold
LEVELS = {2: "PROVINCE", 4: "PREFECTURE", 6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE"}
# Columns that name a place: all of them lie in the cell's province.
PLACES = {"code", "station_code", "division_code"}


@dataclass(frozen=True)
class ReceivedUnit:
    """A unit as it came, its rows as objects by kind, none of them saved."""

    name: UnitName
    digest: str
    rows: dict[str, list[models.Model]]


@dataclass(frozen=True)
class ReceivedBatch:
    first: int
    last: int
    units: tuple[ReceivedUnit, ...]


def read_batch(cell: str, body: bytes) -> ReceivedBatch:
    """The batch of a cell. Raises Invalid, naming where and what is wrong."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _refuse("body", _("The batch is no JSON."), str(error)) from error
    _expect("body", NUL not in body, "\\u0000", None)
    _expect_keys("body", data, HEAD)
    _expect("format", data["format"] == FORMAT, data["format"], FORMAT)
    _expect("cell", data["cell"] == cell, data["cell"], cell)
    first, last = data["first"], data["last"]
    numbers = all(type(number) is int and 0 <= number < 2**63 for number in (first, last))
    _expect("last", numbers and first < last, [first, last], "first < last")
    _expect("units", isinstance(data["units"], list), data["units"], "list")
    units = (_unit(cell, f"units[{at}]", unit) for at, unit in enumerate(data["units"]))
    return ReceivedBatch(first, last, tuple(units))


def _unit(cell: str, where: str, data: Any) -> ReceivedUnit:
    _expect_keys(where, data, UNIT)
    county, part = data["county"], data["part"]
    _expect(f"{where}.county", _is_code(cell, county, part), county, f"{cell}....")
    _expect(f"{where}.part", _is_part(part), part, [*NAMES, "YYYY"])
    _expect(f"{where}.digest", isinstance(data["digest"], str), data["digest"], "sha256")
    _expect(f"{where}.rows", isinstance(data["rows"], list), data["rows"], "list")
    rows: dict[str, list[models.Model]] = {kind: [] for kind in kinds_of(part)}
    for at, pair in enumerate(data["rows"]):
        place = f"{where}.rows[{at}]"
        fits = isinstance(pair, list) and len(pair) == 2 and pair[0] in list(rows)
        _expect(place, fits, pair, sorted(rows))
        rows[pair[0]].append(_row(cell, (county, part), place, pair[0], pair[1]))
    return ReceivedUnit((county, part), data["digest"], rows)


def kinds_of(part: str) -> set[str]:
    """The kinds of rows in a part."""
    return {part} if part in NAMES else OF_YEAR


def _is_part(part: Any) -> bool:
    if not isinstance(part, str):
        return False
    low, high = YEARS
    return part in NAMES or (part.isascii() and part.isdigit() and low <= int(part) <= high)


def _is_code(cell: str, county: Any, part: Any) -> bool:
    """A county of the cell; or the province itself, which has divisions only."""
    if not isinstance(county, str) or not (county.isascii() and county.isdigit()):
        return False
    digits = {COUNTY_DIGITS, PROVINCE_DIGITS} if part == "divisions" else {COUNTY_DIGITS}
    return len(county) in digits and county.startswith(cell)


def _row(cell: str, name: UnitName, where: str, kind_name: str, data: Any) -> models.Model:
    kind = KINDS[kind_name]
    _expect_keys(where, data, set(kind.columns))
    for column in PLACES & set(kind.columns):
        # A running period has a row without a division.
        inside = isinstance(data[column], str) and data[column].startswith(cell)
        empty = column == "division_code" and data[column] == ""
        _expect(f"{where}.{column}", inside or empty, data[column], f"{cell}...")
    if kind_name in OF_YEAR:
        _expect(f"{where}.year", str(data["year"]) == name[1], data["year"], name[1])
    if kind_name == "divisions":
        code = data["code"]
        _expect(f"{where}.code", code.isdigit() and _county_of(code) == name[0], code, name[0])
        _expect(f"{where}.level", data["level"] == LEVELS.get(len(code)), data["level"], LEVELS)
    return _build(kind, name[0], where, data)


def _county_of(code: str) -> str:
    return code[: COUNTY_DIGITS if len(code) >= COUNTY_DIGITS else PROVINCE_DIGITS]


def _build(kind: Kind, county: str, where: str, data: dict[str, Any]) -> models.Model:
    """The row as an object, each value of the type and length its column takes."""
    fields = {field.name for field in kind.model._meta.concrete_fields}
    own = {"county_code": county} if "county_code" in fields else {}
    row = kind.model(**own, **data)
    shaped = {name for name in data if name in SHAPES}
    for name in shaped:
        _expect(f"{where}.{name}", SHAPES[name](data[name]), data[name], SHAPES[name].__doc__)
    try:
        row.clean_fields(exclude={"id", "uuid", *shaped})
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise _refuse(f"{where}.{column}", messages[0], data.get(column)) from error
    except (TypeError, ValueError, AttributeError) as error:  # a list where a day belongs
        raise _refuse(where, _("This value is not allowed here."), error) from error
    return row


def _is_evaluated(value: Any) -> bool:
    """Sums of a county's evaluations, or {}."""
    if value == {}:
        return True
    try:
        Sums.from_data(value, None).figures()
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return False
    return True


def _is_areas(value: Any) -> bool:
    """{area: {"points": number as text, "score": number as text}}"""
    return isinstance(value, dict) and all(
        isinstance(part, dict)
        and set(part) == {"points", "score"}
        and all(_is_number(number) for number in part.values())
        for part in value.values()
    )


def _is_number(text: Any) -> bool:
    try:
        return isinstance(text, str) and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_counters(value: Any) -> bool:
    """{counter: whole number}"""
    return isinstance(value, dict) and all(type(number) is int for number in value.values())


def _is_texts(value: Any) -> bool:
    """list of texts"""
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


SHAPES = {
    "evaluated": _is_evaluated,
    "areas": _is_areas,
    "counters": _is_counters,
    "tags": _is_texts,
    "successors": _is_texts,
}


def _expect_keys(where: str, data: Any, keys: set[str]) -> None:
    given = sorted(data) if isinstance(data, Mapping) else str(data)[:100]
    _expect(where, isinstance(data, dict) and set(data) == keys, given, sorted(keys))


def _expect(where: str, right: bool, given: Any, allowed: Any) -> None:
    if not right:
        raise _refuse(where, _("This value is not allowed here."), given, allowed)


def _refuse(where: str, message: str, given: Any, allowed: Any = None) -> Invalid:
    shown = str(given)[:200]
    return Invalid(
        f"{where}: {message} ({shown})",
        errors=[FieldError(where, "invalid", message, shown, allowed)],
    )
