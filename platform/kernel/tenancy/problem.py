"""Answers given before a view is reached: problem+json for the API, a page otherwise."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from kernel.audit.request import request_id
from kernel.tenancy.backend.guard import WrongSearchPath

JSON = "application/json"
TITLES = {
    400: gettext_lazy("The request is not well formed"),
    401: gettext_lazy("Please log in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    500: gettext_lazy("Something went wrong here"),
    503: gettext_lazy("Not available at the moment"),
}
DETAILS = {
    "bad_request": gettext_lazy("The request could not be read."),
    "forbidden": gettext_lazy("Your role may not do this."),
    "not_found": gettext_lazy("There is nothing under this address."),
    "server_error": gettext_lazy("The fault is recorded under this request id."),
    "unknown_host": gettext_lazy("No county or province is served under this host name."),
    "county_provisioning": gettext_lazy("This county is being made."),
    "county_suspended": gettext_lazy("This county is suspended; its data is kept."),
    "county_leaving": gettext_lazy("This county is leaving; it is closed, its data is kept."),
    "county_erased": gettext_lazy("This county has left; its data has been erased."),
    "wrong_schema": gettext_lazy("The request was stopped before it read anything. Try again."),
    "no_token": gettext_lazy("A bearer token is needed."),
    "bad_token": gettext_lazy("The token is unknown, expired, revoked, or of another host."),
    "no_membership": gettext_lazy("You have no active membership here."),
}


def answer_problem(request: HttpRequest, status: int, code: str, *, why: str = "") -> HttpResponse:
    """RFC 9457 for paths of the API, the error page of that status for people. A page's script that
    asks for JSON learns from the code who is shut out, and why.

    `why`: what a person said of it, shown behind the detail.
    """
    detail = f"{DETAILS[code]} {why}".rstrip()
    if is_api(request) or (status == 403 and request.headers.get("Accept") == JSON):
        body = {
            "type": "about:blank",
            "title": str(TITLES[status]),
            "status": status,
            "detail": detail,
            "code": code,
            "errors": [],
            "request_id": request_id(),
        }
        answer = JsonResponse(body, status=status, content_type="application/problem+json")
        if status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer
    context = {"detail": detail, "title": _(str(TITLES[status]))}
    return render(request, f"{status}.html", context, status=status)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which is answered in JSON."""
    return request.path.startswith("/api/") or request.path in {"/healthz", "/readyz"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400 of every URL root."""
    if is_api(request):
        return answer_problem(request, 400, "bad_request")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403 of every URL root."""
    if is_api(request):
        return answer_problem(request, 403, "forbidden")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404 of every URL root."""
    if is_api(request):
        return answer_problem(request, 404, "not_found")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500 of every URL root; shows nothing of the fault.

    What the guard stopped outside a view (in a middleware, say) is 503 here as well.
    """
    if isinstance(sys.exc_info()[1], WrongSearchPath):
        return answer_problem(request, 503, "wrong_schema")
    if is_api(request):
        return answer_problem(request, 500, "server_error")
    return defaults.server_error(request)
