"""Scoring cases: YAML lists of inputs with what must come out of them.

`read_cases` reads one file strictly, `run_case` scores a case and compares. No Django.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.rubrics.exactyaml import UnreadableFile, read_yaml
from evaluation.rubrics.loader import load_tree, tree_names
from evaluation.scoring import (
    Allowed,
    Refusal,
    Refused,
    Rubric,
    Sheet,
    SheetInput,
    exact,
    half_up,
    score,
    shown,
)

DEFAULTS: dict[str, Any] = {
    "rubric": "panzhihua-township",
    "year": 2023,
    "track": "GUIDELINE",
    "opened_on": "2021-06-01",
    "inputs": {},
    "vetoes": (),
    "caps": (),
    "bonus": {},
}
KEYS = ("name", *DEFAULTS, "expect")
PLACES = 4


@dataclass(frozen=True)
class Case:
    """One case: where it stands, what is given, and what is expected of it."""

    file: str
    name: str
    rubric: Any
    given: SheetInput
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """What was expected and what came out instead."""

    expected: str
    came_out: str

    def __str__(self) -> str:
        return f"expected {self.expected}, came out {self.came_out}"


@dataclass(frozen=True)
class Outcome:
    """What came of a case: a sheet or the refusals, and every difference."""

    case: Case
    sheet: Sheet | None
    refusals: tuple[Refusal, ...]
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """The full result: name, differences, the sheet with its trace or the refusals."""
        return {
            "file": self.case.file,
            "name": self.case.name,
            "passed": self.passed,
            "differences": [str(each) for each in self.differences],
            "errors": [str(each) for each in self.refusals],
            "sheet": self.sheet.to_json() if self.sheet else None,
        }


def case_files(path: Path) -> list[Path]:
    """The file itself, or all YAML files below a folder; raises UnreadableFile for neither."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml"))
    if not found:
        raise UnreadableFile(f"{path}: no case files (*.yaml) in this folder")
    return found


def read_cases(path: Path) -> list[Case]:
    """The cases of one file; raises UnreadableFile naming the case and the key."""
    data = read_yaml(path)
    if not isinstance(data, list):
        raise UnreadableFile(f"{path}: expected a list of cases")
    return [_read_case(each, f"{path}: case {number}") for number, each in enumerate(data, 1)]


def _read_case(data: Any, where: str) -> Case:
    _check_keys(data, KEYS, where)
    for key in ("name", "expect"):
        if data.get(key) is None:
            raise UnreadableFile(f"{where}: {key} is missing")
    name = " ".join(str(data["name"]).split())
    _check_expected(data["expect"], f"{where} ({name}): expect")
    values = {
        key: default if data.get(key) is None else data[key] for key, default in DEFAULTS.items()
    }
    rubric = values.pop("rubric")
    return Case(where.split(": case")[0], name, rubric, SheetInput(**values), data["expect"])


def _check_keys(data: Any, allowed: tuple[str, ...], where: str) -> None:
    if not isinstance(data, dict):
        raise UnreadableFile(f"{where}: expected keys and values")
    for key in data:
        if key not in allowed:
            raise UnreadableFile(f"{where}: unknown key {key}; allowed are {', '.join(allowed)}")


def _check_expected(expect: Any, where: str) -> None:
    _check_keys(expect, tuple(COMPARE), where)
    if not expect:
        raise UnreadableFile(f"{where}: expects nothing")
    for key, value in expect.items():
        if not FORMS[key](value):
            raise UnreadableFile(f"{where}.{key}: cannot be expected: {value!r}")


def _is_number(value: Any) -> bool:
    return exact(value) is not None


def _are_numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_number(each) for each in value.values())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


FORMS = {
    "scores": _are_numbers,
    "areas": _are_numbers,
    "base": _is_number,
    "bonus": _is_number,
    "total": _is_number,
    "grade": _is_text,
    "caps": _are_texts,
    "missing": _are_texts,
    "error": _is_text,
}


