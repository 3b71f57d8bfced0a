"""A reviewer's grade of one clause."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluation.cycles.forms.fields import AnswerField, ReasonField, refuse_unread
from evaluation.scoring import Rubric
from evaluation.scoring.rubric import Letter


class GradeForm(forms.Form):
    """One of the rubric's letters, and a reason where the letter asks for one."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, rubric: Rubric, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(each.id, letter_text(each)) for each in rubric.letters]
        self.fields["grade"] = AnswerField(
            label=_("My grade"), choices=choices, widget=forms.RadioSelect
        )
        self.fields["reason"] = ReasonField(required=False)

    def values(self) -> dict[str, str]:
        """Grade and reason as chosen; the domain refuses what is lacking."""
        refuse_unread(self)
        return {key: self.cleaned_data.get(key, "") for key in ("grade", "reason")}


def letter_text(letter: Letter) -> str:
    """A letter with what it is worth: "B · 80% of the points"."""
    text = _("%(letter)s · %(share)s%% of the points")
    if letter.reason_required:
        text = _("%(letter)s · %(share)s%% of the points, with a reason")
    return text % {"letter": letter.id, "share": round(letter.value * 100)}
