"""Short forms for cases; what they send is checked again by the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.casework.domain.case_end import ASKED_FOR
from stations.casework.enums import CaseKind, CaseUnit, DocumentKind, Problem
from stations.casework.forms import Choices, PersonForm
from stations.casework.section_forms import fields_of
from stations.records.forms import NONE, FreeText, day_field, longest


class CaseForm(PersonForm):
    """A new case."""

    title = forms.CharField(label=_("What the case is about"), max_length=200)
    problem = forms.ChoiceField(label=_("Kind of problem"), choices=Problem.choices)
    unit = forms.ChoiceField(label=_("Case for"), choices=CaseUnit.choices)
    household = forms.ChoiceField(
        label=_("Household"),
        required=False,
        help_text=_("Of a case for a household; empty: where the person lives."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of case"),
        choices=CaseKind.choices,
        help_text=_("In a crisis the agreement may be signed later, before the evaluation."),
    )
    opened_on = day_field(_("Case opened on"))
    responsible = forms.ChoiceField(label=_("Responsible worker"), required=False)

    def __init__(self, *args: Any, staff: Choices, households: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [NONE, *staff]  # type: ignore[attr-defined]
        self.fields["household"].choices = [NONE, *households]  # type: ignore[attr-defined]


class HouseholdForm(forms.Form):
    """For which household the case is."""

    household = forms.ChoiceField(label=_("Household"))

    def __init__(self, *args: Any, households: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].choices = [NONE, *households]  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    """A text about the case, and the sections that its kind asks for."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    body = FreeText(label=_("Text"), rows=8, required=False, max_length=longest("document"))
    written_on = day_field(_("Written on"))
    signed = forms.BooleanField(
        label=_("Signed by both sides"),
        required=False,
        help_text=_("An agreement counts only when it is signed."),
    )

    def __init__(self, *args: Any, of_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_of(of_kind))
        self.order_fields(["kind", *fields_of(of_kind)])


class ReasonForm(forms.Form):
    """Why."""

    reason = FreeText(label=_("Reason"))


class EndForm(ReasonForm):
    """The person leaves the service."""

    on = day_field(_("Case closed on"))


class ReferForm(EndForm):
    """Somebody else takes the case."""

    receiver = forms.CharField(label=_("Referred to"), max_length=120)
    field_order = ("receiver", "reason", "on")


class ClosureForm(forms.Form):
    """Why the case may be closed."""

    closure_reason = forms.ChoiceField(
        label=_("Reason of closure"), choices=[(each.value, each.label) for each in ASKED_FOR]
    )


class SignForm(forms.Form):
    """The sign-off."""

    on = day_field(_("Case closed on"))


class DueForm(forms.Form):
    """A follow-up to come."""

    due_on = day_field(_("Follow-up due on"))


class FoundForm(forms.Form):
    """A follow-up done."""

    done_on = day_field(_("Done on"))
    note = FreeText(label=_("What was found"))
