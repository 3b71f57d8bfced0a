"""The API on the operators' host."""

from api.urls_all import urlpatterns as shared
from api.v1 import county, operation

urlpatterns = [*shared, *county.urlpatterns, *operation.urlpatterns]
