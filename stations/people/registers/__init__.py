"""The registers about people who work in the stations."""

from stations.people.registers.supervision import SUPERVISIONS
from stations.records.register import Register

REGISTERS: tuple[Register, ...] = (SUPERVISIONS,)
