"""Tables about the people who work in the stations."""

from stations.people.models.complaint import EthicsComplaint
from stations.people.models.credential import Credential
from stations.people.models.head import HeadAppointment
from stations.people.models.pledge import EthicsPledge
from stations.people.models.staff import Assignment, Staff
from stations.people.models.supervision import SupervisionSession
from stations.people.models.volunteer import Volunteer, VolunteerStep

__all__ = [
    "Assignment",
    "Credential",
    "EthicsComplaint",
    "EthicsPledge",
    "HeadAppointment",
    "Staff",
    "SupervisionSession",
    "Volunteer",
    "VolunteerStep",
]
