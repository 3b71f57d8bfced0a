"""What the API answers on every host."""

from django.urls import path

from api.v1 import auth, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/schema", health.schema_view, name="schema"),
    path("api/v1/auth/token", auth.issue_token_view, name="token"),
    path("api/v1/me", auth.me_view, name="me"),
]
