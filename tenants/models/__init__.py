from tenants.models.county import County, CountyState, Domain
from tenants.models.division import Division, DivisionLevel
from tenants.models.event import CountyEvent

__all__ = ["County", "CountyEvent", "CountyState", "Division", "DivisionLevel", "Domain"]
