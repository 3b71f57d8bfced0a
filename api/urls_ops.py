"""The API on the operators' host."""

from api.urls_all import urlpatterns as shared
from api.v1 import archive, county, division_change, operation, registered_cell

urlpatterns = [
    *shared,
    *county.urlpatterns,
    *archive.urlpatterns,
    *division_change.urlpatterns,
    *operation.urlpatterns,
    *registered_cell.urlpatterns,
]
