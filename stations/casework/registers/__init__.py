"""The registers about persons served and the work for them."""

from stations.records.register import Register

REGISTERS: tuple[Register, ...] = ()
