from tenants.models.county import County, CountyState, Domain, Tag
from tenants.models.division import Division, DivisionLevel
from tenants.models.division_change import (
    ChangeKind,
    ChangeState,
    DivisionChange,
    DivisionRelease,
)
from tenants.models.erasure import Erasure, ErasureStep
from tenants.models.event import CountyEvent

__all__ = [
    "ChangeKind",
    "ChangeState",
    "County",
    "CountyEvent",
    "CountyState",
    "Division",
    "DivisionChange",
    "DivisionLevel",
    "DivisionRelease",
    "Domain",
    "Erasure",
    "ErasureStep",
    "Tag",
]
