"""Carers at home, and respite given to them (G3224)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import CarerRelation
from stations.casework.domain import end_carer, give_respite, link_carer
from stations.casework.models import Carer, Respite
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import (
    acting,
    offer_oneself,
    person_field,
    text_field,
    without_station,
    worker_field,
)
from stations.casework.rules import view_persons, write_persons
from stations.records.forms import day_field, phone_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register


class CarerForm(EntryForm):
    """Who cares for a person."""

    beneficiary = person_field()
    name = forms.CharField(label=_("Name of the carer"), max_length=60)
    relation = forms.ChoiceField(label=_("Relation of the carer"), choices=CarerRelation.choices)
    phone = phone_field(_("Phone of the carer"))
    burden = text_field(_("What weighs on the carer"), required=False)
    valid_from = day_field(_("From day"), initial=today)


class EndCarerForm(EntryForm):
    """The first day without."""

    on = day_field(_("First day without"), initial=today)


class RespiteForm(EntryForm):
    """Hours of rest."""

    given_on = day_field(_("Respite given on"), initial=today)
    hours = forms.DecimalField(
        label=_("Hours of respite"), max_digits=4, decimal_places=1, min_value=0
    )
    staff = worker_field(_("Given by the worker"))
    note = text_field(_("Note on the respite"), required=False)

    def prepare(self) -> None:
        offer_oneself(self, "staff")


RESPITE_COLUMNS = (
    Column("given_on"),
    Column("hours"),
    Column("staff.name", _("Given by the worker"), key="staff"),
    Column("note", personal=True),
)

CARERS = Register(
    noun="carers",
    app="casework",
    model=Carer,
    title=_("Carers at home"),
    one=_("Carer at home"),
    columns=(
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("name", personal=True),
        Column("relation"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    details=(Column("phone", personal=True), Column("burden", personal=True)),
    form=CarerForm,
    enter=without_station(link_carer),
    acts=(
        Act("respite", _("Enter respite"), RespiteForm, acting(give_respite, "carer")),
        Act(
            "end",
            _("End it"),
            EndCarerForm,
            acting(end_carer, "carer"),
            when=lambda carer: carer.valid_to is None,
        ),
    ),
    inner=(
        Inner(
            "respites",
            _("Respite given"),
            Respite,
            lambda carer, actor: carer.respites.filter(withdrawn_at=None).select_related("staff"),
            RESPITE_COLUMNS,
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-valid_from", "-id"),
    filters=(Filter("relation"),),
    icon="users",
)

RESPITES = Register(
    noun="respites",
    app="casework",
    model=Respite,
    title=_("Respite for carers"),
    one=_("Respite for a carer"),
    columns=(
        Column("carer.beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        *RESPITE_COLUMNS,
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    here=lambda station: at_place(station, "carer__station__"),
    order=("-given_on", "-id"),
)
