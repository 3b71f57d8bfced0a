"""Reading a rubric tree: rubric.yaml, and one YAML file per indicator in a folder per area.

    panzhihua-township/rubric.yaml
    panzhihua-township/C/C05.yaml

Strict: whatever the tree does not declare, or declares twice, or that cannot be scored, is
refused with the file and the key. Imports no Django.
"""

import re
from pathlib import Path
from typing import Any

from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.exactyaml import UnreadableFile, read_yaml
from evaluation.rubrics.schema import check_indicator, check_rubric
from evaluation.scoring.codec import DataError, from_data
from evaluation.scoring.rubric import Indicator, Rubric

HEAD = "rubric.yaml"
TREES = Path(__file__).parent


def tree_names() -> list[str]:
    """The names of the rubric trees that come with the program."""
    return sorted(each.parent.name for each in TREES.glob(f"*/{HEAD}"))


def load_tree(name: str) -> Rubric:
    """The rubric tree of that name; KeyError when there is none."""
    if name not in tree_names():
        raise KeyError(name)
    return load_rubric(TREES / name)


def load_rubric(folder: Path | str) -> Rubric:
    """The rubric of a tree; raises RubricError naming file and key."""
    folder = Path(folder)
    head = _read(folder, HEAD)
    if "indicators" in head:
        raise RubricError(HEAD, "indicators", "indicators stand in files of their own")
    indicators: dict[str, Indicator] = {}
    for path in _indicator_files(folder, head):
        indicator = _load_indicator(folder, path)
        if indicator.id in indicators:
            raise RubricError(path, "id", f"{indicator.id} stands in another file too")
        indicators[indicator.id] = indicator
    rubric = _load_head(head, tuple(indicators.values()))
    for each in rubric.indicators:
        check_indicator(each, rubric, _file_of(each))
    check_rubric(rubric, HEAD)
    return rubric


def _read(folder: Path, file: str) -> dict[str, Any]:
    try:
        data = read_yaml(folder / file)
    except UnreadableFile as error:
        raise RubricError(file, "", str(error)) from error
    if not isinstance(data, dict):
        raise RubricError(file, "", "expected keys and values")
    return data


def _indicator_files(folder: Path, head: dict[str, Any]) -> list[str]:
    """The files of all areas, in the order of the areas and of the indicators' numbers."""
    areas = head.get("areas")
    ids = (
        [each.get("id") for each in areas if isinstance(each, dict)]
        if isinstance(areas, list)
        else []
    )
    found = sorted(
        each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()
    )
    files = [each for each in found if each != HEAD]
    for each in files:
        if not re.fullmatch(r"[^/]+/[^/]+\.yaml", each) or each.split("/")[0] not in ids:
            raise RubricError(each, "", "a file of no area of the rubric")
    return sorted(files, key=lambda each: (ids.index(each.split("/")[0]), _numbered(each)))


def _numbered(file: str) -> tuple[int, str]:
    digits = re.search(r"([0-9]+)\.yaml$", file)
    return (int(digits[1]) if digits else 0, file)


def _load_indicator(folder: Path, file: str) -> Indicator:
    area, name = file.removesuffix(".yaml").split("/")
    data = _read(folder, file)
    if "area" in data:
        raise RubricError(file, "area", "unknown key; the area is the folder")
    try:
        indicator = from_data(Indicator, {**data, "area": area})
    except DataError as error:
        raise RubricError(file, error.path, error.message) from error
    if indicator.id != name:
        raise RubricError(file, "id", f"{indicator.id} in a file named {name}")
    return indicator


def _load_head(head: dict[str, Any], indicators: tuple[Indicator, ...]) -> Rubric:
    try:
        empty = from_data(Rubric, {**head, "indicators": []})
    except DataError as error:
        raise RubricError(HEAD, error.path, error.message) from error
    values = {name: getattr(empty, name) for name in head}
    return Rubric(**values, indicators=indicators)


def _file_of(indicator: Indicator) -> str:
    return f"{indicator.area}/{indicator.id}.yaml"
