"""Liveness, readiness, and the OpenAPI document."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from kernel.access.middleware import open_to_public


@open_to_public
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@open_to_public
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can do its work; 503 names what is not ready."""
    missing = [name for name, works in CHECKS.items() if not works()]
    if missing:
        return JsonResponse({"status": "not ready", "missing": missing}, status=503)
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM tenants_county LIMIT 1")
    except DatabaseError:
        return False
    return True


CHECKS = {"database": _database_answers}


class PlainJsonRenderer(OpenApiJsonRenderer):
    """The document as application/json, for clients that ask for no other."""

    media_type = "application/json"


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 of the host it is asked on."""

    renderer_classes = [PlainJsonRenderer, OpenApiJsonRenderer, OpenApiYamlRenderer]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.urlconf = request._request.urlconf


schema_view = open_to_public(SchemaView.as_view())
