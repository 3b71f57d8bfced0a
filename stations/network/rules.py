"""Who may do what in the network (glossary.md, section 9, column "network, people").

Actions: view; change (basic facts, state, service area, operator); equip (venue and equipment);
propose (members who are to work there: column "administration").
"""

from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.network.queries.scope import own_stations

OWN = own_stations()

STATION: dict[str, Rule] = {
    "view": by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: OWN,
            Role.WORKER: OWN,
            Role.ROOM_STAFF: OWN,
            Role.TOWNSHIP: OWN,
            Role.REVIEWER: OWN,
            Role.SUPERVISOR: OWN,
            Role.AGENCY: OWN,
        }
    ),
    "change": by_role({Role.BUREAU: whole_county, Role.HUB_STAFF: whole_county}),
    "equip": by_role({Role.BUREAU: whole_county, Role.HUB_STAFF: whole_county, Role.HEAD: OWN}),
    "propose": by_role({Role.HEAD: OWN}),
}

OF_PLACE = own_stations("station__")
MEMBER_PROPOSAL: dict[str, Rule] = {
    "view": by_role({Role.BUREAU: whole_county, Role.HEAD: OF_PLACE}),
    "withdraw": by_role({Role.HEAD: OF_PLACE}),
    "decide": by_role({Role.BUREAU: whole_county}),
}

TARGET: dict[str, Rule] = {
    "view": by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
        }
    ),
    "change": by_role({Role.BUREAU: whole_county}),
}

MAY_OPEN = (Role.BUREAU, Role.HUB_STAFF)
MAY_SET_TARGET = (Role.BUREAU,)
MAY_PROPOSE = (Role.HEAD,)
READERS_OF_PROPOSALS = (Role.BUREAU, Role.HEAD)
