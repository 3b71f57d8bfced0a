"""Writing about organisations: the only way to change this app's tables."""

from stations.community.domain.activity import record_activity
from stations.community.domain.incubation import (
    abandon_incubation,
    reach_stage,
    start_incubation,
)
from stations.community.domain.org import add_org, file_org, register_org

__all__ = [
    "abandon_incubation",
    "add_org",
    "file_org",
    "reach_stage",
    "record_activity",
    "register_org",
    "start_incubation",
]
