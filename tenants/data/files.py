"""Read the five files of a folder of divisions: provinces, cities, areas, streets, villages.

A file is `NAME.csv.xz` or `NAME.csv`, UTF-8, with at least the columns `code` and `name`. A
division's parent is the beginning of its code (2, 4, 6, 9 and 12 digits).
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kernel.errors import FieldError, Invalid

FOLDER = Path(__file__).parent / "divisions"
NAME_LENGTH = 60


@dataclass(frozen=True)
class DivisionFile:
    """One level of the list: the file's name, our level, and how many digits its codes have."""

    name: str
    level: str
    digits: int
    parent_digits: int


FILES = (
    DivisionFile("provinces", "PROVINCE", 2, 0),
    DivisionFile("cities", "PREFECTURE", 4, 2),
    DivisionFile("areas", "COUNTY", 6, 4),
    DivisionFile("streets", "TOWNSHIP", 9, 6),
    DivisionFile("villages", "VILLAGE", 12, 9),
)


@dataclass(frozen=True)
class DivisionRow:
    """One division as the list gives it, its name trimmed."""

    code: str
    level: str
    name: str
    parent_code: str


def read_divisions(
    folder: Path, file: DivisionFile, provinces: Collection[str] | None = None
) -> Iterator[DivisionRow]:
    """Give the rows of one level that lie in the provinces (None: all), in the file's order.

    A code may come twice: that is the caller's to settle. Raises Invalid for a missing file or
    column, a code that is not of `file.digits` digits, and a name that is empty or too long.
    """
    path = find_file(folder, file.name)
    with open_file(path) as stream:
        reader = csv.DictReader(stream)
        check_columns(path, reader.fieldnames)
        for line, row in enumerate(reader, start=2):
            code, name = (row["code"] or "").strip(), (row["name"] or "").strip()
            if len(code) != file.digits or not code.isascii() or not code.isdigit():
                raise bad_value(path, line, "code", row["code"], f"{file.digits} digits")
            if not 0 < len(name) <= NAME_LENGTH:
                raise bad_value(path, line, "name", row["name"], f"1 to {NAME_LENGTH} characters")
            if provinces is None or code[:2] in provinces:
                yield DivisionRow(code, file.level, name, code[: file.parent_digits])


def find_file(folder: Path, name: str) -> Path:
    """The packed file of this name if there is one, else the plain one."""
    for suffix in (".csv.xz", ".csv"):
        if (path := folder / f"{name}{suffix}").is_file():
            return path
    detail = f"{folder} holds neither {name}.csv.xz nor {name}.csv"
    error = FieldError("source", "missing_file", detail, str(folder), f"{name}.csv.xz")
    raise Invalid(detail, code="missing_file", errors=[error])


def open_file(path: Path) -> TextIO:
    """Open a file as text, unpacking it while it is read."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def check_columns(path: Path, columns: Collection[str] | None) -> None:
    missing = [name for name in ("code", "name") if name not in (columns or ())]
    if missing:
        raise bad_value(path, 1, "columns", ", ".join(columns or ()), "code, name")


def bad_value(path: Path, line: int, field: str, given: object, allowed: str) -> Invalid:
    detail = f"{path.name}, line {line}: {field} is {given!r}, allowed: {allowed}"
    error = FieldError(field, "bad_division_file", detail, given, allowed)
    return Invalid(detail, code="bad_division_file", errors=[error])
