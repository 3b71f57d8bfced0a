"""The registers about persons served and the work for them."""

from stations.casework.registers.enrolment import ENROLMENTS
from stations.casework.registers.household import HOUSEHOLDS
from stations.casework.registers.lead import LEADS
from stations.casework.registers.need import NEEDS
from stations.casework.registers.risk import GUARDIANSHIPS, RISKS, STRENGTHS
from stations.records.register import Register

REGISTERS: tuple[Register, ...] = (
    HOUSEHOLDS,
    LEADS,
    NEEDS,
    ENROLMENTS,
    RISKS,
    GUARDIANSHIPS,
    STRENGTHS,
)
