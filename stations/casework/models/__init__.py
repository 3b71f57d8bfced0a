"""Tables about the persons a station serves."""

from stations.casework.models.alert import AlertNote
from stations.casework.models.beneficiary import Beneficiary, BeneficiaryCategory
from stations.casework.models.case import Case, CaseDocument, CaseFollowUp, CaseStep
from stations.casework.models.consent import Consent
from stations.casework.models.enrolment import Enrolment, EnrolmentStep
from stations.casework.models.household import Household
from stations.casework.models.lead import DiscoveryLead
from stations.casework.models.level import VisitLevelSpan
from stations.casework.models.need import Need
from stations.casework.models.risk import GuardianshipAssessment, RiskAssessment, Strength
from stations.casework.models.roster import RosterEntry
from stations.casework.models.service import ServiceRecord
from stations.casework.models.visit import Visit

__all__ = [
    "AlertNote",
    "Beneficiary",
    "BeneficiaryCategory",
    "Case",
    "CaseDocument",
    "CaseFollowUp",
    "CaseStep",
    "Consent",
    "DiscoveryLead",
    "Enrolment",
    "EnrolmentStep",
    "GuardianshipAssessment",
    "Household",
    "Need",
    "RiskAssessment",
    "RosterEntry",
    "ServiceRecord",
    "Strength",
    "Visit",
    "VisitLevelSpan",
]
