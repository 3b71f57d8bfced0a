"""The county's own addresses and those of the test's views."""

from django.urls import include, path

from tests.isolation import views

urlpatterns = [
    path("isolation/rows/", views.rows),
    path("isolation/transaction/", views.rows_in_transaction),
    path("isolation/stream/", views.stream),
    path("isolation/lookups/", views.lookups),
    path("isolation/broken/", views.broken),
    path("isolation/savepoints/", views.savepoints),
    path("isolation/written/", views.written),
    path("isolation/visit/", views.visit),
    path("isolation/closed/", views.closed),
    path("api/isolation/rows", views.api_rows),
    path("", include("config.urls_county")),
]

handler400 = "kernel.tenancy.problem.bad_request"
handler403 = "kernel.tenancy.problem.permission_denied"
handler404 = "kernel.tenancy.problem.page_not_found"
handler500 = "kernel.tenancy.problem.server_error"
