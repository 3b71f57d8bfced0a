"""Reading a rubric tree: rubric.yaml, and one YAML file per indicator in a folder per area.

    panzhihua-township/rubric.yaml
    panzhihua-township/C/C05.yaml

Strict: whatever the tree does not declare, or declares twice, or that cannot be scored, is
refused with the file and the key. Imports no Django.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.exactyaml import UnreadableFile, read_yaml
from evaluation.rubrics.schema import check_head, check_indicator, check_whole
from evaluation.scoring.codec import DataError, from_data
from evaluation.scoring.indicator import Indicator
from evaluation.scoring.rubric import Rubric

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
    head = _load_head(folder)
    indicators: dict[str, Indicator] = {}
    for file in _indicator_files(folder, head):
        indicator = _load_indicator(folder, file)
        if indicator.id in indicators:
            raise RubricError(file, "id", f"{indicator.id} stands in another file too")
        indicators[indicator.id] = indicator
    rubric = replace(head, indicators=tuple(indicators.values()))
    for each in rubric.indicators:
        check_indicator(each, rubric, f"{each.area}/{each.id}.yaml")
    check_whole(rubric, HEAD)
    return rubric


def _load_head(folder: Path) -> Rubric:
    data = _read(folder, HEAD)
    if "indicators" in data:
        raise RubricError(HEAD, "indicators", "unknown key; indicators have files of their own")
    try:
        head = from_data(Rubric, {**data, "indicators": []})
    except DataError as error:
        raise RubricError(HEAD, error.path, error.message) from error
    check_head(head, HEAD)
    return head


def _read(folder: Path, file: str) -> dict[str, Any]:
    try:
        data = read_yaml(folder / file)
    except UnreadableFile as error:
        raise RubricError(file, error.key, str(error)) from error
    if not isinstance(data, dict):
        raise RubricError(file, "", "expected keys and values")
    return data


def _indicator_files(folder: Path, head: Rubric) -> list[str]:
    """The files of all areas, in the order of the areas and of the indicators' numbers."""
    areas = [each.id for each in head.areas]
    files = [each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()]
    files.remove(HEAD)
    for each in sorted(files):
        if not re.fullmatch(r"[^/]+/[^/]+\.yaml", each) or each.split("/")[0] not in areas:
            raise RubricError(each, "", "a file of no area of the rubric")
    return sorted(files, key=lambda each: (areas.index(each.split("/")[0]), _numbered(each)))


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
