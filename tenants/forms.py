"""What operators fill in about a county as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import Tag


class ReasonForm(forms.Form):
    """Why; kept in the county's history, and for a suspension shown to its users."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the answer."""


class HostForm(ReasonForm):
    """Another host name for a county."""

    host = forms.CharField(label=_("New host name"), max_length=253)
    field_order = ("host", "reason")


class ExportForm(forms.Form):
    """The passphrase of a new archive; nobody can open it without."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 16 characters. Keep it: without it the archive cannot be opened."),
    )


class ArchiveForm(forms.Form):
    """An archive of the installation's folder, and what opens it."""

    archive = forms.CharField(
        label=_("Archive"), max_length=120, help_text=_("Its file name; the page Archives has it.")
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class RestoreForm(ArchiveForm):
    """Back over the county: everything since the archive is lost, so its code is typed."""

    code = forms.CharField(
        label=_("The county's code, once more"), max_length=6, help_text=_("To be sure.")
    )


class RehearsalForm(ArchiveForm):
    """A copy to try things on, beside the county."""

    as_code = forms.CharField(
        label=_("Code of the copy"), max_length=6, help_text=_("Six digits that no county has.")
    )
    host = forms.CharField(label=_("Host name"), max_length=253, required=False)


class ArrivalForm(ArchiveForm):
    """A county that comes from another installation."""

    host = forms.CharField(label=_("Host name"), max_length=253, required=False)


class ErasureForm(ArchiveForm):
    """What proves that nothing is lost: the last archive and the digest of its manifest."""

    digest = forms.CharField(label=_("Digest of the manifest"), max_length=64)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class NewCountyForm(forms.Form):
    """A county to be made; name and host name are its division's and its code's by default."""

    code = forms.CharField(
        label=_("Code"), max_length=6, help_text=_("Six digits, as in GB/T 2260: 510402.")
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    host = forms.CharField(label=_("Host name"), max_length=253, required=False)
    tags = forms.MultipleChoiceField(
        label=_("Pilot"), choices=Tag, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_trial = forms.BooleanField(
        label=_("Trial county"),
        required=False,
        help_text=_("Its periods have no length, so that a whole cycle runs in minutes."),
    )


class ProvinceForm(forms.Form):
    """Many counties to be made: all of a province, or those of a list."""

    province = forms.CharField(
        label=_("All of a province"),
        max_length=2,
        required=False,
        help_text=_("Two digits: 51. Its divisions must be loaded."),
    )
    text = forms.CharField(
        label=_("Or a list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("CSV; first line: code,name,host,tags. Only the code is needed."),
    )
    is_trial = forms.BooleanField(label=_("Trial counties"), required=False)


class MigrationForm(forms.Form):
    """How all counties are brought up to date."""

    canary = forms.CharField(
        label=_("First this county"),
        max_length=6,
        required=False,
        help_text=_("Its code; nothing else is migrated when it fails."),
    )
    dry_run = forms.BooleanField(label=_("Only show what would be done"), required=False)


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """What was filled in; the rest is left to the defaults of what is called with it."""
    return {key: value for key, value in values.items() if value}
