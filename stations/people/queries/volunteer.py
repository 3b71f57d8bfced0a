"""The volunteers of one place."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from stations.people.models import Volunteer, VolunteerStep
from stations.records.places import at_place


def volunteers_at(actor: Actor, station: Any, year: int) -> QuerySet[Volunteer]:
    """Volunteers of a station and its rooms, the latest first, with ``steps_of_year``."""
    of_year = VolunteerStep.objects.filter(
        done_on__range=(date(year, 1, 1), date(year, 12, 31)), withdrawn_at=None
    )
    rows = Volunteer.objects.restrict(actor, "view").filter(at_place(station), withdrawn_at=None)
    return rows.prefetch_related(Prefetch("steps", of_year, to_attr="steps_of_year"))


def find_volunteer(actor: Actor, station: Any, uuid: UUID) -> Volunteer:
    """A volunteer of the place. Raises NotFound when unseen."""
    rows = Volunteer.objects.restrict(actor, "view").filter(at_place(station), withdrawn_at=None)
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such volunteer."))
    return found
