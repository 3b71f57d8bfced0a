"""Fields whose blanks are refused by the domain, not by the form.

So a sheet can be saved while it is half filled, and a refusal has one wording on pages and API.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluation.cycles.domain.step import LONGEST_TEXT
from kernel.errors import Invalid
from kernel.texts import is_unseen

MOST_DIGITS = 18  # of a number that is one; Python refuses to read one of thousands


def read_digits(given: str) -> int | None:
    """The whole number that was typed or that a form names; None for anything else."""
    is_number = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    return int(given) if is_number else None


def refuse_unread(form: forms.BaseForm) -> None:
    """Raise Invalid where the form itself refuses a field: what it could not read is in none of
    its values, and would be taken for a blank."""
    if form.errors:
        raise Invalid(gettext("Some values are not allowed."))


class MayWait:
    """Needed in the end: shown as such, and yet a blank passes."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:  # type: ignore[attr-defined]
            super().validate(value)  # type: ignore[misc]


class AnswerField(MayWait, forms.ChoiceField):
    """One of some answers."""


class NumberField(MayWait, forms.CharField):
    """A number, taken as text: a decimal never passes through a float."""


class ReasonField(MayWait, forms.CharField):
    """A reason in words."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        given = {"label": _("Reason"), "widget": widget, "max_length": LONGEST_TEXT, **options}
        super().__init__(**given)

    def to_python(self, value: Any) -> str:
        """Signs that nobody sees are no reason."""
        text = super().to_python(value) or ""
        return "" if is_unseen(text) else text


class ReasonForm(forms.Form):
    """A reason alone."""

    use_required_attribute = False
    reason = ReasonField()

    def reason_given(self) -> str:
        """The reason as typed; the domain refuses an empty one, this an endless one (Invalid)."""
        refuse_unread(self)
        return self.cleaned_data.get("reason", "")
