"""The accounts that a purchaser's people have in the county."""

from uuid import UUID

from kernel.access.models import Role
from stations.network.queries.member import current_members


def purchaser_accounts() -> dict[UUID, str]:
    """User -> name of every current member with the role of a purchaser, by name."""
    rows = current_members().filter(role=Role.PURCHASER).order_by("user_name", "id")
    return dict(rows.values_list("user_uuid", "user_name"))
