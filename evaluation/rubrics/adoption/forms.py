"""The form of one area: every number of it that a county may change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.rubrics.adoption.queries.listing import AreaRow, IndicatorRow, NumberRow
from kernel.errors import Invalid

# Long enough for any number of a rubric, short enough to be one.
MOST_CHARACTERS = 20


class AreaForm(forms.Form):
    """One text field a number, named by its path; an empty one takes the published number back.

    What is allowed is the domain's business; `show` puts its refusals beside the fields.
    """

    def __init__(self, area: AreaRow, data: Any = None) -> None:
        super().__init__(data)
        self.area = area
        for row in area.open_numbers:
            self.fields[row.path] = forms.CharField(
                label=row.label,
                required=False,
                max_length=MOST_CHARACTERS,
                initial=row.value,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @property
    def table(self) -> list[tuple[IndicatorRow, list[tuple[NumberRow, forms.BoundField | None]]]]:
        """Each indicator with its numbers, and the field of those that may change."""
        return [
            (each, [(row, self._field(row)) for row in (each.points, *each.numbers)])
            for each in self.area.indicators
        ]

    def _field(self, row: NumberRow) -> forms.BoundField | None:
        return self[row.path] if row.path in self.fields else None

    @property
    def changes(self) -> dict[str, str | None]:
        """The numbers sent that differ from what stands there, as the domain takes them."""
        return {
            row.path: self.cleaned_data[row.path] or None
            for row in self.area.open_numbers
            if row.path in self.data and self.cleaned_data[row.path] != row.value
        }

    def show(self, refusal: Invalid) -> None:
        """Put the domain's refusals beside the numbers; the area's sum above them."""
        for error in refusal.errors:
            field = error.field if error.field in self.fields else None
            allowed = _("%(message)s Given: %(given)s; allowed: %(allowed)s.")
            text = allowed if error.allowed else _("%(message)s Given: %(given)s.")
            self.add_error(
                field,
                text % {"message": error.message, "given": error.given, "allowed": error.allowed},
            )
