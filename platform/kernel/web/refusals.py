"""Expected refusals of the domain as pages: the same sentence the API gives, with its status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.collision import as_collision
from kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Required, Stale

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Stale: 412,
    Invalid: 422,
    Required: 428,
}
OWN_PAGE = (403, 404)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; 400 for one of no known kind."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)


class RefusalMiddleware:
    """Answers a DomainError that a page let through; the API translates its own.

    No answer is kept by shared caches, and each is asked for again when one returns to it; what
    names persons says ``no-store`` by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = error if isinstance(error, DomainError) else as_collision(error)
        if refusal is None or request.path.startswith("/api/"):
            return None
        status = status_of(refusal)
        context = {"detail": refusal.detail, "errors": refusal.errors, "status": status}
        if request.headers.get("HX-Request"):
            return render(request, "web/_refusal.html", context, status=status)
        template = f"{status}.html" if status in OWN_PAGE else "web/refusal.html"
        return render(request, template, context, status=status)
