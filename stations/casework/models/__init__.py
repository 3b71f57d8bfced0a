"""Tables about the persons a station serves."""

from stations.casework.models.archive import ArchiveDisposal, ArchiveLoan, ArchiveVolume
from stations.casework.models.beneficiary import Beneficiary, BeneficiaryCategory
from stations.casework.models.case import Case, CaseDocument, CaseFollowUp, CaseStep
from stations.casework.models.consent import Consent
from stations.casework.models.household import Household
from stations.casework.models.level import VisitLevelSpan
from stations.casework.models.need import Need
from stations.casework.models.opening import FileOpening
from stations.casework.models.processing import ProcessingActivity
from stations.casework.models.request import DataRequest
from stations.casework.models.roster import RosterEntry
from stations.casework.models.service import ServiceRecord
from stations.casework.models.visit import Visit

__all__ = [
    "ArchiveDisposal",
    "ArchiveLoan",
    "ArchiveVolume",
    "Beneficiary",
    "BeneficiaryCategory",
    "Case",
    "CaseDocument",
    "CaseFollowUp",
    "CaseStep",
    "Consent",
    "DataRequest",
    "FileOpening",
    "Household",
    "Need",
    "ProcessingActivity",
    "RosterEntry",
    "ServiceRecord",
    "Visit",
    "VisitLevelSpan",
]
