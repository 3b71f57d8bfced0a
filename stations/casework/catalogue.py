"""The services that a station gives, by clause: read once from data/services.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "services.yaml"


@dataclass(frozen=True)
class Label:
    """What the people of the county read, in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True)
class Service:
    """One clause's service: ``code`` is what a record keeps."""

    code: str
    clause: str
    field: str
    label: Label


@cache
def services() -> dict[str, Service]:
    """By code, in the order of the clauses. Raises ValueError for a code that stands twice or a
    field that is none."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found: dict[str, Service] = {}
    for row in content["services"]:
        if row["code"] in found or row["field"] not in content["fields"]:
            raise ValueError(f"{FILE.name}: {row['code']}")
        found[row["code"]] = Service(
            row["code"], row["clause"], row["field"], Label(row["zh"], row["en"])
        )
    return found


@cache
def service_fields() -> dict[str, Label]:
    """The groups of services and their names."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: Label(**names) for key, names in content["fields"].items()}


def service_choices() -> list[tuple[str, str]]:
    """(code, its clause's number and name) for a form and the model's field."""
    return [(each.code, f"{each.code} {each.label}") for each in services().values()]


def codes_of(field: str) -> list[str]:
    """The services of a group, in order."""
    return [each.code for each in services().values() if each.field == field]
