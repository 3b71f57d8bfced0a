"""Writing about organisations, resources and groups: the only way to change this app's tables."""

from stations.community.domain.activity import record_activity
from stations.community.domain.group import (
    begin_group,
    drop_meeting,
    end_group,
    hold_meeting,
    join_group,
    leave_group,
)
from stations.community.domain.incubation import (
    abandon_incubation,
    reach_stage,
    start_incubation,
)
from stations.community.domain.org import add_org, file_org, register_org
from stations.community.domain.resource import (
    edit_party,
    link_resource,
    register_party,
    reveal_party,
    settle_link,
)
from stations.community.domain.station_activity import (
    answer_proposal,
    hold_activity,
    propose_change,
)
from stations.community.domain.station_map import draw_map, purge_map

__all__ = [
    "abandon_incubation",
    "add_org",
    "answer_proposal",
    "begin_group",
    "draw_map",
    "drop_meeting",
    "edit_party",
    "end_group",
    "file_org",
    "hold_activity",
    "hold_meeting",
    "join_group",
    "leave_group",
    "link_resource",
    "propose_change",
    "purge_map",
    "reach_stage",
    "record_activity",
    "register_org",
    "register_party",
    "reveal_party",
    "settle_link",
    "start_incubation",
]
