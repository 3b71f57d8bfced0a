"""Texts in sections (data/sections.yaml): one field of the database, as many as data asks for.

Kept together as JSON, encrypted with the county's key: what is asked may change without a change
of the tables. Free words are said as they are, choices by the key of their option.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid
from kernel.listing import list_words
from stations.casework.catalogue import Label
from stations.casework.data_file import read_data
from stations.casework.enums import Category

LONGEST = 2000
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """An answer to choose, and the kinds of persons that it suggests."""

    label: Label
    suggests: tuple[Category, ...]


@dataclass(frozen=True)
class Section:
    """One question of a form; a free text where there are no options."""

    key: str
    label: Label
    options: Mapping[str, Option]
    required: bool
    several: bool

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return [(key, lazystr(option.label)) for key, option in self.options.items()]


@cache
def sections_of(form: str) -> tuple[Section, ...]:
    """The sections of a form in their order; none for a form without.

    Raises ValueError for a kind of person that is none.
    """
    entry = read_data("sections").get(form)
    return tuple(_read_section(row) for row in entry["sections"]) if entry else ()


def pack(form: str, given: Given) -> str:
    """What was answered, as it is kept; "" for nothing.

    Raises Invalid naming each section that is unknown, missing, too long or no choice.
    """
    known = {section.key: section for section in sections_of(form)}
    errors = [
        FieldError(key, "unknown", _("There is no such field."), allowed=list(known))
        for key in given
        if key not in known
    ]
    kept = {key: _trimmed(given.get(key)) for key in known}
    errors += [wrong for key, each in known.items() if (wrong := _wrong(each, kept[key]))]
    if errors:
        raise Invalid(_("Some values are not allowed."), errors=errors)
    said = {key: value for key, value in kept.items() if value}
    return json.dumps(said, ensure_ascii=False) if said else ""


def unpack(text: str) -> dict[str, Any]:
    """What was answered, by the key of the section."""
    return json.loads(text) if text else {}


def show(form: str, text: str) -> list[tuple[Label, str]]:
    """What was answered, in words."""
    said = unpack(text)
    return [
        (section.label, _words(section, said[section.key]))
        for section in sections_of(form)
        if section.key in said
    ]


def suggested_kinds(form: str, text: str) -> list[Category]:
    """The kinds of persons that the answers suggest, each once."""
    said = unpack(text)
    chosen = [
        section.options[key]
        for section in sections_of(form)
        for key in _as_list(said.get(section.key))
        if key in section.options
    ]
    return list(dict.fromkeys(kind for option in chosen for kind in option.suggests))


def _read_section(row: dict[str, Any]) -> Section:
    return Section(
        key=row["key"],
        label=Label(row["zh"], row["en"]),
        options={
            key: Option(
                Label(option["zh"], option["en"]), tuple(map(Category, option.get("suggests", ())))
            )
            for key, option in row.get("options", {}).items()
        },
        required=row.get("required", False),
        several=row.get("several", False),
    )


def _wrong(section: Section, value: Any) -> FieldError | None:
    """What is wrong with an answer. A text is personal: a message never repeats it."""
    if not value:
        message = _("This field is required.")
        return FieldError(section.key, "required", message) if section.required else None
    if section.options:
        chosen, allowed = _as_list(value), list(section.options)
        if {*chosen} <= {*allowed} and (section.several or isinstance(value, str)):
            return None
        return FieldError(section.key, "invalid", _("Not one of the choices."), chosen, allowed)
    if not isinstance(value, str) or len(value) > LONGEST:
        return FieldError(section.key, "invalid", _("The text is too long."), None, LONGEST)
    return None


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _as_list(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return [str(value)] if value else []


def _words(section: Section, value: Any) -> str:
    """A choice by its label; an option that was taken out of the data by its key."""
    if not section.options:
        return str(value)
    labels = {key: str(option.label) for key, option in section.options.items()}
    return list_words(labels.get(key, key) for key in _as_list(value))
