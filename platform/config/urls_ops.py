"""The platform operators' host: counties and their states, never their content."""

from django.urls import include, path

urlpatterns = [
    path("", include("api.urls_ops")),
    path("", include("kernel.web.urls_public")),
    path("", include("kernel.operations.urls")),
    path("", include("evaluation.rollup.urls_ops")),
    path("", include("tenants.urls")),
]

handler400 = "kernel.tenancy.problem.bad_request"
handler403 = "kernel.tenancy.problem.permission_denied"
handler404 = "kernel.access.problem.page_not_found"
handler500 = "kernel.tenancy.problem.server_error"
