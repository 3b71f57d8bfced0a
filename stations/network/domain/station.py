"""Opening a place, changing its facts, and its life from plan to end."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.errors import Conflict, FieldError, NotFound
from kernel.hooks import network_changed
from kernel.once import take_uuid
from kernel.pinyin import initials
from kernel.tenancy import division_code
from kernel.workdays.clock import today
from stations.network.domain.checks import (
    check_choices,
    check_divisions,
    check_model,
    check_past,
    lock_station,
    refuse,
)
from stations.network.enums import (
    CODE_LETTERS,
    ENDED,
    NEXT_STATES,
    BuildMode,
    Level,
    OperationMode,
    State,
    Track,
)
from stations.network.models import CodeCounter, ServiceArea, Station, StationState
from stations.network.numbers import parent_levels
from stations.network.rules import MAY_OPEN

FACTS = ("name", "track", "build_mode", "operation_mode")


@transaction.atomic
def open_station(
    *,
    actor: Actor,
    level: str,
    name: str,
    division_code: str,
    parent: Station | None = None,
    track: str | None = None,
    build_mode: str = "",
    operation_mode: str = OperationMode.SELF,
    opened_on: date | None = None,
    service_divisions: Collection[str] | None = None,
) -> Station:
    """Enter a new place: with `opened_on` it runs from that day, without it is being planned.

    It gets the next code of its level; codes are never used again. A station or site without
    `parent` hangs below the county's hub. Without `service_divisions` it serves the division it
    sits in. A station without `track` follows the guideline. Raises Forbidden; Invalid with one
    error a wrong field; Conflict for a second hub.
    """
    require(actor, *MAY_OPEN)
    parent = read_again(parent) if parent else default_parent(level)
    station = Station(
        uuid=take_uuid(uuid4()),
        level=level,
        name=name.strip(),
        division_code=division_code,
        parent=parent,
        track=default_track(level) if track is None else track,
        build_mode=build_mode,
        operation_mode=operation_mode,
        opened_on=opened_on,
        state=State.RUNNING if opened_on else State.PLANNED,
    )
    refuse(check_station(station, service_divisions or ()))
    refuse_second_hub(station)
    store_station(station)
    served = sorted(set(service_divisions or [division_code]))
    start_life(actor, station, served)
    after = {"code": station.code, "state": station.state, "serves": served}
    record(actor=actor, action="station.open", obj=station, after=after)
    network_changed.call(station=station)
    return station


def plan_hub(county: Any) -> None:
    """The hub that every new county begins with, not yet running (hook county_made)."""
    open_station(
        actor=Actor.system(county.code),
        level=Level.HUB,
        name=f"{county.name}社会工作服务总站",
        division_code=county.code,
    )


@transaction.atomic
def change_station(*, actor: Actor, station: Station, **facts: str) -> Station:
    """Change name, track, build_mode or operation_mode; equal values are no change.

    Raises NotFound, Forbidden, or Invalid naming the fields.
    """
    station = lock_station(actor, station, "change")
    unknown = sorted(set(facts) - set(FACTS))
    refuse(FieldError(name, "unknown", _("No such field."), name, FACTS) for name in unknown)
    changed = {name: value for name, value in facts.items() if getattr(station, name) != value}
    if not changed:
        return station
    before = {name: getattr(station, name) for name in changed}
    for name, value in changed.items():
        setattr(station, name, value.strip())
    refuse(check_facts(station))
    station.name_initials = initials(station.name)
    station.save(update_fields=[*changed, "name_initials"])
    record(actor=actor, action="station.change", obj=station, before=before, after=changed)
    network_changed.call(station=station)
    return station


@transaction.atomic
def change_state(
    *, actor: Actor, station: Station, state: str, on: date, reason: str = ""
) -> Station:
    """Let a place begin, pause, go on or end on a day, in this order:

    1. the present span ends on that day and a new one begins; 2. the first RUNNING sets
    `opened_on`; 3. audit entry; 4. roll-up. Raises NotFound, Forbidden; Conflict for a state
    that cannot follow the present one; Invalid for a missing reason or an impossible day.
    """
    station = lock_station(actor, station, "change")
    before = State(station.state)
    if state not in NEXT_STATES[before]:
        raise Conflict(
            _("%(now)s cannot be followed by this state.") % {"now": before.label},
            errors=[
                FieldError("state", "wrong_state", "", state, [*map(str, NEXT_STATES[before])])
            ],
        )
    present = station.states.get(valid_to__isnull=True)
    refuse(check_change(present, on, reason))
    end_span(present, on)
    start_span(actor, station, state, on, reason)
    if before == State.PLANNED:
        # What it was planned to serve, it serves from its first day.
        station.areas.filter(valid_to__isnull=True).update(valid_from=on)
    station.state = state
    station.opened_on = station.opened_on or (on if state == State.RUNNING else None)
    station.save(update_fields=["state", "opened_on"])
    record(
        actor=actor,
        action="station.state",
        obj=station,
        before={"state": before},
        after={"state": state, "on": on, "reason": reason},
    )
    network_changed.call(station=station)
    return station


def read_again(parent: Station) -> Station:
    """The place as it is now, in this county; raises NotFound for one of another county."""
    found = Station.objects.filter(uuid=parent.uuid).first()
    if found is None:
        raise NotFound(_("No such station."))
    return found


def default_parent(level: str) -> Station | None:
    """The hub, for the levels that hang below it."""
    if level in Level.values and Level.HUB in parent_levels(division_code())[Level(level)]:
        return Station.objects.filter(level=Level.HUB).exclude(state__in=ENDED).first()
    return None


def default_track(level: str) -> str:
    """Only township stations have a track (plan 二(一)); the guideline is the common one."""
    return Track.GUIDELINE if level == Level.STATION else ""


def check_station(station: Station, served: Collection[str]) -> list[FieldError]:
    """All that is wrong with a new place."""
    if station.level not in Level.values:
        return check_choices({"level": (station.level, Level.values)})
    on = station.opened_on or today()
    errors = check_facts(station) + check_parent(station) + check_past("opened_on", on)
    errors += check_divisions("division_code", [station.division_code], station.level, on)
    return errors + check_divisions("service_divisions", served, station.level, on)


def check_facts(station: Station) -> list[FieldError]:
    """Name and choices; a station must have a track."""
    tracks = Track.values if station.level == Level.STATION else ["", *Track.values]
    errors = check_choices(
        {
            "track": (station.track, tracks),
            "build_mode": (station.build_mode, ["", *BuildMode.values]),
            "operation_mode": (station.operation_mode, OperationMode.values),
        }
    )
    return errors + check_model(station, only=["name"])


def check_parent(station: Station) -> list[FieldError]:
    """A room needs a station, a station its hub; the hub hangs below nothing (Q06: data)."""
    allowed = parent_levels(division_code())[Level(station.level)]
    parent = station.parent
    if parent is None and not allowed:
        return []
    if parent is not None and parent.level in allowed and parent.state not in ENDED:
        return []
    message = _("It must hang below a place of the level above that has not ended.")
    given = parent.code if parent else None
    return [FieldError("parent", "invalid", message, given, [*map(str, allowed)])]


def refuse_second_hub(station: Station) -> None:
    hubs = Station.objects.filter(level=Level.HUB).exclude(state__in=ENDED)
    if station.level == Level.HUB and hubs.exists():
        raise Conflict(_("A county has one hub."), code="hub_exists")


def store_station(station: Station) -> None:
    """Give the place its code and path and save it."""
    (station.code,) = next_codes(station.level, 1)
    station.name_initials = initials(station.name)
    station.path = f"{station.parent.path}/{station.code}" if station.parent else station.code
    station.save()


def next_codes(level: str, count: int) -> list[str]:
    """The next codes of a level; the counter's row is locked until the transaction ends."""
    CodeCounter.objects.get_or_create(level=level, defaults={"last": 0})
    counter = CodeCounter.objects.select_for_update().get(level=level)
    first, counter.last = counter.last + 1, counter.last + count
    counter.save(update_fields=["last"])
    prefix = f"{division_code()}-{CODE_LETTERS[Level(level)]}"
    return [f"{prefix}{number:03d}" for number in range(first, counter.last + 1)]


def start_life(actor: Actor, station: Station, served: Collection[str]) -> None:
    """The first state span, and the areas served from the first day."""
    start_span(actor, station, station.state, station.opened_on, "")
    since = station.opened_on or today()
    ServiceArea.objects.bulk_create(
        ServiceArea(station=station, division_code=code, valid_from=since) for code in served
    )


def start_span(actor: Actor, station: Station, state: str, on: date | None, reason: str) -> None:
    StationState.objects.create(
        uuid=take_uuid(uuid4()),
        station=station,
        state=state,
        valid_from=on,
        reason=reason.strip(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )


def end_span(span: StationState, on: date) -> None:
    span.valid_to = on
    span.save(update_fields=["valid_to"])


def check_change(present: StationState, on: date, reason: str) -> list[FieldError]:
    errors = check_past("on", on)
    if present.valid_from and on <= present.valid_from:
        message = _("The day must come after the day on which the present state began.")
        errors.append(FieldError("on", "too_early", message, on, f"> {present.valid_from}"))
    if present.state != State.PLANNED and not reason.strip():
        errors.append(FieldError("reason", "required", _("Give the reason."), reason))
    return errors + check_model(StationState(reason=reason), only=["reason"])
