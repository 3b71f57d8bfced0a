"""A form for an indicator's inputs, made from the rubric's own description of them.

Empty stays empty: a field left blank is an input not given, never a zero or a no.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluation.cycles.forms.fields import AnswerField, NumberField, read_digits
from evaluation.cycles.labels import label_text
from evaluation.scoring.indicator import InputSpec

NA_FIELD = "na"
BLANK_ROWS = 2
YES, NO, NULL = "true", "false", "null"
ANSWERS = {YES: True, NO: False, NULL: None}


class InputsForm(forms.Form):
    """Fields of some inputs of one indicator, with N/A where the track allows it.

    Ids begin with ``marker``, which tells the forms of one page apart.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        specs: list[InputSpec],
        values: Mapping[str, Any],
        may_be_na: bool = False,
        na_condition: str = "",
        marker: str = "id",
    ) -> None:
        super().__init__(data, auto_id=f"{marker}_%s")
        self.specs = specs
        if may_be_na:
            label = _("Does not apply") + (f"（{na_condition}）" if na_condition else "")
            self.fields[NA_FIELD] = forms.BooleanField(
                label=label, required=False, initial=values.get("na") is True
            )
        for spec in specs:
            for name, field in make_fields(spec, values.get(spec.key), data or ()):
                self.fields[name] = field

    def read_inputs(self) -> dict[str, Any]:
        """The inputs as the domain takes them; what was left blank is null, so taken back."""
        if self.cleaned_data.get(NA_FIELD):
            return {"na": True}
        return {
            spec.key: read_value(spec, self.cleaned_data)
            for spec in self.specs
            if not is_open(spec, self.cleaned_data)
        }


def make_fields(
    spec: InputSpec, value: Any, sent: Iterable[str] = ()
) -> Iterator[tuple[str, forms.Field]]:
    """The fields of one input: one, or several for lists; ``sent`` are names that came back."""
    label = with_unit(spec)
    if spec.type == "flag":
        yield spec.key, answer_field(spec, label, value)
    elif spec.type == "choice":
        choices = [("", "—")] + [(each.id, label_text(each.label)) for each in spec.choices]
        yield spec.key, AnswerField(label=label, choices=choices, initial=value)
    elif spec.type == "rows":
        yield from row_fields(spec, value or [], sent)
    elif spec.type == "levels":
        for level in range(1, (spec.max_level or 0) + 1):
            text = _("%(label)s, level %(level)s") % {"label": label, "level": level}
            given = (value or {}).get(str(level))
            yield f"{spec.key}-{level}", number_field(spec, text, given)
    elif spec.type == "counts":
        for index, given in enumerate(value or []):
            text = _("%(label)s, month-end %(number)s") % {"label": label, "number": index + 1}
            yield f"{spec.key}-{index}", number_field(spec, text, given)
    else:
        yield spec.key, number_field(spec, label, value)


def with_unit(spec: InputSpec) -> str:
    """The input's label with its unit."""
    label = label_text(spec.label)
    return f"{label}（{label_text(spec.unit)}）" if spec.unit else label


def answer_field(spec: InputSpec, label: str, value: Any) -> AnswerField:
    """Yes or no; "not qualified" where a null is an answer."""
    choices = [(YES, _("Yes")), (NO, _("No"))]
    if spec.nullable:
        choices.append((NULL, _("Not qualified")))
    initial = {True: YES, False: NO}.get(value, "")
    return AnswerField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)


def number_field(spec: InputSpec, label: str, value: Any, *, needed: bool = True) -> NumberField:
    """A field for one number, with the right keys on a phone."""
    mode = "numeric" if spec.type in ("count", "counts", "levels") else "decimal"
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    initial = "" if value is None else str(value)
    return NumberField(label=label, required=needed, initial=initial, widget=widget)


def row_fields(
    spec: InputSpec, rows: list[Mapping[str, Any]], sent: Iterable[str]
) -> Iterator[tuple[str, forms.Field]]:
    """The rows that are there, all of them, some blank ones, and what the page had beyond: it may
    have been shown with more rows than stand now."""
    for index in sorted({*range(len(rows) + BLANK_ROWS), *row_numbers(spec, sent)}):
        row = rows[index] if index < len(rows) else {}
        for part in spec.row:
            label = f"{label_text(spec.label)} {index + 1}：{with_unit(part)}"
            field = number_field(part, label, row.get(part.key), needed=index == 0)
            yield f"{spec.key}-{index}-{part.key}", field


def read_value(spec: InputSpec, cleaned: Mapping[str, Any]) -> Any:
    """One input from the cleaned fields; None when nothing was given."""
    if spec.type == "flag":
        return ANSWERS.get(cleaned.get(spec.key, ""))
    if spec.type == "rows":
        return read_rows(spec, cleaned)
    if spec.type == "levels":
        given = {
            str(level): read_number(cleaned.get(f"{spec.key}-{level}"))
            for level in range(1, (spec.max_level or 0) + 1)
        }
        return {level: value for level, value in given.items() if value is not None} or None
    if spec.type == "counts":
        names_in = [name for name in cleaned if name.startswith(f"{spec.key}-")]
        return [read_number(cleaned[name]) for name in names_in]
    if spec.type == "choice":
        return cleaned.get(spec.key) or None
    return read_number(cleaned.get(spec.key), whole=spec.type == "count")


def read_rows(spec: InputSpec, cleaned: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Rows of which anything was filled in, in order."""
    found = []
    for index in sorted(row_numbers(spec, cleaned)):
        row = {
            part.key: read_number(
                cleaned.get(f"{spec.key}-{index}-{part.key}"), part.type == "count"
            )
            for part in spec.row
        }
        if any(value is not None for value in row.values()):
            found.append(row)
    return found or None


def row_numbers(spec: InputSpec, names: Iterable[str]) -> set[int]:
    """The rows that these names of fields belong to."""
    pattern = re.compile(rf"{re.escape(spec.key)}-([0-9]{{1,4}})-")
    return {int(found[1]) for name in names if (found := pattern.match(name))}


def read_number(text: str | None, whole: bool = True) -> Any:
    """A whole number as such; anything else as text, which the domain checks and names."""
    given = (text or "").strip()
    if not given:
        return None
    count = read_digits(given) if whole else None
    return given if count is None else count


def is_open(spec: InputSpec, cleaned: Mapping[str, Any]) -> bool:
    """A nullable input left blank: a null would be the answer "not qualified"."""
    return spec.nullable and not cleaned.get(spec.key)


def field_of(path: str) -> str:
    """The form's field of a domain path: C15.targets[0].planned -> targets-0-planned."""
    _, _, key = path.partition(".")
    return key.replace("[", "-").replace("].", "-").replace("]", "").replace(".", "-")
