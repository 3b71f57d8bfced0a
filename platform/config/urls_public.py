"""The province host: board, targets, coverage, results, and the province's API."""

from django.urls import include, path

urlpatterns = [
    path("", include("api.urls_province")),
    path("", include("kernel.web.urls_public")),
    path("", include("evaluation.rollup.urls")),
]

handler400 = "kernel.tenancy.problem.bad_request"
handler403 = "kernel.tenancy.problem.permission_denied"
handler404 = "kernel.access.problem.page_not_found"
handler500 = "kernel.tenancy.problem.server_error"
