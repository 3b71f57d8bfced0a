"""Who may see and change community records (glossary.md, section 9, column "community")."""

from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.casework.minors import of_minors
from stations.casework.protection_rules import read_reports
from stations.casework.rules import view_work, write_work
from stations.community.catalogue import maps_of_persons
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


def write_local(prefix: str = "station__") -> Rule:
    """As ``write_community``, and the village room for its own: it mobilises the units and
    neighbours around it (M36)."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.ROOM_STAFF: own,
        }
    )


def view_maps() -> Rule:
    """r of the maps: as ``view_community``; where persons served live is for those only who read
    their visits and needs (X10)."""
    community, work = view_community(), view_work()

    def reach(actor: Actor) -> Q | None:
        reached = community(actor)
        if reached is None:
            return None
        own, of_persons = work(actor), Q(kind__in=maps_of_persons())
        return reached & (~of_persons if own is None else ~of_persons | own)

    return reach


def view_links() -> Rule:
    """r of resources linked: as visits and needs (``_beside_reports``)."""
    return _beside_reports(view_work())


def write_links() -> Rule:
    """w of resources linked: whoever writes visits and needs."""
    return _beside_reports(write_work())


def _beside_reports(rule: Rule) -> Rule:
    """The rule with minors' files kept closed (X10). A link made for a report of suspected harm
    to a child exists for nobody but the report's readers (X13)."""
    guarded, reports = of_minors(rule), read_reports("report__")

    def reach(actor: Actor) -> Q | None:
        reached = guarded(actor)
        if reached is None:
            return None
        own = reports(actor)
        others = reached & Q(report=None)
        return others if own is None else others | (own & Q(report__isnull=False))

    return reach
