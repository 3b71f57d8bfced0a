"""Reading definitions.yaml: what counts, as data."""

import hashlib
import json
import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evaluation.facts.elsewhere import rules_elsewhere
from stations.people.numbers import numbers

FILE = Path(__file__).with_name("definitions.yaml")
# Kept where the stations' own pages read them too, and part of the digest all the same.
OF_PEOPLE = (
    *("certified_levels", "active_volunteer_steps"),
    *("cultivation_months", "cultivation_hours"),
)
# A slot's number is found by days or by months, never by both together.
INTERVAL = re.compile(r"[1-9]\d* (day|week|month|year)s?")


class DefinitionsError(ValueError):
    """The file cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class Definitions:
    """One value a definition; the comments stand in the file."""

    version: int
    certified_levels: list[str]
    part_time_stations: int
    active_volunteer_steps: list[str]
    head_appointers: list[str]
    head_gap_days: int
    trained_volunteer_steps: list[str]
    org_activities: int
    reform_levels: list[str]
    visit_intervals: dict[int, str]
    visit_places: list[str]
    visit_tolerance_percent: int
    refusals_in_a_row: int
    window_start: date
    window_years: int
    cultivation_ways: list[str]
    cultivation_months: int
    cultivation_hours: int
    case_files_drawn: int
    knowledge_topics: list[str]
    exam_topics: list[str]
    care_topics: list[str]
    publicity_topics: list[str]

    @property
    def digest(self) -> str:
        """SHA-256 over all values and the station apps' own rules: two facts of equal digest
        counted alike."""
        text = json.dumps(vars(self) | rules_elsewhere(), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def load_definitions(file: Path = FILE) -> Definitions:
    """The definitions of a file. Raises DefinitionsError for an unknown, missing or empty key."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != {"version", "definitions"}:
        raise DefinitionsError(f"{file.name}: expected exactly the keys version and definitions")
    entries = content["definitions"]
    expected = {field.name for field in fields(Definitions)} - {"version", *OF_PEOPLE}
    for key in sorted(expected ^ set(entries)):
        problem = "is missing" if key in expected else "is unknown"
        raise DefinitionsError(f"{file.name}: {key} {problem}")
    return Definitions(
        version=content["version"],
        **{key: _value(file, key, entries[key]) for key in expected},
        **{key: getattr(numbers(), key) for key in OF_PEOPLE},
    )


def _value(file: Path, key: str, entry: Any) -> Any:
    wanted = Definitions.__annotations__[key]
    if not isinstance(entry, dict) or set(entry) != {"value", "source"}:
        raise DefinitionsError(f"{file.name}: {key} has exactly a value and its source")
    value = entry["value"]
    if type(value) is not (getattr(wanted, "__origin__", wanted)):
        raise DefinitionsError(f"{file.name}: {key} is {value!r}, expected {wanted}")
    if key == "visit_intervals":
        _check_intervals(file, value)
    return value


def _check_intervals(file: Path, intervals: dict[int, str]) -> None:
    for level, interval in intervals.items():
        if not INTERVAL.fullmatch(str(interval)):
            raise DefinitionsError(
                f"{file.name}: visit_intervals of level {level} is {interval!r},"
                " expected whole days, weeks, months or years, as in 14 days"
            )
