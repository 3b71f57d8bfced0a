"""The province host: board, targets, coverage, results, and the province's API."""

from config.present import include_present

urlpatterns = include_present(
    ("", "api.urls_province"),
    ("", "kernel.web.urls_public"),
    ("", "evaluation.rollup.urls"),
)
