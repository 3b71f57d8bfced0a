"""The audit entries of a place in words: what was done, and each value before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.audit.queries.entry import history_of
from kernel.listing import list_words
from stations.network.enums import (
    BuildMode,
    EquipmentKind,
    HostType,
    OperationMode,
    State,
    Track,
)
from stations.network.models import Station, StationOperator, Venue
from tenants.queries.division import division_names

Values = dict[str, Any]
Line = tuple[Any, Any]

NEWEST = 50
ACTIONS = {
    "station.open": _("Entered the place"),
    "station.bulk": _("Entered many places at once"),
    "station.change": _("Changed the facts"),
    "station.state": _("Changed the state"),
    "station.area": _("Changed the service area"),
    "station.venue": _("Changed the venue"),
    "station.equipment": _("Changed the equipment"),
    "station.operator": _("Entered another resident agency"),
    "station.licence": _("Entered the agency's licence"),
}
CHOICES = {
    "state": State,
    "track": Track,
    "build_mode": BuildMode,
    "operation_mode": OperationMode,
    "host_type": HostType,
}
LABELS: dict[str, Any] = {
    **{field.name: field.verbose_name for field in (*Venue._meta.fields, *Station._meta.fields)},
    **{str(kind): kind.label for kind in EquipmentKind},
    "agency": StationOperator._meta.get_field("agency_name").verbose_name,
    "licence_until": StationOperator._meta.get_field("licence_until").verbose_name,
    "code": _("Code"),
    "codes": _("Codes"),
    "on": _("First day"),
    "reason": _("Reason"),
    "serves": _("Serves"),
    "zones": _("Zones"),
}


@dataclass(frozen=True)
class TrailRow:
    """One entry: when, who, what, and the lines "label: value" before and after."""

    at: datetime
    who: str
    what: Any
    before: list[Line]
    after: list[Line]


def trail_of(actor: Actor, station: Station) -> list[TrailRow]:
    """The newest entries on a place, as far as the actor may read the trail."""
    entries = list(history_of(actor, station.uuid)[:NEWEST])
    sides = [side for entry in entries for side in (entry.before, entry.after)]
    names = division_names(code for side in sides for code in side.get("serves", ()))
    return [
        TrailRow(
            entry.at,
            entry.actor_name,
            ACTIONS.get(entry.action, entry.action),
            list(lines_of(entry.before, entry.after, names)),
            list(lines_of(entry.after, entry.before, names)),
        )
        for entry in entries
    ]


def lines_of(values: Values, others: Values, names: Mapping[str, str]) -> Iterable[Line]:
    """What differs from the other side, each value in words."""
    for key, value in values.items():
        if key not in others or others[key] != value:
            yield LABELS.get(key, key), in_words(key, value, names)


def in_words(key: str, value: Any, names: Mapping[str, str]) -> Any:
    if value in (None, ""):
        return "—"
    if isinstance(value, list):
        return list_words(names.get(code, code) for code in value)
    choices = CHOICES.get(key)
    return choices(value).label if choices and value in choices.values else value
