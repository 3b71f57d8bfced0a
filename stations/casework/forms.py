"""Short forms for visits, alerts and rosters; what they send is checked again by the domain."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from stations.casework.companions import companion_choices, read_companions
from stations.casework.enums import AlertKind, Place, Result
from stations.casework.models.visit import FORM
from stations.casework.section_forms import fields_of
from stations.casework.sections import pack
from stations.casework.standards import grouped_kinds
from stations.casework.visit_templates import Template
from stations.records.forms import (
    NONE,
    FreeText,
    MomentField,
    TellsWhy,
    day_field,
    longest,
    tell_apart,
)

Choices = Iterable[tuple[str, str]]


def guardian_question() -> forms.TypedChoiceField:
    """Asked where no day of birth is on file (X07): whether the person's own word is enough."""
    return forms.TypedChoiceField(
        label=_("No day of birth is on file: must a guardian consent?"),
        choices=[
            NONE,
            ("NO", _("No, the person is old enough")),
            ("YES", _("Yes, a guardian consents")),
        ],
        coerce=lambda value: value == "YES",
        empty_value=None,
        required=False,
    )


def company_field() -> forms.MultipleChoiceField:
    """Who came along on a visit (Z11)."""
    return forms.MultipleChoiceField(
        label=_("Accompanied by"),
        choices=companion_choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class PersonChoice(TellsWhy, forms.ChoiceField):
    """One of the persons of the place."""


class PersonForm(forms.Form):
    """Anything entered for one person of the place; ``why`` as of TellsWhy."""

    person = PersonChoice(label=_("Person served"))

    def __init__(
        self, *args: Any, persons: Choices, why: Callable[[str], str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].why = why  # type: ignore[attr-defined]
        self.fields["person"].choices = [NONE, *tell_apart(persons)]  # type: ignore[attr-defined]


class VisitForm(PersonForm):
    """A visit in six fields; below them, folded, who came along and the sections of the note."""

    template_name = "casework/visit_fields.html"

    held_at = MomentField(label=_("Held at"))
    place = forms.ChoiceField(label=_("Place of visit"), choices=Place.choices)
    result = forms.ChoiceField(label=_("Result of visit"), choices=Result.choices)
    staff = forms.ChoiceField(label=_("Visited by"), required=False)
    note = FreeText(label=_("Visit note"), required=False)

    def __init__(
        self, *args: Any, staff: Choices, template: Template | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [NONE, *staff]  # type: ignore[attr-defined]
        self.template = template
        self.folded = {"joint_with": company_field(), **fields_of(FORM)}
        for key, hint in template.hints.items() if template else ():
            field = self.folded[key]
            field.help_text = format_lazy("{} {}", lazystr(hint), field.help_text)
        self.fields.update(self.folded)


class CorrectionForm(VisitForm):
    """What a visit should say, and why; ``version`` is how many corrections the writer has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason of the correction"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, persons=(), **kwargs)
        del self.fields["person"]


class SentMoment(forms.DateTimeField):
    """A moment in JSON, where anything may stand in place of a text."""

    def to_python(self, value: Any) -> datetime | None:
        is_text = value is None or isinstance(value, str)
        return super().to_python(value if is_text else str(value))


def _whole(text: str) -> str:
    """Raises ValidationError for half a character, as some keyboards leave: no table keeps it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        message = _("The text holds a broken character that cannot be kept: please remove it.")
        raise forms.ValidationError(message) from None
    return text


class SentVisitForm(forms.Form):
    """A visit as a phone sends it; the moment with its offset from UTC."""

    beneficiary = forms.UUIDField()
    held_at = SentMoment()
    place = forms.ChoiceField(choices=Place.choices)
    result = forms.ChoiceField(choices=Result.choices)
    joint_work = forms.BooleanField(required=False)  # as phones said it before ``joint_with``
    joint_with = forms.MultipleChoiceField(choices=companion_choices, required=False)
    note = forms.CharField(required=False, max_length=longest("text"))
    sections = forms.JSONField(required=False)

    def clean(self) -> dict[str, Any]:
        """One list of who came along."""
        found = self.cleaned_data
        joint, codes = found.pop("joint_work", False), found.get("joint_with", ())
        return found | {"joint_with": read_companions(codes, joint_work=joint)}

    def clean_note(self) -> str:
        return _whole(self.cleaned_data["note"])

    def clean_sections(self) -> str:
        """As they are kept. Raises Invalid, a refusal like any other of a visit."""
        given = self.cleaned_data["sections"] or {}
        if not isinstance(given, dict):
            raise forms.ValidationError(_("The sections are sent as a JSON object."))
        return _whole(pack(FORM, given))


class BatchedVisitForm(SentVisitForm):
    """One of several visits sent together; it names its own uuid."""

    id = forms.UUIDField()


class AlertFilter(forms.Form):
    """Which alerts of the list."""

    kind = forms.ChoiceField(
        label=_("Kind of alert"), choices=[NONE, *AlertKind.choices], required=False
    )


class SeenForm(forms.Form):
    """What was done about an alert."""

    measure = FreeText(label=_("What was done"))
    on = day_field(_("Done on"))


# The parts of a Comparison (queries/roster.py), the first one shown first.
ROSTER_PARTS = (
    ("not_filed", _("Has no file")),
    ("filed", _("Has a file")),
    ("left", _("Left the list this year")),
    ("lacking", _("On the list without its kind on file")),
    ("kept", _("Left the list, kind on file still runs")),
)


class RosterFilter(forms.Form):
    """Which part of the roster."""

    part = forms.ChoiceField(
        label=_("Part of the roster"), choices=list(ROSTER_PARTS), required=False
    )
    category = forms.ChoiceField(
        label=_("Person's kind"), choices=lambda: [NONE, *grouped_kinds()], required=False
    )


class RosterForm(forms.Form):
    """A new list as an Excel sheet."""

    category = forms.ChoiceField(label=_("Person's kind"), choices=grouped_kinds)
    listed_on = day_field(_("Day of the list"))
    sheet = forms.FileField(
        label=_("Excel sheet"),
        help_text=_(
            "With the columns 姓名, 身份证号, 村（社区）, and 户主 or 户编号 where known; "
            "numbers written as text."
        ),
    )

    def clean_sheet(self) -> Any:
        given = self.cleaned_data["sheet"]
        if given.size > settings.FILE_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return given
