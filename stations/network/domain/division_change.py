"""Service areas and seats, when divisions change (hook divisions_changed)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.hooks import DivisionMoves, Effect
from stations.network.domain.station import end_span, start_span
from stations.network.enums import ENDED, State
from stations.network.models import BuildTarget, ServiceArea, Station
from stations.network.queries.target import target_tables

FOREVER = date.max


@dataclass
class Stretch:
    """From a day until before another."""

    start: date
    end: date


def move_network(moves: DivisionMoves, actor: Actor) -> list[Effect]:
    """Let places serve what follows the divisions they served, and sit in what follows theirs.

    Days before the change keep their areas. Areas that would lie on each other become one. What
    goes to another county is served from here no longer.
    """
    touched = stations_touched(moves)
    effects = [effect for station in touched for effect in move_station(station, moves, actor)]
    return [*effects, *kept_targets(moves)]


def stations_touched(moves: DivisionMoves) -> list[Station]:
    """Places with an area that holds on or after the day, or whose seat is a moved division."""
    serving = ServiceArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=moves.on), division_code__in=moves.codes
    )
    places = Station.objects.select_for_update().filter(
        Q(pk__in=serving.values("station_id")) | Q(division_code__in=moves.codes)
    )
    return list(places.order_by("code"))


def move_station(station: Station, moves: DivisionMoves, actor: Actor) -> Iterable[Effect]:
    county = actor.county or ""
    subject = station.code
    before = served_on(station, moves.on)
    move_areas(station, moves, county)
    after = served_on(station, moves.on)
    if before != after:
        yield Effect("area", subject, ", ".join(before), ", ".join(after))
    old = station.division_code
    here = [code for code in moves.codes.get(old, ()) if code.startswith(county)]
    if old in moves.codes and here and old not in here:
        station.division_code = here[0]
        station.save(update_fields=["division_code"])
        yield Effect("seat", subject, old, here[0])
    elif old in moves.codes and not here:
        yield from close_station(station, moves, actor, subject)


def close_station(
    station: Station, moves: DivisionMoves, actor: Actor, subject: str
) -> Iterable[Effect]:
    """A place whose seat left the county ends here, as merged; one that was over already stays."""
    present = station.states.filter(valid_to__isnull=True).first()
    if station.state in ENDED or present is None:
        return
    on = moves.on
    if present.valid_from and present.valid_from >= on:
        if moves.codes[station.division_code]:
            message = _("%(place)s changed its state on %(day)s: it can only go later.")
            message %= {"place": subject, "day": date_format(present.valid_from)}
            raise Conflict(message, code="too_early")
        label = str(State(station.state).label)
        yield Effect("place", subject, label, label, kept=True)
        return
    end_span(present, on)
    reason = ", ".join(moves.codes[station.division_code])
    start_span(actor, station, State.MERGED, on, f"{station.division_code} > {reason}")
    before, station.state = State(station.state).label, State.MERGED
    station.save(update_fields=["state"])
    yield Effect("place", subject, str(before), str(State.MERGED.label))


def served_on(station: Station, on: date) -> list[str]:
    """Codes served on a day, in order."""
    areas = station.areas.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return sorted(areas.values_list("division_code", flat=True))


def move_areas(station: Station, moves: DivisionMoves, county: str) -> None:
    """Cut the areas of moved divisions on the day, and write what follows them, joined."""
    areas = list(station.areas.filter(carried_from=""))
    wanted: dict[str, list[Stretch]] = defaultdict(list)
    for area in areas:
        whole = Stretch(area.valid_from, area.valid_to or FOREVER)
        follow = moves.codes.get(area.division_code)
        if follow is None or whole.end <= moves.on:
            wanted[area.division_code].append(whole)
            continue
        if whole.start < moves.on:
            wanted[area.division_code].append(Stretch(whole.start, moves.on))
        for code in follow:
            if code.startswith(county):
                wanted[code].append(Stretch(max(whole.start, moves.on), whole.end))
    write_areas(station, areas, {code: joined(found) for code, found in wanted.items()})


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches that overlap or touch become one; in order."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.start):
        if found and one.start <= found[-1].end:
            found[-1].end = max(found[-1].end, one.end)
        else:
            found.append(Stretch(one.start, one.end))
    return found


def write_areas(
    station: Station, areas: Iterable[ServiceArea], wanted: dict[str, list[Stretch]]
) -> None:
    """Make the place's areas the wanted ones; a row that stays or only ends keeps its identity."""
    left = {
        (code, stretch.start): stretch.end for code, found in wanted.items() for stretch in found
    }
    surplus = []
    for area in areas:
        end = left.pop((area.division_code, area.valid_from), None)
        if end is None:
            surplus.append(area.pk)
        elif (area.valid_to or FOREVER) != end:
            area.valid_to = None if end == FOREVER else end
            area.save(update_fields=["valid_to"])
    station.areas.filter(pk__in=surplus).delete()
    ServiceArea.objects.bulk_create(
        ServiceArea(
            station=station,
            division_code=code,
            valid_from=start,
            valid_to=None if end == FOREVER else end,
        )
        for (code, start), end in sorted(left.items())
    )


def kept_targets(moves: DivisionMoves) -> list[Effect]:
    """Targets of the year and later stay as they are: the bureau decides whether they still fit."""
    if not moves.codes:
        return []
    years = BuildTarget.objects.filter(year__gte=moves.on.year).values_list("year", flat=True)
    tables = target_tables(sorted(set(years)))
    return [
        Effect("target", f"{table.year} {level.label}", f"{cell.actual}", f"{cell.target}", True)
        for table in tables
        for level, cell in table.cells.items()
        if cell.target is not None
    ]
