from tenants.models.county import County, CountyState, Domain
from tenants.models.division import Division, DivisionLevel

__all__ = ["County", "CountyState", "Division", "DivisionLevel", "Domain"]
