"""The forms about members: who, which role, where, from when until when; who is proposed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.models import Role
from kernel.phone import phone_rules
from stations.network.domain.member_proposal import TEXT_LENGTH
from stations.network.forms import NONE, day_field
from stations.network.numbers import numbers


class MemberFields(forms.Form):
    """A person and a role."""

    username = forms.RegexField(
        label=_("Log-in name"),
        regex=r"^[A-Za-z0-9._-]{3,60}$",
        error_messages={
            "invalid": _("3 to 60 letters, digits, dots, hyphens or underscores, no spaces.")
        },
        help_text=_("Who has an account keeps it: enter its log-in name and the same name below."),
    )
    display_name = forms.CharField(label=_("Name of the person"), max_length=60)
    role = forms.ChoiceField(label=_("Role"), choices=[NONE, *Role.choices])
    place = forms.CharField(
        label=_("Place of the role"),
        max_length=20,
        required=False,
        help_text=_("A station, room or township; empty for roles of the whole county."),
    )
    valid_from = day_field(_("From day"), required=False)
    valid_to = day_field(_("Last day"), required=False)


class MemberForm(MemberFields):
    """As the page shows it: the place from a list."""

    def __init__(self, *args: Any, places: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields["place"]
        self.fields["place"] = forms.ChoiceField(
            label=known.label,
            choices=[NONE, *places],
            required=False,
            help_text=known.help_text,
        )


class EndMemberForm(forms.Form):
    """From which day on."""

    on = day_field(_("First day without it"))


def proposed_roles() -> list[tuple[str, Any]]:
    """The roles that a head may wish for (data/rules.yaml)."""
    return [(role, Role(role).label) for role in numbers().proposed_roles]


class ProposalFields(forms.Form):
    """Whom a head proposes: over the API the place by its code."""

    display_name = forms.CharField(label=_("Name of the person"), max_length=60)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=lambda: [NONE, *proposed_roles()],
        help_text=_("A worker belongs to the station, room staff to their room."),
    )
    place = forms.CharField(label=_("Place"), max_length=20)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=phone_rules()["longest"],
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("For the bureau's questions; deleted as soon as it has decided."),
    )
    note = forms.CharField(
        label=_("Why this person"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What the bureau should know, from which day on for example. No ID numbers."),
    )


class ProposalForm(ProposalFields):
    """As the page shows it: one of the head's own places."""

    def __init__(self, *args: Any, places: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = self.fields["place"].label
        self.fields["place"] = forms.ChoiceField(label=label, choices=[NONE, *places])


class DeclineForm(forms.Form):
    """Why somebody is not admitted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The station that proposed reads it."),
    )
