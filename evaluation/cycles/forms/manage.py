"""Forms of the bureau: team, rulings, findings, decisions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.cycles.forms.fields import AnswerField, NumberField, ReasonField, refuse_unread
from evaluation.cycles.labels import label_text
from evaluation.cycles.queries.spread import Spread
from evaluation.scoring import Rubric, shown
from kernel.errors import DomainError
from kernel.web.forms import add_errors

ACCEPT, REFUSE = "true", "false"


class BureauForm(forms.Form):
    """A form whose blanks the domain refuses; ``marker`` tells the forms of a page apart."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, marker: str = "id") -> None:
        super().__init__(data, auto_id=f"{marker}_%s")
        self.build()

    def build(self) -> None:
        """Fields that depend on the sheet."""

    def given(self) -> dict[str, Any]:
        """What was typed and chosen. Raises Invalid where something of it cannot be read."""
        refuse_unread(self)
        return self.cleaned_data

    def refuse(self, error: DomainError) -> None:
        """Put the domain's refusal beside the fields it names."""
        add_errors(self, error)


class AssignForm(BureauForm):
    """Reviewers to add, among the candidates."""

    def __init__(self, data: Any = None, *, candidates: Sequence[Mapping[str, Any]]) -> None:
        self.candidates = candidates
        super().__init__(data, marker="assign")

    def build(self) -> None:
        choices = [(str(each["uuid"]), each["name"]) for each in self.candidates]
        self.fields["reviewers"] = forms.MultipleChoiceField(
            label=_("Reviewers"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class RulingForm(BureauForm):
    """The answer to a dispute."""

    accept = AnswerField(
        label=_("Ruling"),
        choices=[(ACCEPT, _("Accept the station's values")), (REFUSE, _("Keep the frozen values"))],
        widget=forms.RadioSelect,
    )
    reason = ReasonField()

    def refuse(self, error: DomainError) -> None:
        for each in error.errors:
            self.add_error(each.field.removeprefix("ruling."), each.message)


class FindingForm(BureauForm):
    """A veto, the survey cap or a bonus of the rubric."""

    def __init__(self, data: Any = None, *, rubric: Rubric) -> None:
        self.rubric = rubric
        super().__init__(data, marker="find")

    def build(self) -> None:
        self.fields["code"] = AnswerField(label=_("Finding"), choices=self._codes())
        hint = _("For a bonus only.")
        self.fields["points"] = NumberField(label=_("Points"), required=False, help_text=hint)
        self.fields["evidence"] = ReasonField(label=_("What proves it"))
        hint = _("Needed for a veto.")
        self.fields["reply"] = ReasonField(
            label=_("Station's reply"), required=False, help_text=hint
        )

    def _codes(self) -> Iterable[tuple[str, Any]]:
        rubric = self.rubric
        yield "", "—"
        for veto in rubric.vetoes:
            yield veto.id, f"{veto.id} {label_text(veto.title)}"
        for cap in rubric.caps:
            if cap.kind == "GIVEN":
                yield cap.id, f"{cap.id} {label_text(cap.title)}"
        for bonus in rubric.bonus:
            points = " / ".join(shown(value, 1) for value in bonus.allowed if value)
            yield bonus.id, f"{bonus.id} {label_text(bonus.title)} (+{points})"

    def values(self) -> dict[str, Any]:
        """The arguments of `record_finding`."""
        given = self.given()
        texts = {key: given.get(key, "") for key in ("code", "evidence", "reply")}
        return {**texts, "points": given.get("points") or None}


class DecisionForm(BureauForm):
    """One grade with a reason for each clause on which the reviewers lie too far apart."""

    def __init__(self, data: Any = None, *, due: Sequence[Spread], rubric: Rubric) -> None:
        self.due = [each.indicator for each in due]
        self.letters = [("", "—"), *((each.id, each.id) for each in rubric.letters)]
        super().__init__(data, marker="decide")

    def build(self) -> None:
        for each in self.due:
            names = {"indicator": each}
            self.fields[f"{each}-grade"] = AnswerField(
                label=_("Decision on %(indicator)s") % names, choices=self.letters
            )
            label = _("Reason for %(indicator)s") % names
            self.fields[f"{each}-reason"] = ReasonField(label=label)

    def decisions(self) -> list[dict[str, str]]:
        """The decisions of which anything was given, in the order of the page."""
        given = self.given()
        found = [
            {
                "indicator": each,
                "grade": given.get(f"{each}-grade", ""),
                "reason": given.get(f"{each}-reason", ""),
            }
            for each in self.due
        ]
        return [each for each in found if each["grade"] or each["reason"]]

    def refuse(self, error: DomainError) -> None:
        sent = [each["indicator"] for each in self.decisions()]
        for each in error.errors:
            self.add_error(self._field_of(each.field, sent), each.message)
        if not error.errors:
            self.add_error(None, error.detail)

    def _field_of(self, path: str, sent: Sequence[str]) -> str | None:
        """The field of "decisions[0].reason" or of "C12"."""
        if path.startswith("decisions["):
            index, _bracket, key = path.removeprefix("decisions[").partition("]")
            path = sent[int(index)] + (f"-{key[1:]}" if key else "-grade")
        else:
            path = f"{path}-grade"
        return path if path in self.fields else None
