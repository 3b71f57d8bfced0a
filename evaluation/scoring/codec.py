"""Frozen dataclasses from plain data (YAML or JSON) and back, strictly and exactly.

The type hints are the schema: an unknown key, a missing key or a value of another type is
refused with the path of the key. Fractions are written as text and never meet a float.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from evaluation.scoring.numbers import decimal_text, exact

T = TypeVar("T")


class DataError(ValueError):
    """A value that does not fit: `path` is the key ("parts[0].method"), `message` says why."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


def to_data(value: Any) -> Any:
    """JSON-ready: dataclasses as mappings, tuples as lists; numbers and dates as text."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): to_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_data(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_data(getattr(value, each.name)) for each in fields(value)}
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def from_data(kind: type[T], data: Any, path: str = "") -> T:
    """A dataclass of `kind` from plain data; raises DataError."""
    if not isinstance(data, Mapping):
        raise DataError(path, f"expected keys and values, given {data!r}")
    known = _schema(cast(Any, kind))
    for key in data:
        if key not in known:
            allowed = ", ".join(known)
            raise DataError(_join(path, str(key)), f"unknown key; allowed are {allowed}")
    values = {}
    for name, (field, hint) in known.items():
        if name in data:
            values[name] = _read(hint, data[name], _join(path, name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise DataError(_join(path, name), "missing")
    return kind(**values)


@cache
def _schema(kind: type) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return {each.name: (each, hints[each.name]) for each in fields(kind)}


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _read(hint: Any, data: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        if data is None and NoneType in get_args(hint):
            return None
        return _read(next(each for each in get_args(hint) if each is not NoneType), data, path)
    if origin is tuple:
        return _read_list(get_args(hint)[0], data, path)
    if origin is Literal:
        return _read_literal(get_args(hint), data, path)
    if hint is Fraction:
        return _read_fraction(data, path)
    if is_dataclass(hint):
        return from_data(cast(Any, hint), data, path)
    if type(data) is not hint:
        names = {str: "a text (quoted where it looks like a number)", int: "a whole number"}
        raise DataError(path, f"expected {names.get(hint, 'true or false')}, given {data!r}")
    if hint is str and not data.strip():
        raise DataError(path, "expected a text, given an empty one")
    return data


def _read_list(hint: Any, data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise DataError(path, f"expected a list, given {data!r}")
    return tuple(_read(hint, each, f"{path}[{index}]") for index, each in enumerate(data))


def _read_literal(allowed: tuple[str, ...], data: Any, path: str) -> str:
    if data not in allowed:
        raise DataError(path, f"expected one of {', '.join(allowed)}, given {data!r}")
    return str(data)


def _read_fraction(data: Any, path: str) -> Fraction:
    value = exact(data)
    if value is None:
        raise DataError(path, f"expected a number, given {data!r}")
    return value
