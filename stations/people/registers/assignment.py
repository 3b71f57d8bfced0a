"""Where workers work, and who heads a place (G22, G23)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.domain import appoint_head, end_assignment, end_headship
from stations.people.enums import Appointer
from stations.people.models import Assignment, HeadAppointment, Staff
from stations.people.queries.staff import workers_at
from stations.people.registers.common import EndForm, ends
from stations.people.rules import view_people, write_head, write_people
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register


class HeadForm(EntryForm):
    """A worker of the place who is named its head."""

    staff = RecordChoice(
        model=Staff, label=_("Worker"), rows=workers_at, show=lambda worker: worker.name
    )
    appointed_by = forms.ChoiceField(label=_("Appointed by"), choices=Appointer.choices)
    valid_from = day_field(_("From day"), initial=today)


def end_of_assignment(*, actor: Actor, entry: Assignment, **values: Any) -> Assignment:
    return end_assignment(actor=actor, assignment=entry, **values)


def end_of_headship(*, actor: Actor, entry: HeadAppointment, **values: Any) -> HeadAppointment:
    return end_headship(actor=actor, appointment=entry, **values)


ASSIGNMENTS = Register(
    noun="assignments",
    app="people",
    model=Assignment,
    title=_("Work assignments"),
    one=_("Work assignment"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("station.name", _("Place of work"), key="place"),
        Column("post"),
        Column("full_time"),
        Column("share"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    acts=(Act("end", _("End the assignment"), EndForm, end_of_assignment, when=ends),),
    view=view_people(""),
    write=write_people(""),
    order=("staff__name", "-valid_from", "-id"),
    filters=(Filter("post"),),
    icon="users",
    empty=_("An assignment is entered on the worker's own page."),
)

HEADS = Register(
    noun="heads",
    app="people",
    model=HeadAppointment,
    title=_("Headships"),
    one=_("Headship"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("station.name", _("Place of work"), key="place"),
        Column("appointed_by"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    form=HeadForm,
    enter=appoint_head,
    acts=(Act("end", _("End the headship"), EndForm, end_of_headship, when=ends),),
    view=view_people(""),
    write=write_head(""),
    order=("-valid_from", "-id"),
    icon="user",
    empty=_("The agency or the county names the head."),
)
