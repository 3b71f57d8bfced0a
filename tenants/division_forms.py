"""What operators fill in about a change of divisions: codes and names, line by line."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tenants.models import ChangeKind

BLANKS = re.compile(r"[\s,，、;；]+")


class LinesField(forms.CharField):
    """A text of lines; each becomes a tuple of `codes` codes and, when `named`, a name."""

    widget = forms.Textarea

    def __init__(self, *, codes: int, named: bool, rows: int = 3, **more: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **more)
        self.codes, self.named = codes, named

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return [self.read_line(line) for line in lines if line]

    def read_line(self, line: str) -> tuple[str, ...]:
        parts = BLANKS.split(line, maxsplit=self.codes)
        codes = [part for part in parts[: self.codes] if part != "-"]
        wrong = [code for code in codes if not (code.isascii() and code.isdigit())]
        if wrong or len(parts) < self.codes:
            message = _t("“%(line)s”: a line begins with %(count)s codes.")
            raise forms.ValidationError(message % {"line": line, "count": self.codes})
        found = [*("" if part == "-" else part for part in parts[: self.codes])]
        return (*found, *parts[self.codes :], *[""] * (self.codes + 1 - len(parts)))

    def validate(self, value: Any) -> None:
        """Which lists may be empty depends on the kind: the domain says so."""

    def run_validators(self, value: Any) -> None:
        """Lengths are the domain's to check."""


class ChangeForm(forms.Form):
    """A change of divisions; the domain decides whether it fits the list."""

    kind = forms.ChoiceField(label=_("Kind of change"), choices=ChangeKind.choices)
    effective_on = forms.DateField(
        label=_("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    document = forms.CharField(
        label=_("Document"),
        max_length=120,
        required=False,
        help_text=_("Number of the document that approves it."),
    )
    predecessors = LinesField(
        codes=1,
        named=False,
        label=_("Divisions before"),
        help_text=_("One code a line; what follows it on the line is not read."),
    )
    successors = LinesField(
        codes=1,
        named=True,
        label=_("Divisions after"),
        help_text=_("One a line: code, blank, name. A division that is there needs no name."),
    )
    below = LinesField(
        codes=2,
        named=True,
        label=_("Divisions below"),
        help_text=_(
            "Only where their codes are known: old code, new code, name; “-” for one that ends."
            " The others keep their last digits or get the next free number."
        ),
    )

    def values(self) -> dict[str, Any]:
        """As propose_change takes them."""
        given = self.cleaned_data
        return given | {
            "predecessors": [line[0] for line in given["predecessors"]],
            "successors": [line[:2] for line in given["successors"]],
            "below": {old: (new, name) for old, new, name in given["below"]},
        }


class ReleaseForm(forms.Form):
    """`preview` is the operation whose findings were shown; the tick says that they were read."""

    preview = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("I have read the effects; this is not taken back."))


class CarryOutForm(forms.Form):
    """`seen` is the plan that was shown; the tick says that it was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sure = forms.BooleanField(label=_("I have read the effects; this is not taken back."))
