"""Which divisions a place serves."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from kernel.tenancy import division_code
from kernel.workdays.clock import today
from stations.network.choices import area_choices
from stations.network.domain.service_area import set_service_area
from stations.network.forms import AreaForm
from stations.network.pages.form import address_of
from stations.network.pages.station import answer_station_form, answers_form
from stations.network.queries.station import find_station, served_divisions


@answers_form
def change_area(request: ActorRequest, code: str) -> HttpResponse:
    """Choose the divisions served from a day on."""
    station = find_station(request.actor, code, "change")
    form = AreaForm(
        request.POST or None,
        divisions=area_choices(station, division_code()),
        initial={"divisions": served_divisions(station), "on": today()},
    )

    def save(values: dict[str, Any]) -> str:
        set_service_area(actor=request.actor, station=station, **values)
        return address_of(station)

    return answer_station_form(
        request, form, save, station, _("Service area"), _("The service area is saved.")
    )
