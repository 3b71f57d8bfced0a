"""Errors as application/problem+json (RFC 9457), in the user's words."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.base.rendering import dump
from kernel.accounts.domain.credentials import LoginRefused
from kernel.audit.request import request_id
from kernel.collision import as_collision
from kernel.errors import (
    Conflict,
    DomainError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    Required,
    Stale,
)

logger = logging.getLogger(__name__)

STATUS = (
    (Invalid, 422),
    (Conflict, 409),
    (Forbidden, 403),
    (NotFound, 404),
    (Stale, 412),
    (Required, 428),
    (LoginRefused, 401),
)
LONGEST_ECHO = 200
TITLES = {
    400: gettext_lazy("The request is not well formed"),
    401: gettext_lazy("Please log in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method is not supported here"),
    406: gettext_lazy("This format cannot be given"),
    409: gettext_lazy("Not in this state"),
    412: gettext_lazy("Changed in the meantime"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This media type cannot be read"),
    422: gettext_lazy("Some values are not allowed"),
    428: gettext_lazy("Say which state you changed"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something went wrong here"),
}


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; what it does not know becomes 500 without details."""
    set_rollback()
    refusal = error if isinstance(error, DomainError) else as_collision(error)
    if refusal is not None:
        return problem(status_of(refusal), refusal.code, refusal.detail, refusal.errors)
    if isinstance(error, Http404):
        return problem(404, "not_found", _("No such object here."))
    if isinstance(error, PermissionDenied):
        return problem(403, "forbidden", _("Your role may not do this."))
    if isinstance(error, exceptions.ValidationError):
        return problem(422, "invalid", _("Some values are not allowed."), fields_of(error.detail))
    if isinstance(error, exceptions.APIException):
        answer = problem(error.status_code, _code(error), str(error.detail))
        if error.status_code == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer
    return None


def status_of(error: DomainError) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def problem(status: int, code: str, detail: str, errors: Any = ()) -> Response:
    """The one shape of every error of the API."""
    body = {
        "type": "about:blank",
        "title": str(TITLES.get(status, "")),
        "status": status,
        "detail": str(detail),
        "code": code,
        "errors": [_field(error) for error in errors],
        "request_id": request_id(),
    }
    return Response(body, status=status, content_type="application/problem+json")


def _field(error: FieldError) -> dict[str, Any]:
    return {
        "field": error.field,
        "code": error.code,
        "message": str(error.message),
        "given": _echo(error.given),
        "allowed": error.allowed,
    }


def _echo(given: Any) -> Any:
    """What was given, as text where it is too deep or too large to be written as JSON."""
    try:
        dump(given)
    except TypeError:
        return str(given)[:LONGEST_ECHO]
    return given


def fields_of(detail: Any, path: str = "") -> list[FieldError]:
    """DRF's nested messages as a flat list of fields."""
    if isinstance(detail, dict):
        return [
            found
            for key, inner in detail.items()
            for found in fields_of(inner, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(detail, list):
        return [
            found
            for index, inner in enumerate(detail)
            for found in (
                fields_of(inner, f"{path}[{index}]")
                if isinstance(inner, dict | list)
                else [FieldError(path, getattr(inner, "code", "invalid"), str(inner))]
            )
        ]
    return [FieldError(path, getattr(detail, "code", "invalid"), str(detail))]


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "refused"
