"""Who may see frozen facts: whoever may read the sheet (glossary.md, section 9, "evaluation")."""

from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.network.queries.scope import assigned, own_stations


def view_facts(prefix: str = "station__") -> Rule:
    """r of the sheet; a reviewer reaches the assigned sheets, whatever the membership says."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.TOWNSHIP: own,
            Role.REVIEWER: lambda held: assigned(held, prefix),
        }
    )
