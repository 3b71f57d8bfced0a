"""Short forms for organisations; what they send is checked again by the domain."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.community.enums import OrgField, OrgKind
from stations.records.forms import NONE, day_field


class OrgForm(forms.Form):
    """An organisation of the community."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Organisation kind"), choices=OrgKind.choices)
    field = forms.ChoiceField(
        label=_("Field of work"), choices=[NONE, *OrgField.choices], required=False
    )
    division_code = forms.ChoiceField(label=_("Village"))
    is_sw_agency = forms.BooleanField(label=_("Social-work agency"), required=False)
    filed_on = day_field(
        _("Filed on"), required=False, help_text=_("Left empty while it is not filed.")
    )
    registered_on = day_field(
        _("Registered on"), required=False, help_text=_("Left empty while it is not registered.")
    )

    def __init__(self, *args: Any, villages: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division_code"].choices = [NONE, *villages]  # type: ignore[attr-defined]
