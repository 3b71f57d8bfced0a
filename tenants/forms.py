"""What operators fill in about a county as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why; kept in the county's history, and for a suspension shown to its users."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the answer."""
