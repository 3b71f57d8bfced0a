"""The file of a map that the actor may see."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from kernel.files.models import StoredFile
from stations.community.models import StationMap
from stations.records.places import at_place


def find_file(actor: Actor, uuid: UUID, station: Any = None) -> StoredFile:
    """Raises NotFound for a map that is unseen or whose file was destroyed."""
    rows = StationMap.objects.restrict(actor, "view").filter(uuid=uuid)
    here = rows.filter(at_place(station)) if station else rows
    found = here.select_related("file").first()
    if found is None or found.file is None:
        raise NotFound(_("No such file here."))
    return found.file
