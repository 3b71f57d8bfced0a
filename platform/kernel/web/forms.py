"""How forms look: one renderer and one field template for the whole product."""

import re
from datetime import date
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    RadioSelect,
    Select,
    Widget,
)
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.errors import DomainError, FieldError
from kernel.texts import is_unseen

# As refusals say what is allowed: ">= 2026-11-20", "<= 24".
BOUND = re.compile(r"(<=|>=|<|>) ?(\d{4}-\d\d-\d\d|\d+(?:\.\d+)?)")
SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}

# The first match counts: a list of check boxes is also a select.
CLASSES: tuple[tuple[type[Widget], str], ...] = (
    (HiddenInput, ""),
    (RadioSelect, "form-check-input"),
    (CheckboxSelectMultiple, "form-check-input"),
    (CheckboxInput, "form-check-input"),
    (Select, "form-select"),
    (Widget, "form-control"),
)


class StyledField(BoundField):
    """A bound field whose widget carries the style sheet's class and shows its error."""

    def build_widget_attrs(self, attrs: dict, widget: Widget | None = None) -> dict:
        attrs = super().build_widget_attrs(attrs, widget)
        used = widget or self.field.widget
        style = next(name for kind, name in CLASSES if isinstance(used, kind))
        own = " ".join(filter(None, [used.attrs.get("class"), style, self._error_class()]))
        return {**attrs, "class": own} if own else attrs

    def _error_class(self) -> str:
        return "is-invalid" if self.form.is_bound and self.errors else ""

    @property
    def is_check(self) -> bool:
        """True for a single check box: its label stands behind it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_choice_list(self) -> bool:
        """True for radio buttons and lists of check boxes: a group with a legend."""
        return isinstance(self.field.widget, RadioSelect | CheckboxSelectMultiple)


class FormRenderer(DjangoTemplates):
    """Django's own form templates, our field template."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = StyledField


def is_filled_in(form: BaseForm) -> bool:
    """Whether the form is valid, and no text in it consists of signs that nobody sees: a reason of
    a space without width would stand as none. Such fields get their error."""
    if not form.is_valid():
        return False
    for name, value in [*form.cleaned_data.items()]:
        if isinstance(value, str) and is_unseen(value.strip()):
            form.add_error(name, say_unseen())
    return not form.errors


def say_unseen() -> str:
    """What is said of such a text."""
    return _("This text has no sign that can be seen.")


def add_errors(form: BaseForm, error: DomainError) -> None:
    """Put a refusal of the domain beside the fields it names; the rest on top of the form."""
    if not error.errors:
        form.add_error(None, error.detail)
    for wrong in error.errors:
        known: Any = wrong.field if wrong.field in form.fields else None
        form.add_error(known, say_error(wrong))


def say_error(wrong: FieldError) -> str:
    """The message, with the bound that it does not name itself: the first or last day, or number,
    that is allowed."""
    found = BOUND.fullmatch(str(wrong.allowed or ""))
    if not found:
        return wrong.message
    sign, value = found.groups()
    bound = date_format(date.fromisoformat(value)) if "-" in value else value
    if bound in wrong.message:
        return wrong.message
    return f"{wrong.message} {_('Allowed:')} {SIGNS[sign]} {bound}"
