"""Form parts that all entry forms of the station apps share."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.phone import phone_rules
from kernel.workdays.clock import ZONE
from stations.records.reasons import REASON_LENGTH

NONE = ("", "—")
TEXTS = Path(__file__).parent / "data" / "texts.yaml"
CODE_LENGTH = 8  # of the code of a file
# Said with every free text (C41b); a text that must not stand is purged by the head.
TEXT_HINT = _("No military secrets and nothing that touches on state security.")


@cache
def longest(kind: str) -> int:
    """Characters of a text of this kind (data/texts.yaml)."""
    return int(yaml.safe_load(TEXTS.read_text(encoding="utf-8"))[kind])


def phone_field(label: Any, **options: Any) -> forms.CharField:
    """A telephone number, none if need be; the domain says what it may be (kernel/phone.py)."""
    options = {"required": False, "max_length": phone_rules()["longest"], **options}
    return forms.CharField(label=label, **options)


def tell_apart(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Two of one name get the beginning of their uuids, which of a person is the code that stands
    on the file."""
    found = list(choices)
    times = Counter(str(label) for _value, label in found)
    return [
        (value, f"{label} · {str(value)[:CODE_LENGTH]}")
        if times[str(label)] > 1
        else (value, label)
        for value, label in found
    ]


class TellsWhy(forms.Field):
    """A choice that says why what was offered before may not be chosen now: a form may stand open
    while the record changes. ``why`` gives the reason for a value, empty where none is known."""

    why: Callable[[str], str] | None = None

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as refused:
            known = self.why is not None and getattr(refused, "code", "") == "invalid_choice"
            reason = self.why(str(value)) if known and self.why else ""
            if not reason:
                raise
            raise ValidationError(reason, code="invalid_choice") from refused


class DayInput(forms.DateInput):
    """The browser's own calendar; always ISO, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **options)


class MomentField(forms.DateTimeField):
    """A moment in the county's time zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=MomentInput(), **options)

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        try:
            return moment.astimezone(ZONE) if moment else None
        except OverflowError as beyond:  # on the first or the last day of the calendar
            raise ValidationError(self.error_messages["invalid"], code="invalid") from beyond


class FreeText(forms.CharField):
    """A text in people's own words; says what must not be in it (C41b), and ends somewhere."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        given = {"max_length": longest("text"), **options}
        super().__init__(widget=forms.Textarea({"rows": rows}), **given)
        warn_of_secrets(self)


def warn_of_secrets(field: forms.Field) -> None:
    """Say with a free text what must not be in it, below what is said already."""
    if not isinstance(field.widget, forms.Textarea) or getattr(field, "is_warned", False):
        return
    field.help_text = (
        format_lazy("{} {}", field.help_text, TEXT_HINT) if field.help_text else TEXT_HINT
    )
    field.is_warned = True  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    """Why a list is taken out (X06)."""

    reason = forms.CharField(
        label=_("Reason of the export"),
        max_length=REASON_LENGTH,
        help_text=_("Stands on every sheet and in the audit trail with your name."),
    )
