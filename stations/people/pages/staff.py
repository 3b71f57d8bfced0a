"""Entering workers and their certificates."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.people.domain import add_credential, add_staff
from stations.people.forms import CredentialForm, StaffForm
from stations.people.queries.staff import find_staff
from stations.people.rules import write_people
from stations.records.pages import answer_form, answers_form, place_for, tab_address


@answers_form
def add_worker(request: ActorRequest, code: str) -> HttpResponse:
    """A new worker of this place."""
    station = place_for(request.actor, code, write_people(""))
    form = StaffForm(request.POST or None, initial={"joined_on": today()})

    def save(values: dict[str, Any]) -> None:
        add_staff(actor=request.actor, station=station, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New worker"),
        done=_("The worker is entered."),
        back=tab_address(station, "people"),
    )


@answers_form
def add_certificate(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """A certificate of a worker of this place."""
    station = place_for(request.actor, code, write_people(""))
    staff = find_staff(request.actor, uuid, "edit")
    form = CredentialForm(request.POST or None)

    def save(values: dict[str, Any]) -> None:
        here = station if values.pop("cultivated") else None
        add_credential(actor=request.actor, staff=staff, cultivated_by=here, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New certificate of %(name)s") % {"name": staff.name},
        done=_("The certificate is entered."),
        back=tab_address(station, "people"),
    )
