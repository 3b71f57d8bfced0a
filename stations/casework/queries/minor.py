"""A minor's file before it is open to the actor: found, not read."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from stations.casework.models import Beneficiary
from stations.records.places import at_place


def find_to_open(actor: Actor, station: Any, uuid: UUID) -> Beneficiary:
    """The file for whose opening the actor may give a reason. Raises NotFound."""
    rows = Beneficiary.objects.restrict(actor, "open").filter(at_place(station))
    found = rows.filter(uuid=uuid, withdrawn_at=None).select_related("station").first()
    if found is None:
        raise NotFound(_("No such person."))
    return found
