"""Reading operations."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import NotFound
from kernel.operations.models import Operation


def list_operations(*, actor: Actor, county_code: str = "") -> QuerySet[Operation]:
    """All operations, or those about one county, the newest first."""
    rows = Operation.objects.restrict(actor, "view").order_by("-id")
    return rows.filter(county_code=county_code) if county_code else rows


def find_operation(*, actor: Actor, uuid: UUID) -> Operation:
    """The operation. Raises NotFound."""
    found = Operation.objects.restrict(actor, "view").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such operation."))
    return found
