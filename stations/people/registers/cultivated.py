"""Certified persons whom a station cultivated and who work nowhere in the network (M43, M44)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.crypto import mask_id_number
from stations.people.domain import enter_cultivated, reveal_cultivated
from stations.people.domain.cultivated import HIDDEN
from stations.people.enums import CultivationWay
from stations.people.forms import hours_field
from stations.people.models import CultivatedPerson
from stations.people.models.exam import EXAM_LEVELS
from stations.people.rules import keeps_staff, view_people, write_people
from stations.records.forms import day_field
from stations.records.register import Column, EntryForm, Filter, Register
from stations.records.register.reveal import reveal_act


class CultivatedForm(EntryForm):
    """The person, the certificate, and why it counts for this station."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        help_text=_("Kept encrypted; it keeps a person from being counted twice."),
    )
    level = forms.ChoiceField(label=_("Certificate level"), choices=EXAM_LEVELS)
    issued_on = day_field(_("Issued on"))
    way = forms.ChoiceField(label=_("How the station cultivated"), choices=CultivationWay.choices)
    hours = hours_field(
        _("Hours trained by the station"),
        required=False,
        help_text=_("Needed for training: the hours in the year before the certificate."),
    )
    number = forms.CharField(label=_("Certificate number"), max_length=60, required=False)


CULTIVATED = Register(
    noun="cultivated-persons",
    app="people",
    model=CultivatedPerson,
    title=_("Certified persons outside the network"),
    one=_("Certified person outside the network"),
    columns=(
        Column("issued_on"),
        Column("name", personal=True),
        Column("level"),
        Column("way"),
        Column("hours"),
    ),
    details=(
        Column("station.name", _("Cultivated by"), key="cultivated_by"),
        Column("number", personal=True),
        Column("id_number", read=lambda row: mask_id_number(row.id_number), label=_("ID number")),
    ),
    form=CultivatedForm,
    enter=enter_cultivated,
    acts=(reveal_act(_("Read name and ID number"), reveal_cultivated, *HIDDEN),),
    view=view_people(""),
    write=write_people(""),
    opens=keeps_staff,
    order=("-issued_on", "-id"),
    filters=(Filter("level"), Filter("way")),
    icon="shield-check",
    empty=_("The head, the agency or the county enters whom the station led to a certificate."),
)
