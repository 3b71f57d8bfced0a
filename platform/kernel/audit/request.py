"""The request's id: given by the proxy or made here, in every log line and audit entry."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Id of the present request or task; empty outside one."""
    return _request_id.get()


class RequestIdMiddleware:
    """Takes X-Request-ID when it is well formed, else makes one; answers with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        own = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        _request_id.set(own)  # not reset: Django logs an error after the last middleware
        answer = self.get_response(request)
        answer["X-Request-ID"] = own
        return answer
