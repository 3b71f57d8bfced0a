"""A place's visits, and the persons they may be entered for."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.errors import NotFound
from stations.casework.models import Beneficiary, Visit
from stations.casework.rules import SEES_NAMES, reads_in_full
from stations.records.places import at_place


def sees_names(actor: Actor) -> bool:
    """Names in full: the station itself; the bureau reads them masked."""
    return reads_in_full(actor, *SEES_NAMES)


def shown_name(actor: Actor, person: Beneficiary) -> str:
    """The person's name as this actor reads it."""
    return person.name if sees_names(actor) else mask_name(person.name)


def visits_in(actor: Actor, station: Any = None) -> QuerySet[Visit]:
    """Visits made at all places of the actor's reach, or at one and its rooms; latest first."""
    return _held(actor, station).filter(withdrawn_at=None)


def find_visit(actor: Actor, uuid: UUID, station: Any = None) -> Visit:
    """A visit made, withdrawn or not. Raises NotFound when unseen."""
    found = _held(actor, station).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such visit."))
    return found


def _held(actor: Actor, station: Any) -> QuerySet[Visit]:
    rows = Visit.objects.restrict(actor, "view").filter(held_at__isnull=False)
    here = rows.filter(at_place(station)) if station else rows
    return here.select_related("beneficiary", "staff", "station")


def last_visit(actor: Actor, station: Any, person: UUID) -> Visit | None:
    """The latest visit made to a person of the place."""
    return visits_in(actor, station).filter(beneficiary__uuid=person).order_by("-held_at").first()


def persons_served(actor: Actor, station: Any) -> QuerySet[Beneficiary]:
    """Whom this actor may visit at a place: open files with a basis of the service, by name."""
    rows = Beneficiary.objects.restrict(actor, "serve").filter(at_place(station))
    return rows.filter(withdrawn_at=None, closed_on=None, service_stopped_on=None)


def person_choices(actor: Actor, station: Any) -> list[tuple[str, str]]:
    """(uuid, name and village) for a form."""
    rows = persons_served(actor, station).values_list("uuid", "name", "station__name")
    return [(str(uuid), f"{name} · {place}") for uuid, name, place in rows]


def find_person(actor: Actor, station: Any, uuid: str) -> Beneficiary:
    """The person chosen in a form. Raises NotFound when out of reach."""
    found = persons_served(actor, station).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such person."))
    return found
