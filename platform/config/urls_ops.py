"""The platform operators' host: counties and their states, never their content."""

from config.present import include_present

urlpatterns = include_present(
    ("", "api.urls_all"),
    ("", "kernel.web.urls_public"),
    ("", "tenants.urls"),
)
