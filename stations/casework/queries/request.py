"""A person's request at a station."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from stations.casework.models import DataRequest
from stations.records.places import at_place


def find_request(actor: Actor, station: Any, uuid: UUID) -> DataRequest:
    """A request that the actor may carry out. Raises NotFound."""
    rows = DataRequest.objects.restrict(actor, "edit").filter(at_place(station))
    found = rows.filter(uuid=uuid).select_related("beneficiary", "station").first()
    if found is None:
        raise NotFound(_("No such record."))
    return found
