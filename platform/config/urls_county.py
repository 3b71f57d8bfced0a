"""The county host: pages of the stations, the evaluation, and the county's API."""

from django.urls import include, path

urlpatterns = [
    path("", include("api.urls_county")),
    path("", include("kernel.web.urls_county")),
    path("", include("kernel.jobs.urls")),
    path("terms/", include("tenants.urls_county")),
    path("network/", include("stations.network.urls")),
    path("people/", include("stations.people.urls")),
    path("casework/", include("stations.casework.urls")),
    path("community/", include("stations.community.urls")),
    path("projects/", include("stations.projects.urls")),
    path("rubric/", include("evaluation.rubrics.adoption.urls")),
    path("", include("evaluation.cycles.urls")),
    path("", include("evaluation.rollup.urls_county")),
]

handler400 = "kernel.tenancy.problem.bad_request"
handler403 = "kernel.tenancy.problem.permission_denied"
handler404 = "kernel.access.problem.page_not_found"
handler500 = "kernel.tenancy.problem.server_error"
