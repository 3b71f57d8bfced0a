"""Tables of the network."""

from stations.network.models.equipment import Equipment
from stations.network.models.member_proposal import MemberProposal
from stations.network.models.operator import StationOperator
from stations.network.models.service_area import ServiceArea
from stations.network.models.station import CodeCounter, Station, StationState
from stations.network.models.target import BuildTarget
from stations.network.models.venue import Venue, VenueZone

__all__ = [
    "BuildTarget",
    "CodeCounter",
    "Equipment",
    "MemberProposal",
    "ServiceArea",
    "Station",
    "StationOperator",
    "StationState",
    "Venue",
    "VenueZone",
]
