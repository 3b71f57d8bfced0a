"""Visits planned for a day: to be made on the form of a visit, or dropped for a reason."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from stations.casework.domain.planned_visit import drop_visit, plan_visit
from stations.casework.enums import Place
from stations.casework.models import Visit
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import person_choice
from stations.casework.registers.parts import (
    acting,
    offer_oneself,
    to_the_file,
    without_station,
    worker_field,
)
from stations.casework.rules import VISITORS, view_work, write_work
from stations.records.forms import day_field
from stations.records.reasons import REASON_LENGTH
from stations.records.register import Act, Column, EntryForm, Register


class PlanVisitForm(EntryForm):
    """Whom to visit on which day."""

    beneficiary = person_choice()
    planned_on = day_field(_("Planned on"))
    place = forms.ChoiceField(label=_("Place of visit"), choices=Place.choices, initial=Place.HOME)
    staff = worker_field(_("To be visited by"))

    def prepare(self) -> None:
        offer_oneself(self, "staff")


class DropForm(EntryForm):
    """Why the visit will not be made."""

    reason = forms.CharField(label=_("Why the visit is dropped"), max_length=REASON_LENGTH)


def is_open(entry: Visit) -> bool:
    return entry.withdrawn_at is None


def to_the_visit(entry: Visit, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """To the form on which it is entered as made, and to the person's file."""
    ways = to_the_file(entry, actor, station)
    if not is_open(entry) or not actor.has(*VISITORS):
        return ways
    address = reverse("casework:visit-new", args=[station.code])
    return [(_("Enter the visit as made"), f"{address}?plan={entry.uuid}"), *ways]


PLANNED_VISITS = Register(
    noun="planned-visits",
    app="casework",
    model=Visit,
    title=_("Planned visits"),
    one=_("Planned visit"),
    columns=(
        Column("planned_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary_name"),
        Column("place"),
        Column("staff.name", _("To be visited by"), key="staff"),
    ),
    details=(
        Column("plan_rule"),
        Column("beneficiary.uuid", _("Code of the file"), key="beneficiary"),
    ),
    form=PlanVisitForm,
    enter=without_station(plan_visit),
    acts=(Act("drop", _("Drop the visit"), DropForm, acting(drop_visit, "visit"), when=is_open),),
    ways=to_the_visit,
    only=Q(held_at=None),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("planned_on", "id"),
    icon="clock",
    can_withdraw=False,
    empty=_("A visit is planned from a person's file or the list of due visits."),
)
