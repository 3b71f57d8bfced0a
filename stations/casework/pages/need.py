"""A place's needs: the list, a new one, closing one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.casework.domain import close_need, raise_need
from stations.casework.forms import CloseForm, NeedForm
from stations.casework.queries.work import (
    find_need,
    find_person,
    needs_at,
    person_choices,
    sees_names,
)
from stations.casework.rules import view_work, write_work
from stations.records.domain import may_at
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for


@require_GET
def list_needs(request: ActorRequest, code: str) -> HttpResponse:
    """Needs raised, the latest first; what is needed only for those who see names."""
    station = place_for(request.actor, code, view_work(""))
    context = {
        "station": station,
        "page": page_of(request, needs_at(request.actor, station)),
        "sees_names": sees_names(request.actor),
        "may_write": may_at(request.actor, station, write_work("")),
        "crumbs": crumbs_of(station, _("Needs")),
    }
    return render(request, "casework/needs.html", context)


@answers_form
def add_need(request: ActorRequest, code: str) -> HttpResponse:
    """Enter what a person needs."""
    actor = request.actor
    station = place_for(actor, code, write_work(""))
    form = NeedForm(
        request.POST or None,
        persons=person_choices(actor, station),
        initial={"raised_on": today()},
    )

    def save(values: dict[str, Any]) -> None:
        person = find_person(actor, station, values.pop("person"))
        raise_need(actor=actor, beneficiary=person, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New need"),
        done=_("The need is entered."),
        back=reverse("casework:needs", args=[station.code]),
    )


@answers_form
def end_need(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Close a need, with or without the person's own word."""
    station = place_for(request.actor, code, write_work(""))
    need = find_need(request.actor, station, uuid)
    form = CloseForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> None:
        close_need(actor=request.actor, need=need, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Close the need of %(name)s") % {"name": need.beneficiary.name},
        done=_("The need is closed."),
        back=reverse("casework:needs", args=[station.code]),
    )
