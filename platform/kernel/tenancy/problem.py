"""Answers given before a view is reached: problem+json for the API, a page otherwise."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.audit.request import request_id

TITLES = {
    401: gettext_lazy("Please log in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    503: gettext_lazy("Not available at the moment"),
}
DETAILS = {
    "unknown_host": gettext_lazy("No county or province is served under this host name."),
    "county_suspended": gettext_lazy("This county is suspended; its data is kept."),
    "wrong_schema": gettext_lazy("The request was stopped before it read anything. Try again."),
    "no_token": gettext_lazy("A bearer token is needed."),
    "bad_token": gettext_lazy("The token is unknown, expired, revoked, or of another host."),
    "no_membership": gettext_lazy("You have no active membership here."),
}


def answer_problem(request: HttpRequest, status: int, code: str) -> HttpResponse:
    """RFC 9457 for paths of the API, the error page of that status for people."""
    detail = str(DETAILS[code])
    if request.path.startswith("/api/") or request.path in {"/healthz", "/readyz"}:
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
