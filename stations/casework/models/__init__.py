"""Tables about the persons a station serves."""

from stations.casework.models.alert import AlertNote
from stations.casework.models.archive import ArchiveDisposal, ArchiveLoan, ArchiveVolume
from stations.casework.models.assessment import CapabilityCheck, CaseNeed
from stations.casework.models.beneficiary import Beneficiary, BeneficiaryCategory
from stations.casework.models.benefit import BenefitApplication
from stations.casework.models.care_check import CareCheck
from stations.casework.models.carer import Carer, Respite
from stations.casework.models.case import Case, CaseDocument, CaseFollowUp, CaseStep
from stations.casework.models.consent import Consent
from stations.casework.models.county_rule import CountyRule
from stations.casework.models.enrolment import Enrolment, EnrolmentStep
from stations.casework.models.farewell import BereavementFollowUp, FuneralService, Wish
from stations.casework.models.homeless import HomelessAid, HomelessMislink, HomelessStep, Patrol
from stations.casework.models.household import Household
from stations.casework.models.lead import DiscoveryLead
from stations.casework.models.level import VisitLevelSpan
from stations.casework.models.need import Need
from stations.casework.models.opening import FileOpening
from stations.casework.models.plan import CarePlan, PlanIndicator, PlanReview
from stations.casework.models.processing import ImpactAssessment, ProcessingActivity
from stations.casework.models.protection import (
    ProtectionOfficer,
    ProtectionReport,
    ProtectionStatement,
)
from stations.casework.models.record_disposal import RecordDisposal
from stations.casework.models.referral import Referral
from stations.casework.models.request import DataRequest
from stations.casework.models.risk import GuardianshipAssessment, RiskAssessment, Strength
from stations.casework.models.roster import RosterEntry
from stations.casework.models.service import ServiceRecord
from stations.casework.models.team_request import TeamRequest
from stations.casework.models.visit import Visit, VisitCorrection

__all__ = [
    "AlertNote",
    "ArchiveDisposal",
    "ArchiveLoan",
    "ArchiveVolume",
    "Beneficiary",
    "BeneficiaryCategory",
    "BenefitApplication",
    "BereavementFollowUp",
    "CapabilityCheck",
    "CareCheck",
    "CarePlan",
    "Carer",
    "Case",
    "CaseDocument",
    "CaseFollowUp",
    "CaseNeed",
    "CaseStep",
    "Consent",
    "CountyRule",
    "DataRequest",
    "DiscoveryLead",
    "Enrolment",
    "EnrolmentStep",
    "FileOpening",
    "FuneralService",
    "GuardianshipAssessment",
    "HomelessAid",
    "HomelessMislink",
    "HomelessStep",
    "Household",
    "ImpactAssessment",
    "Need",
    "Patrol",
    "PlanIndicator",
    "PlanReview",
    "ProcessingActivity",
    "ProtectionOfficer",
    "ProtectionReport",
    "ProtectionStatement",
    "RecordDisposal",
    "Referral",
    "Respite",
    "RiskAssessment",
    "RosterEntry",
    "ServiceRecord",
    "Strength",
    "TeamRequest",
    "Visit",
    "VisitCorrection",
    "VisitLevelSpan",
    "Wish",
]
