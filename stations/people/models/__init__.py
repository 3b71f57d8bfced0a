"""Tables about the people who work in the stations."""

from stations.people.models.competence import CompetenceCheck
from stations.people.models.complaint import EthicsComplaint
from stations.people.models.credential import Credential
from stations.people.models.cultivated import CultivatedPerson
from stations.people.models.departure import VolunteerDeparture
from stations.people.models.exam import ExamRegistration
from stations.people.models.head import HeadAppointment
from stations.people.models.internship import Internship
from stations.people.models.outfit import Outfit
from stations.people.models.pledge import EthicsPledge
from stations.people.models.publicity import PublicityItem
from stations.people.models.registration import CredentialRegistration
from stations.people.models.staff import Assignment, Staff
from stations.people.models.supervision import SupervisionSession, Supervisor
from stations.people.models.training import Training, TrainingAttendance, TrainingHeadcount
from stations.people.models.volunteer import Volunteer, VolunteerStep
from stations.people.models.volunteer_service import (
    ServiceCertificate,
    VolunteerAppraisal,
    VolunteerAward,
)
from stations.people.models.volunteer_team import VolunteerTeam, VolunteerTeamMember

__all__ = [
    "Assignment",
    "CompetenceCheck",
    "Credential",
    "CredentialRegistration",
    "CultivatedPerson",
    "EthicsComplaint",
    "EthicsPledge",
    "ExamRegistration",
    "HeadAppointment",
    "Internship",
    "Outfit",
    "PublicityItem",
    "ServiceCertificate",
    "Staff",
    "SupervisionSession",
    "Supervisor",
    "Training",
    "TrainingAttendance",
    "TrainingHeadcount",
    "Volunteer",
    "VolunteerAppraisal",
    "VolunteerAward",
    "VolunteerDeparture",
    "VolunteerStep",
    "VolunteerTeam",
    "VolunteerTeamMember",
]
