"""Places that go to another county with their township: how they leave and how they are entered.

In the county left they have ended and keep their history; in the other they go on under their
old code from the day of the change. What hangs on them is carried by tenants.domain.carry.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.hooks import Departure, DivisionMoves
from kernel.pinyin import initials
from kernel.tenancy import current_county
from stations.network.domain.station import start_span
from stations.network.enums import ENDED, Level, State
from stations.network.models import ServiceArea, Station

FACTS = ("uuid", "code", "level", "name", "track", "build_mode", "operation_mode", "opened_on")
ORDER = [*Level]


def leave(moves: DivisionMoves, to: str) -> list[Departure]:
    """Places whose seat lies in county `to` from the day on, parents before children (hook).

    Of a county that is merged into it, also those whose division ends without a successor.
    """
    merged = moves.codes.get(current_county() or "") == (to,)
    going = {
        old: [code for code in codes if code.startswith(to)] or [to]
        for old, codes in moves.codes.items()
        if any(code.startswith(to) for code in codes) or (merged and not codes)
    }
    places = Station.objects.filter(division_code__in=going).select_related("parent")
    found = sorted(places, key=lambda one: (ORDER.index(Level(one.level)), one.code))
    # Years that both counties would count are the new one's, else the days from the change on.
    counted = moves.on.replace(month=1, day=1) if merged else moves.on
    return [departure(place, moves, going[place.division_code][0], to, counted) for place in found]


def departure(place: Station, moves: DivisionMoves, seat: str, to: str, counted: date) -> Departure:
    """The state is the one it was in the day before; a hub does not go on, there is one, nor does
    a place whose division ends."""
    before = place.states.filter(valid_to=moves.on).first()
    goes_on = before is not None and place.level != Level.HUB and seat != to
    values: dict[str, Any] = {name: getattr(place, name) for name in FACTS}
    areas = ServiceArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=moves.on),
        station=place,
        division_code__in=moves.codes,
    )
    served = {
        code
        for old in areas.values_list("division_code", flat=True)
        for code in moves.codes[old]
        if code.startswith(to)
    }
    values |= {
        "state": before.state if before and goes_on else place.state,
        "division_code": seat,
        "parent": place.parent.code if place.parent else "",
        "serves": sorted(served) if goes_on else [],
        "from": place.division_code,
        "counted": counted,
    }
    return Departure(place.pk, values)


def arrive(departures: Sequence[Departure], on: date, actor: Actor) -> dict[int, int]:
    """Enter places that come from another county; gives old row keys to new ones (hook).

    Raises Conflict for a place that is here already.
    """
    codes = [one.values["code"] for one in departures]
    if there := Station.objects.filter(code__in=codes).first():
        raise Conflict(_("%(place)s is in this county already.") % {"place": there}, code="exists")
    made: dict[str, Station] = {}
    for one in departures:
        made[one.values["code"]] = enter(one.values, made, on, actor)
    return {one.row_id: made[one.values["code"]].pk for one in departures}


def enter(values: Any, made: dict[str, Station], on: date, actor: Actor) -> Station:
    parent = made.get(values["parent"]) or new_parent(values)
    if parent is not None and parent.state in ENDED:
        parent = new_parent(values)
    place = Station(**{name: values[name] for name in FACTS})
    place.name_initials = initials(place.name)
    place.counted_from = values["counted"]
    place.division_code, place.state = values["division_code"], values["state"]
    place.parent = None if place.level == Level.HUB else parent
    place.path = f"{place.parent.path}/{place.code}" if place.parent else place.code
    place.save()
    since = None if place.state == State.PLANNED else on
    start_span(actor, place, place.state, since, f"{values['from']} > {place.division_code}")
    ServiceArea.objects.bulk_create(
        ServiceArea(station=place, division_code=code, valid_from=on) for code in values["serves"]
    )
    return place


def new_parent(values: Any) -> Station | None:
    """For a room the station that serves its township from now on, else the hub."""
    running: Iterable[Any] = Station.objects.exclude(state__in=ENDED)
    if values["level"] == Level.ROOM:
        town = values["division_code"][:9]
        open_area = {"areas__division_code": town, "areas__valid_to__isnull": True}
        if station := running.filter(level=Level.STATION, **open_area).first():  # type: ignore[attr-defined]
            return station
    return running.filter(level=Level.HUB).first()  # type: ignore[attr-defined]
