"""Finding places: lists, search, one place, and the places a year's evaluation is about."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import FieldError, Forbidden, Invalid, NotFound
from kernel.workdays.clock import today
from stations.network.enums import ENDED, Level, State
from stations.network.models import ServiceArea, Station, StationState

CODE = re.compile(r"[0-9]{6}-[HSRI][0-9]{3,}")
ROW = (
    "code",
    "name",
    "level",
    "shown_track",
    "shown_state",
    "parent__code",
    "divisions",
    "opened_on",
    "operation_mode",
)


def find_station(actor: Actor, code: str, action: str = "view") -> Station:
    """The place of this code.

    Raises NotFound when the actor may not see it, Forbidden when they may see it but not do the
    action on it.
    """
    rows = Station.objects.filter(code=code) if CODE.fullmatch(code) else Station.objects.none()
    found = rows.restrict(actor, "view").select_related("parent").first()
    if found is None:
        raise NotFound(_("No such station."))
    if action != "view" and not may_act(actor, found, action):
        raise Forbidden(_("Your role may not do this."))
    return found


def stations_by_code(actor: Actor, codes: Iterable[str]) -> QuerySet[Station]:
    """The places of these codes that the actor may see, in code order."""
    return Station.objects.restrict(actor, "view").filter(code__in=codes).order_by("code")


def may_act(actor: Actor, station: Station, action: str) -> bool:
    """True when the actor may do the action on the place."""
    return Station.objects.filter(pk=station.pk).restrict(actor, action).exists()


def search_stations(rows: QuerySet[Station], text: str) -> QuerySet[Station]:
    """Those whose name, code or pinyin initials contain the text; all for an empty one."""
    text = text.strip()
    if not text:
        return rows
    return rows.filter(
        Q(name__icontains=text) | Q(code__icontains=text) | Q(name_initials__contains=text.lower())
    )


def station_rows(
    actor: Actor, *, level: str = "", state: str = "", search: str = "", on: date | None = None
) -> QuerySet[Station, dict[str, Any]]:
    """Rows of the places the actor may see, as plain dictionaries of ROW, in code order.

    State and served divisions are those of the day `on` (today by default); a place that did
    not exist by then is left out. Raises Invalid for an unknown level or state.
    """
    check_filters(level, state)
    day = on or today()
    rows = search_stations(Station.objects.restrict(actor, "view"), search)
    rows = rows.annotate(
        shown_state=F("state") if on is None else Subquery(state_on(day)),
        divisions=ArraySubquery(areas_on(day)),
        shown_track=NullIf("track", Value("")),
    ).filter(shown_state__isnull=False)
    if level:
        rows = rows.filter(level=level)
    if state:
        rows = rows.filter(shown_state=state)
    return rows.order_by("code").values(*ROW)


def check_filters(level: str, state: str) -> None:
    for name, given, allowed in (("level", level, Level.values), ("state", state, State.values)):
        if given and given not in allowed:
            message = _("Not one of the choices.")
            raise Invalid(message, errors=[FieldError(name, "unknown", message, given, allowed)])


def state_on(day: date) -> QuerySet[StationState, Any]:
    """The state of the outer station on a day; a planned one was planned since ever."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    open_ = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return StationState.objects.filter(begun, open_, station=OuterRef("pk")).values("state")[:1]


def areas_on(day: date) -> QuerySet[ServiceArea, Any]:
    """The divisions the outer station serves on a day, in code order."""
    open_ = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    areas = ServiceArea.objects.filter(open_, station=OuterRef("pk"), valid_from__lte=day)
    return areas.order_by("division_code").values("division_code")


def served_divisions(station: Station, on: date | None = None) -> list[str]:
    """Codes of the divisions a place serves on a day, in code order."""
    day = on or today()
    open_ = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    areas = station.areas.filter(open_, valid_from__lte=day).order_by("division_code")
    return list(areas.values_list("division_code", flat=True))


def end_of_place(station: Station) -> date | None:
    """The first day on which a place was merged or closed; None for one that has not ended."""
    if station.state not in ENDED:
        return None
    return station.states.filter(state__in=ENDED).aggregate(day=Min("valid_from"))["day"]


def rooms_by_village(station: Station) -> dict[str, int]:
    """The village rooms of a station that are not closed, by the village they sit in."""
    rooms = Station.objects.filter(
        level=Level.ROOM, path__startswith=f"{station.path}/", state=State.RUNNING
    )
    return dict(rooms.order_by("-code").values_list("division_code", "id"))


def stations_evaluated(*, year: int) -> QuerySet[Station]:
    """The township stations that ran here at some time of the year, in code order."""
    ran = StationState.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=date(year, 1, 1)),
        station=OuterRef("pk"),
        state=State.RUNNING,
        carried_from="",
        valid_from__lte=date(year, 12, 31),
    )
    return Station.objects.filter(Exists(ran), level=Level.STATION).order_by("code")
