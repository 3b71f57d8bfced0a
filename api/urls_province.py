"""The API on the province's host."""

from django.urls import path

from api.urls_all import urlpatterns as shared
from api.v1 import cell, province

urlpatterns = [
    *shared,
    *province.urlpatterns,
    path("api/v1/cells/<str:code>/batches", cell.batches_view, name="cell-batches"),
    path("api/v1/cells/<str:code>/position", cell.position_view, name="cell-position"),
    path("api/v1/cells/<str:code>/digests", cell.digests_view, name="cell-digests"),
]
