"""Where a place works: its house and zones."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kernel.access.request import ActorRequest
from stations.network.domain.venue import Zone, set_venue
from stations.network.forms import VenueForm, ZoneFormSet
from stations.network.models import Station, Venue, VenueZone
from stations.network.pages.form import address_of
from stations.network.pages.station import answer_station_form, answers_form
from stations.network.queries.station import find_station


@answers_form
def change_venue(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the venue with its zones; a zone whose name is emptied is gone."""
    station = find_station(request.actor, code, "equip")
    venue = Venue.objects.filter(station=station).first()
    zones = ZoneFormSet(request.POST or None, prefix="zones", initial=zones_of(station))
    form = VenueForm(request.POST or None, instance=venue)
    if request.method == "POST" and not zones.is_valid():
        form.add_error(None, _("Look at the zones below."))

    def save(values: dict[str, Any]) -> str:
        named = [row for row in zones.cleaned_data if row.get("name")]
        given = [Zone(row["kind"], row["name"], row["area_m2"]) for row in named]
        set_venue(actor=request.actor, station=station, zones=given, **values)
        return address_of(station)

    return answer_station_form(
        request,
        form,
        save,
        station,
        _("Venue"),
        _("The venue is saved."),
        template="network/venue_form.html",
        zones=zones,
    )


def zones_of(station: Station) -> list[dict[str, Any]]:
    rows = VenueZone.objects.filter(venue__station=station)
    return [dict(row) for row in rows.values("kind", "name", "area_m2")]