@cache
def _rubric(name: str) -> Rubric:
    return load_tree(name)


def run_case(case: Case) -> Outcome:
    """Scores a case and compares what came out with all that was expected."""
    names = tree_names()
    if case.rubric not in names:
        refusal = Refusal("rubric", "unknown rubric", case.rubric, Allowed(", ".join(names)))
        return _refused(case, (refusal,))
    try:
        sheet = score(_rubric(case.rubric), case.given)
    except Refused as refused:
        return _refused(case, refused.refusals)
    differences = [
        each for key, value in case.expect.items() for each in COMPARE[key](sheet, key, value)
    ]
    return Outcome(case, sheet, (), tuple(differences))


def _refused(case: Case, refusals: tuple[Refusal, ...]) -> Outcome:
    message = str(Refused(refusals))
    expected = case.expect.get("error")
    differences = [Difference(key, f"refused: {message}") for key in case.expect if key != "error"]
    if expected is not None and expected not in message:
        differences.append(Difference(f"error {expected}", f"refused: {message}"))
    return Outcome(case, None, refusals, tuple(differences))


def _compare_error(sheet: Sheet, key: str, expected: str) -> Iterator[Difference]:
    yield Difference(f"error {expected}", "no error")


def _compare_scores(sheet: Sheet, key: str, expected: Mapping[str, Any]) -> Iterator[Difference]:
    for id, value in expected.items():
        found = sheet.scores.get(id)
        came_out = "no such indicator" if found is None else found.state
        actual = found.score if found else None
        yield from _compare_number(f"{key}.{id}", value, actual, came_out)


def _compare_areas(sheet: Sheet, key: str, expected: Mapping[str, Any]) -> Iterator[Difference]:
    for id, value in expected.items():
        actual = sheet.areas[id].score if id in sheet.areas and not sheet.missing else None
        yield from _compare_number(f"{key}.{id}", value, actual, _lacking(sheet, "no such area"))


def _compare_sum(sheet: Sheet, key: str, expected: Any) -> Iterator[Difference]:
    actual = None if sheet.missing else getattr(sheet, key)
    yield from _compare_number(key, expected, actual, _lacking(sheet, "nothing"))


def _compare_number(
    key: str, expected: Any, actual: Fraction | None, otherwise: str
) -> Iterator[Difference]:
    wanted = exact(expected) or Fraction(0)
    if actual is None:
        yield Difference(f"{key} {shown(wanted, PLACES)}", otherwise)
    elif half_up(wanted, PLACES) != half_up(actual, PLACES):
        yield Difference(f"{key} {shown(wanted, PLACES)}", shown(actual, PLACES))


def _compare_grade(sheet: Sheet, key: str, expected: str) -> Iterator[Difference]:
    if sheet.grade != expected:
        yield Difference(f"grade {expected}", sheet.grade or _lacking(sheet, "nothing"))


def _compare_caps(sheet: Sheet, key: str, expected: list[str]) -> Iterator[Difference]:
    applied = [each.id for each in sheet.caps]
    if sheet.missing or sorted(expected) != applied:
        yield Difference(f"caps {_listed(expected)}", _lacking(sheet, _listed(applied)))


def _compare_missing(sheet: Sheet, key: str, expected: list[str]) -> Iterator[Difference]:
    if tuple(expected) != sheet.missing:
        yield Difference(f"missing {_listed(expected)}", _lacking(sheet, "nothing missing"))


def _lacking(sheet: Sheet, otherwise: str) -> str:
    return f"missing {_listed(sheet.missing)}" if sheet.missing else otherwise


def _listed(ids: Any) -> str:
    return f"[{', '.join(ids)}]"


COMPARE = {
    "scores": _compare_scores,
    "areas": _compare_areas,
    "base": _compare_sum,
    "bonus": _compare_sum,
    "total": _compare_sum,
    "grade": _compare_grade,
    "caps": _compare_caps,
    "missing": _compare_missing,
    "error": _compare_error,
}
