"""The API on the province's host."""

from api.urls_all import urlpatterns as shared
from api.v1 import province

urlpatterns = [*shared, *province.urlpatterns]
