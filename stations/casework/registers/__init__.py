"""The registers about persons served and the work for them."""

from stations.casework.registers.alert import ALERT_NOTES
from stations.casework.registers.archive import DISPOSALS, LOANS, VOLUMES
from stations.casework.registers.assessment import CASE_NEEDS, CHECKS
from stations.casework.registers.benefit import APPLICATIONS
from stations.casework.registers.care_check import CARE_CHECKS
from stations.casework.registers.carer import CARERS, RESPITES
from stations.casework.registers.county_rule import GATES, RETENTION, STAGES, TEMPLATES
from stations.casework.registers.enrolment import ENROLMENTS
from stations.casework.registers.farewell import BEREAVEMENTS, FUNERALS, WISHES
from stations.casework.registers.homeless import HOMELESS_AIDS, HOMELESS_STEPS, PATROLS
from stations.casework.registers.household import HOUSEHOLDS
from stations.casework.registers.lead import LEADS
from stations.casework.registers.need import NEEDS
from stations.casework.registers.opening import FILE_OPENINGS
from stations.casework.registers.plan import INDICATORS, PLANS
from stations.casework.registers.planned_visit import PLANNED_VISITS
from stations.casework.registers.processing import PROCESSING
from stations.casework.registers.protection import OFFICERS, REPORTS
from stations.casework.registers.record_disposal import RECORD_DISPOSALS
from stations.casework.registers.referral import REFERRALS
from stations.casework.registers.request import DATA_REQUESTS
from stations.casework.registers.risk import GUARDIANSHIPS, RISKS, STRENGTHS
from stations.casework.registers.service import SERVICES
from stations.casework.registers.team_request import TEAM_REQUESTS
from stations.records.register import Register

CUSTODY: tuple[Register, ...] = (
    VOLUMES,
    LOANS,
    DISPOSALS,
    RECORD_DISPOSALS,
    DATA_REQUESTS,
    TEAM_REQUESTS,
    FILE_OPENINGS,
    PROCESSING,
    RETENTION,
    STAGES,
    GATES,
    TEMPLATES,
)
REGISTERS: tuple[Register, ...] = (
    HOUSEHOLDS,
    LEADS,
    ALERT_NOTES,
    PLANNED_VISITS,
    NEEDS,
    ENROLMENTS,
    RISKS,
    GUARDIANSHIPS,
    STRENGTHS,
    SERVICES,
    PLANS,
    INDICATORS,
    CHECKS,
    CASE_NEEDS,
    REPORTS,
    OFFICERS,
    APPLICATIONS,
    REFERRALS,
    HOMELESS_AIDS,
    HOMELESS_STEPS,
    PATROLS,
    WISHES,
    BEREAVEMENTS,
    FUNERALS,
    CARERS,
    RESPITES,
    CARE_CHECKS,
    *CUSTODY,
)
