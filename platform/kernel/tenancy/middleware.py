"""Host -> county: sets the schema and the URL root before anything else looks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel.access.request import ActorRequest
from kernel.tenancy.backend.guard import WrongSearchPath
from kernel.tenancy.connection import connection
from kernel.tenancy.hosts import find_site
from kernel.tenancy.problem import answer_problem


class HostMiddleware:
    """Stands the request in the county of its host; an unknown host is 404.

    A connection found in another schema answers 503 (the guard has closed it).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        connection.set_schema_to_public()
        try:
            return self._answer(request)
        finally:
            connection.set_schema_to_public()

    def _answer(self, request: ActorRequest) -> HttpResponse:
        host = request.get_host().rpartition(":")[0] or request.get_host()
        site = find_site(host)
        if site is None:
            return answer_problem(request, 404, "unknown_host")
        request.site = site
        request.county = site.county
        request.urlconf = settings.URLCONFS[site.kind]
        if site.county is not None:
            if site.county.state != "ACTIVE":
                return answer_problem(request, 403, "county_suspended")
            connection.set_tenant(site.county)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, WrongSearchPath):
            return answer_problem(request, 503, "wrong_schema")
        return None
