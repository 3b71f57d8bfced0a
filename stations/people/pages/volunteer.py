"""A place's volunteers: the list, a new one, a further step."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.people.domain import register_volunteer
from stations.people.forms import VolunteerForm
from stations.people.queries.volunteer import volunteers_at
from stations.people.registers.volunteer import VOLUNTEERS
from stations.people.rules import view_volunteers, write_volunteers
from stations.records.domain import may_at
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.register.export import export_address
from stations.records.register.filters import FilterForm


@cache_control(no_store=True)
@require_GET
def list_volunteers(request: ActorRequest, code: str) -> HttpResponse:
    """Those here, or as chosen; names in full for those who keep the list, else masked."""
    station = place_for(request.actor, code, view_volunteers(""))
    year = today().year
    filters = FilterForm(VOLUNTEERS, request.GET)
    rows = filters.narrowed(volunteers_at(request.actor, station, year))
    context = {
        "filters": filters,
        "station": station,
        "year": year,
        "page": page_of(request, rows),
        "export": export_address(VOLUNTEERS, request.actor, station, filters.query),
        "may_write": may_at(request.actor, station, write_volunteers("")),
        "crumbs": crumbs_of(station, _("Volunteers")),
    }
    return render(request, "people/volunteers.html", context)


@answers_form
def add_volunteer(request: ActorRequest, code: str) -> HttpResponse:
    """Register a volunteer through this place."""
    station = place_for(request.actor, code, write_volunteers(""))
    form = VolunteerForm(
        request.POST or None,
        actor=request.actor,
        station=station,
        initial={"registered_on": today()},
    )

    def save(values: dict[str, Any]) -> None:
        register_volunteer(actor=request.actor, station=station, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New volunteer"),
        done=_("The volunteer is registered."),
        back=reverse("people:volunteers-list", args=[station.code]),
    )
