"""Forms of the rights of those whose data is kept, for the pages and the API."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.casework.custody_enums import RequestKind, RequestStanding
from stations.casework.queries.disclosure import DEEDS
from stations.records.forms import NONE, day_field


class CountyListForm(forms.Form):
    """Which requests of the county."""

    chosen = forms.ChoiceField(
        label=_("By its day"), choices=[NONE, *RequestStanding.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of request"), choices=[NONE, *RequestKind.choices], required=False
    )


class HandOutForm(forms.Form):
    """The person, or who asks for the person, has shown who they are."""

    checked = forms.BooleanField(
        label=_("I have checked the identity of who asks."),
        help_text=_("The file is made once, when it is handed out."),
    )


class DisclosureForm(forms.Form):
    """Which deeds: of one file, of one kind, in a time."""

    code = forms.CharField(label=_("Code of the file"), max_length=36, required=False)
    deed = forms.ChoiceField(label=_("Deed"), choices=[NONE, *DEEDS.items()], required=False)
    since = day_field(_("From day"), required=False)
    until = day_field(_("Until day"), required=False)
