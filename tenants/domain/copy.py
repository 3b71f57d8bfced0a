"""Taking a rehearsal copy away again: one operator's act, for all of it lies in an archive."""

from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, FieldError, Invalid
from kernel.tenancy.hosts import forget_sites
from tenants.archive.database import lock_patiently, telling_database
from tenants.archive.files import drop_files
from tenants.archive.restore import lock_old
from tenants.domain.erase import remove_rows
from tenants.domain.state import record_event
from tenants.models import County, CountyEvent, CountyState
from tenants.queries.county import find_county


def remove_copy(*, code: str, reason: str, actor: Actor, order: UUID | None = None) -> None:
    """Remove a rehearsal copy with schema, keys, files, hosts, sessions and tokens; its events
    stay. An `order` given again after it was done changes nothing.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (no copy; its tables are in use).
    """
    require(actor, OfficialRole.PLATFORM)
    if order and CountyEvent.objects.filter(uuid=order).exists():
        return
    county = check_removal(code=code, reason=reason, actor=actor)
    with telling_database(code), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            lock_patiently(cursor)
        lock_old(county, county.schema_name)
        # Before the commit: killed here, a copy without files is left, which can be removed
        # again, and never files that nobody knows of.
        drop_files(code)
        remove_rows(county)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {county.schema_name} CASCADE")
        record_event(
            county=county, actor=actor, from_state=county.state, to_state=CountyState.ERASED,
            reason=reason, uuid=order,
        )  # fmt: skip
        County.objects.filter(pk=county.pk).delete()
    cache.clear()
    forget_sites()


def check_removal(*, code: str, reason: str, actor: Actor) -> County:
    """The copy, when it may be removed. Raises as `remove_copy`."""
    county = find_county(actor=actor, code=code)
    if not county.rehearsal_of:
        raise Conflict(_("This is no rehearsal copy."), code="no_copy")
    if not reason.strip():
        message = _("Say why.")
        raise Invalid(message, errors=[FieldError("reason", "required", message, reason)])
    return county
