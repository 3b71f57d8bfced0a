"""Visits that are planned and neither made nor dropped."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from stations.casework.models import Visit
from stations.casework.queries.served import SERVED
from stations.records.places import at_place
from tenants.queries.division import division_names


@dataclass(frozen=True)
class PlannedVisit:
    """The least a visitor needs on the way."""

    uuid: str
    beneficiary: str
    name: str
    village: str
    planned_on: date
    place: str
    visitor: str


def open_plans(actor: Actor, station: Any = None) -> QuerySet[Visit]:
    """Those the actor may fulfil, of persons who are served, the earliest first."""
    rows = Visit.objects.restrict(actor, "edit").filter(SERVED, held_at=None, withdrawn_at=None)
    here = rows.filter(at_place(station)) if station else rows
    return here.order_by("planned_on", "id")


def planned_until(
    actor: Actor, on: date, days: int, station: Any = None
) -> list[tuple[Any, PlannedVisit]]:
    """(station's code, plan) of all that are overdue or fall within so many days; two queries."""
    rows = open_plans(actor, station).filter(planned_on__lte=on + timedelta(days=days))
    found: list[tuple[Any, ...]] = list(
        rows.values_list(
            "station__code", "uuid", "beneficiary__uuid", "beneficiary__name",
            "beneficiary__division_code", "planned_on", "place", "staff__name",
        )
    )  # fmt: skip
    villages = division_names((row[4] for row in found), on)
    return [
        (
            code,
            PlannedVisit(
                str(uuid), str(person), name, villages.get(village, ""), day, place, staff or ""
            ),
        )
        for code, uuid, person, name, village, day, place, staff in found
    ]


def find_plan(actor: Actor, station: Any, uuid: UUID) -> Visit:
    """A planned visit of the place, whatever became of it. Raises NotFound when unseen."""
    rows = Visit.objects.restrict(actor, "edit").filter(at_place(station), uuid=uuid)
    found = rows.exclude(planned_on=None).select_related("beneficiary", "staff").first()
    if found is None:
        raise NotFound(_("No such planned visit."))
    return found
