"""The county host: pages of the stations, the evaluation, and the county's API."""

from config.present import include_present

urlpatterns = include_present(
    ("", "api.urls_county"),
    ("", "kernel.web.urls_county"),
    ("", "kernel.jobs.urls"),
    ("network/", "stations.network.urls"),
    ("people/", "stations.people.urls"),
    ("casework/", "stations.casework.urls"),
    ("community/", "stations.community.urls"),
    ("rubric/", "evaluation.rubrics.adoption.urls"),
    ("", "evaluation.cycles.urls"),
    ("", "evaluation.rollup.urls_county"),
)
