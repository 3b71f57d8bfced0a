"""Short forms for a person's file; what they send is checked again by the domain."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stations.casework.consent_texts import (
    current_guardian_notice,
    current_notice,
    current_texts,
    guardian_age,
    versions_of,
)
from stations.casework.domain.basis import Basis
from stations.casework.enums import (
    ConsentKind,
    DisabilityGrade,
    DisabilityKind,
    FileEnd,
    GivenBy,
    NoticeAnswer,
    Source,
    VisitLevel,
)
from stations.casework.forms import guardian_question
from stations.casework.standards import group_choices, grouped_kinds
from stations.records.forms import NONE, day_field, phone_field
from stations.records.reasons import REASON_LENGTH

Choices = Iterable[tuple[str, str]]
NEW = "new"


class FileForm(forms.Form):
    """A person's file: household, name and village; the rest may follow."""

    household = forms.ChoiceField(label=_("Household"), required=False)
    name = forms.CharField(label=_("Full name"), max_length=60)
    division_code = forms.ChoiceField(label=_("Village"))
    id_number = forms.CharField(label=_("ID number"), max_length=18, required=False)
    phone = phone_field(_("Phone"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    born_on = day_field(
        _("Born on"), required=False, help_text=_("Only where there is no ID number.")
    )
    notice_given = forms.BooleanField(
        label=_("The notice about rights and secrecy was given"), required=False
    )
    consents = forms.MultipleChoiceField(
        label=_("The person consents to"),
        choices=ConsentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        households: Choices,
        villages: Choices,
        is_new: bool = True,
        basis: Basis | None = None,
        way: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        first = [NONE, (NEW, _("New household under this name"))]
        fields: Any = self.fields
        fields["household"].choices = [*first, *households]
        fields["division_code"].choices = list(villages)
        fields["notice_given"].help_text = current_notice()
        fields["consents"].help_text = gettext(
            "Said today by the person, of %(years)s years or more; a guardian's consent is entered "
            "on the file."
        ) % {"years": guardian_age()}
        if not is_new:
            del fields["notice_given"], fields["consents"]
            fields["born_on"].help_text = _(
                "Only where there is no ID number; empty: as it is on file."
            )
            for name in ("id_number", "phone", "address"):
                fields[name].help_text = _("Empty: as it is on file.")
            say_basis(self, basis, "id_number", way=way)


def say_basis(form: forms.Form, basis: Basis | None, *names: str, way: str = "") -> None:
    """With each sensitive field what it rests on, and where there is nothing, ``way``: the address
    at which a consent or the duty is entered (X07)."""
    if basis is None:
        return
    said = gettext("Sensitive; on file: %(state)s.") % {"state": basis.say_sensitive()}
    if basis.lacks_sensitive and way:
        wanted = gettext("First enter the consent to sensitive data, or the duty")
        said = format_html('{} <a href="{}">{}</a>', said, way, wanted)
    for name in names:
        field = form.fields[name]
        told = field.help_text
        field.help_text = format_html("{} {}", told, said) if told else said


def consent_way(station: Any, person: Any) -> str:
    """Where a consent to keeping a person's sensitive data is entered."""
    page = reverse("casework:consent-new", "config.urls_county", [station.code, person.uuid])
    return f"{page}?kind={ConsentKind.SENSITIVE_DATA}"


class SearchForm(forms.Form):
    """Sent as a body, never in an address: names and ID numbers are personal data."""

    search = forms.CharField(
        label=_("Name, initials, ID number or code of the file"),
        max_length=60,
        widget=forms.TextInput(),
        help_text=_("Of the code, its first four characters are enough."),
    )


class FilterForm(forms.Form):
    """Which persons of the list."""

    level = forms.ChoiceField(
        label=_("Visit level"), choices=[NONE, *VisitLevel.choices], required=False
    )
    category = forms.ChoiceField(
        label=_("Person's kind"), choices=lambda: [NONE, *grouped_kinds()], required=False
    )
    group = forms.ChoiceField(
        label=_("Group of kinds"), choices=lambda: [NONE, *group_choices()], required=False
    )


class CategoryForm(forms.Form):
    category = forms.ChoiceField(label=_("Person's kind"), choices=grouped_kinds)
    source = forms.ChoiceField(
        label=_("Known from"), choices=Source.choices, initial=Source.DISCOVERY
    )
    valid_from = day_field(_("From day"))
    disability_kind = forms.ChoiceField(
        label=_("Kind of disability"),
        choices=[NONE, *DisabilityKind.choices],
        required=False,
        help_text=_("Only of a disabled person, as the certificate says."),
    )
    disability_grade = forms.ChoiceField(
        label=_("Grade of disability"), choices=[NONE, *DisabilityGrade.choices], required=False
    )

    def __init__(
        self, *args: Any, basis: Basis | None = None, way: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        say_basis(self, basis, "disability_kind", way=way)


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    on = day_field(_("First day without"))


class CloseFileForm(EndForm):
    """Why, and from what day on."""

    reason = forms.ChoiceField(
        label=_("Reason for closing the file"),
        choices=[NONE, *FileEnd.choices],
        help_text=_("After a death the family is offered to be accompanied."),
    )
    field_order = ("reason", "on")


class ReopenFileForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason for opening the file again"),
        max_length=REASON_LENGTH,
        help_text=_(
            "Kept in the audit trail with your name; no numbers in it. Level, kinds and service "
            "ended with the file: enter anew what holds."
        ),
    )


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(label=_("Visit level"), choices=VisitLevel.choices, coerce=int)
    reason = forms.CharField(label=_("Reason for the level"), max_length=200)
    valid_from = day_field(_("From day"))


class ConsentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Consent to"), choices=ConsentKind.choices)
    given_by = forms.ChoiceField(label=_("Given by"), choices=GivenBy.choices)
    guardian_name = forms.CharField(
        label=_("Name of the guardian"),
        max_length=60,
        required=False,
        help_text=_("Under 14 years of age a guardian consents."),
    )
    guardian_relation = forms.CharField(
        label=_("Relation of the guardian"), max_length=40, required=False
    )
    duty = forms.CharField(label=_("Statutory duty"), max_length=200, required=False)
    guardian_needed = guardian_question()
    valid_from = day_field(_("Given on"))
    valid_until = day_field(
        _("Last day agreed"),
        required=False,
        help_text=_("Only where an end was agreed; some consents expire by rule before it."),
    )

    def __init__(self, *args: Any, age_is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = say_texts()
        if age_is_known:
            del self.fields["guardian_needed"]


def say_texts() -> str:
    """What is read out before anybody agrees, with the version that the consent will keep (C43)."""
    return " ".join(
        gettext("%(kind)s (version %(version)s): %(text)s")
        % {"kind": ConsentKind(kind).label, "version": versions_of(kind)[-1], "text": text}
        for kind, text in current_texts().items()
    )


class OpenForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for reading"),
        max_length=REASON_LENGTH,
        help_text=_("The head sees it. Kept in the audit trail with your name; no numbers in it."),
    )


class ResponsibleForm(forms.Form):
    user = forms.ChoiceField(label=_("Responsible person"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [NONE, *people]  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    on = day_field(_("Rights notice given on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = current_notice()


class WithdrawForm(forms.Form):
    """What follows is said before, not only on the file afterwards (X07)."""

    on = day_field(
        _("Consent withdrawn on"),
        help_text=_(
            "What was done before stays as it is. Without a consent to the service or a statutory "
            "duty nobody visits and no service is given any more; without one to sensitive data "
            "none is taken down."
        ),
    )
    reason = forms.CharField(label=_("Reason for the withdrawal"), max_length=200)


class GuardianNoticeForm(forms.Form):
    """What the guardian of a minor said to the notice (X10)."""

    on = day_field(_("Guardian's notice given on"))
    answer = forms.ChoiceField(label=_("The guardian's answer"), choices=NoticeAnswer.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = current_guardian_notice()
