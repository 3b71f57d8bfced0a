"""The registers about persons served and the work for them."""

from stations.casework.registers.archive import DISPOSALS, LOANS, VOLUMES
from stations.casework.registers.opening import FILE_OPENINGS
from stations.casework.registers.processing import PROCESSING
from stations.casework.registers.request import DATA_REQUESTS
from stations.records.register import Register

CUSTODY: tuple[Register, ...] = (
    VOLUMES,
    LOANS,
    DISPOSALS,
    DATA_REQUESTS,
    FILE_OPENINGS,
    PROCESSING,
)
REGISTERS: tuple[Register, ...] = (*CUSTODY,)
