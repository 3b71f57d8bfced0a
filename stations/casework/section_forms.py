"""The fields of an entry form that ask for the sections of data/sections.yaml."""

from typing import Any

from django import forms
from django.utils.functional import lazystr

from stations.casework.sections import LONGEST, Section, sections_of
from stations.records.forms import NONE, FreeText


def fields_of(form: str) -> dict[str, forms.Field]:
    """A field for each section, by its key."""
    return {section.key: _field(section) for section in sections_of(form)}


def take(form: str, values: dict[str, Any]) -> dict[str, Any]:
    """The sections' answers out of the values of an entry form."""
    answers = {section.key: values.pop(section.key, None) for section in sections_of(form)}
    return {key: answer for key, answer in answers.items() if answer}


def _field(section: Section) -> forms.Field:
    shared: dict[str, Any] = {"label": lazystr(section.label), "required": section.required}
    if section.several:
        return forms.MultipleChoiceField(
            choices=section.choices, widget=forms.CheckboxSelectMultiple, **shared
        )
    if section.options:
        return forms.ChoiceField(choices=[NONE, *section.choices], **shared)
    return FreeText(rows=2, max_length=LONGEST, **shared)
