"""Which agency runs a purchased place, and its licence."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.workdays.clock import today
from stations.network.domain.operator import renew_licence, set_operator
from stations.network.forms import LicenceForm, OperatorForm
from stations.network.models import StationOperator
from stations.network.pages.form import address_of
from stations.network.pages.station import answer_station_form, answers_form
from stations.network.queries.station import find_station


@answers_form
def change_operator(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the agency that takes over."""
    station = find_station(request.actor, code, "change")
    form = OperatorForm(request.POST or None, initial={"on": today()})

    def save(values: dict[str, Any]) -> str:
        set_operator(actor=request.actor, station=station, **values)
        return address_of(station)

    return answer_station_form(
        request,
        form,
        save,
        station,
        _("Resident agency"),
        _("The agency is entered."),
        among=StationOperator,
    )


@answers_form
def change_licence(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the renewed licence of the agency that runs the place."""
    station = find_station(request.actor, code, "change")
    present = station.operators.filter(valid_to__isnull=True).first()
    form = LicenceForm(request.POST or None, instance=present)

    def save(values: dict[str, Any]) -> str:
        renew_licence(actor=request.actor, station=station, **values)
        return address_of(station)

    return answer_station_form(
        request, form, save, station, _("Agency licence"), _("The licence is entered.")
    )
