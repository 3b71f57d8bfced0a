"""What the first tab of a station page shows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.network.models import Station, Venue
from stations.network.queries.figures import figures
from stations.network.queries.heads import heads
from stations.network.queries.licence import read_licence
from stations.network.queries.station import may_act, served_divisions
from stations.network.tabs import Tab
from tenants.queries.division import division_names


def overview_tab() -> Tab:
    return Tab(
        key="overview",
        title=_("Overview"),
        order=10,
        shown=lambda actor, station: True,
        template="network/_overview.html",
        context=read_overview,
    )


def read_overview(actor: Actor, station: Station) -> dict[str, Any]:
    """Facts, heads, served divisions by name, venue, equipment, agency, figures of the year."""
    day = today()
    served = served_divisions(station, day)
    names = division_names([*served, station.division_code], day)
    venue = Venue.objects.filter(station=station).prefetch_related("zones").first()
    operator = station.operators.filter(valid_to__isnull=True).first()
    return {
        "division_name": names.get(station.division_code, station.division_code),
        "served": [names.get(code, code) for code in served],
        "heads": heads([station.pk], day).get(station.pk, []),
        "venue": venue,
        "equipment": list(station.equipment.all()),
        "operator": operator,
        "licence": read_licence(operator, day) if operator else None,
        "figures": figures(station, day.year),
        "year": day.year,
        "today": day,
        "may_change": may_act(actor, station, "change"),
        "may_equip": may_act(actor, station, "equip"),
    }
