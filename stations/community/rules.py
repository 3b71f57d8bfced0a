"""Who may see and change community records (glossary.md, section 9, column "community")."""

from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.network.queries.scope import own_stations


def view_community(prefix: str = "station__") -> Rule:
    """r: all of the station; a reviewer sees the sheet instead."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.ROOM_STAFF: own,
            Role.TOWNSHIP: own,
            Role.SUPERVISOR: own,
            Role.AGENCY: own,
        }
    )


def write_community(prefix: str = "station__") -> Rule:
    """w: the county, the hub, the station."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
        }
    )
