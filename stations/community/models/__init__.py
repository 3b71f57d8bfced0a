"""Tables about organisations, resources, groups and activities around a station."""

from stations.community.models.activity import OrgActivity
from stations.community.models.group import Group, GroupMeeting, GroupMember
from stations.community.models.incubation import Incubation, IncubationStage
from stations.community.models.org import CommunityOrg
from stations.community.models.resource import ResourceLink, ResourceParty
from stations.community.models.station_activity import AdvocacyItem, StationActivity
from stations.community.models.station_map import StationMap

__all__ = [
    "AdvocacyItem",
    "CommunityOrg",
    "Group",
    "GroupMeeting",
    "GroupMember",
    "Incubation",
    "IncubationStage",
    "OrgActivity",
    "ResourceLink",
    "ResourceParty",
    "StationActivity",
    "StationMap",
]
