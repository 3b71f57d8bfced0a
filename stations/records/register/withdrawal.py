"""The act that every register has: a wrong record is withdrawn, never deleted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.records.domain import withdraw
from stations.records.register.declare import Act
from stations.records.register.form import EntryForm


class WithdrawForm(EntryForm):
    """Why the record is wrong."""

    reason = forms.CharField(
        label=_("Reason of withdrawal"), max_length=200, widget=forms.Textarea({"rows": 3})
    )


WITHDRAWAL = Act(
    "withdraw",
    _("Withdraw the record"),
    WithdrawForm,
    withdraw,
    when=lambda entry: entry.withdrawn_at is None,
)
