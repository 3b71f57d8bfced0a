"""The records behind a target, told without persons; a way to each for whoever may open it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.access.actor import Actor
from stations.casework.models import CarePlan, Case, Visit
from stations.community.models import StationActivity
from stations.records.forms import CODE_LENGTH


@dataclass(frozen=True)
class Evidence:
    """One record that counts: its day, what it was, at which place of the network."""

    uuid: UUID
    day: date
    what: str
    place: str

    @property
    def code(self) -> str:
        """Short, for a page."""
        return str(self.uuid)[:CODE_LENGTH]


@dataclass(frozen=True)
class Kind:
    """How a kind of record is told, and the name of its page."""

    day: Callable[[Any], date]
    what: Callable[[Any], str]
    page: str


KINDS: dict[type[Any], Kind] = {
    Visit: Kind(
        lambda row: row.day,
        lambda row: " · ".join(filter(None, (row.get_place_display(), row.company))),
        "casework:visit",
    ),
    Case: Kind(lambda row: row.opened_on, lambda row: row.get_unit_display(), "casework:case"),
    CarePlan: Kind(lambda row: row.begun_on, lambda row: "", "casework:care-plans-one"),
    StationActivity: Kind(
        lambda row: row.held_on, lambda row: row.title, "community:activities-one"
    ),
}


def tell_record(row: Any) -> Evidence:
    """One row of ``evidence_of``: no person, no worker."""
    record = _record(row)
    kind = KINDS[type(record)]
    return Evidence(record.uuid, kind.day(record), kind.what(record), record.station.name)


def ways_to(actor: Actor, rows: list[Any]) -> list[str]:
    """The page of each of the rows, all of one kind; "" for what the actor may not open. One
    query."""
    records = [_record(row) for row in rows]
    if not records:
        return []
    model = type(records[0])
    keys = [record.pk for record in records]
    seen = set(
        model.objects.restrict(actor, "view").filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [
        reverse(KINDS[model].page, args=[record.station.code, record.uuid])
        if record.pk in seen
        else ""
        for record in records
    ]


def _record(row: Any) -> Any:
    """The activity that was named, or the record itself."""
    return getattr(row, "activity", row)
