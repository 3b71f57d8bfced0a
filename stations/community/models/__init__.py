"""Tables about organisations that a station helps to grow."""

from stations.community.models.activity import OrgActivity
from stations.community.models.incubation import Incubation, IncubationStage
from stations.community.models.org import CommunityOrg

__all__ = ["CommunityOrg", "Incubation", "IncubationStage", "OrgActivity"]
