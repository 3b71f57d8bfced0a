"""Which terms the present county has accepted; the trail itself is the record of it."""

from typing import Any

from kernel.access.models import Role
from kernel.audit.models import Entry
from kernel.audit.queries.entry import own_chain
from tenants.models import County
from tenants.terms import current_terms

ACCEPT = "terms.accept"
READERS = (Role.BUREAU, Role.AUDITOR)


def latest_acceptance(county: County) -> Entry | None:
    """The newest entry with which somebody accepted terms for this county; read in the county."""
    rows = own_chain().filter(object_uuid=county.uuid, action=ACCEPT)
    return rows.order_by("-seq").first()


def is_accepted(county: County) -> bool:
    """Whether the county has accepted the present version to the letter."""
    entry = latest_acceptance(county)
    return entry is not None and entry.after.get("digest") == current_terms().digest


def accepted_terms(county: County) -> dict[str, Any] | None:
    """Version, digest and moment, as the county's archive and its last certificate name them."""
    entry = latest_acceptance(county)
    return None if entry is None else {**entry.after, "accepted_at": entry.at}
