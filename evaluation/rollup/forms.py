"""What operators fill in about cells."""

from django import forms
from django.utils.translation import gettext_lazy as _

KEY = 100


class CellForm(forms.Form):
    """A province's installation, as `show_cell` or its operators' page gives it there."""

    code = forms.CharField(
        label=_("Code"), max_length=2, help_text=_("Two digits of the province.")
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    public_key = forms.CharField(
        label=_("Public key"),
        max_length=KEY,
        help_text=_("As the page “Cells” of that installation shows it."),
    )


class KeyForm(forms.Form):
    """Another key for a registered cell."""

    public_key = forms.CharField(label=_("Public key"), max_length=KEY)
