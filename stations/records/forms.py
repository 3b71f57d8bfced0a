"""Form parts that all entry forms of the station apps share."""

from datetime import datetime
from typing import Any

from django import forms

from kernel.workdays.clock import ZONE

NONE = ("", "—")


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
        return moment.astimezone(ZONE) if moment else None
