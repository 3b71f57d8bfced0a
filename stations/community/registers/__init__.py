"""The registers of resources, groups and activities around a station."""

from stations.community.registers.group import GROUPS
from stations.community.registers.resource import LINKS, PARTIES
from stations.community.registers.station_activity import ACTIVITIES, ADVOCACY
from stations.community.registers.station_map import MAPS
from stations.records.register import Register

REGISTERS: tuple[Register, ...] = (PARTIES, LINKS, GROUPS, ACTIVITIES, ADVOCACY, MAPS)
