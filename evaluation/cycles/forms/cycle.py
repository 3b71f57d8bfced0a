"""A new cycle: the year, the rubric, the day on which its facts are cut off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.cycles.labels import label_text
from evaluation.rubrics.queries import latest_versions


class CycleForm(forms.Form):
    """``rubric`` is "id version" of a published version; the rest is checked by the domain."""

    use_required_attribute = False
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    rubric = forms.ChoiceField(label=_("Rubric"))
    cutoff_on = forms.DateField(
        label=_("Cut-off"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rubric"].choices = [  # type: ignore[attr-defined]
            (
                f"{each.rubric_id} {each.version}",
                f"{label_text(each.title)} {each.version} ({each.rubric_id})",
            )
            for each in latest_versions()
        ]

    def values(self) -> dict[str, Any]:
        """The arguments of `create_cycle`."""
        rubric_id, _space, version = self.cleaned_data["rubric"].partition(" ")
        given = {key: self.cleaned_data[key] for key in ("year", "cutoff_on")}
        return {**given, "rubric_id": rubric_id, "version": version}
