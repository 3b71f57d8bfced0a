"""Who calls: the middleware has read the bearer token; here DRF is told."""

from typing import Any, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest


class BearerAuthentication(BaseAuthentication):
    """Takes the user and actor that kernel.access.middleware found by the token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        actor = getattr(request._request, "actor", None)
        return (request._request.user, actor) if actor is not None else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class IsActor(BasePermission):
    """Refuses a request without an actor, should a view be reached past the middleware."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return getattr(request._request, "actor", None) is not None


class BearerScheme(OpenApiAuthenticationExtension):
    """Names the bearer token in the OpenAPI document."""

    target_class = "api.base.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


def actor_of_request(request: Request) -> Actor:
    """The actor the middleware found for this call."""
    return cast(ActorRequest, request._request).actor
